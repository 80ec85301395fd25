import CTerminalSignals
import Configuration
import Console
import Drawing
import EventLog
import Events
import Exports
import Glibc
import Mailbox
import Messages
import Recorder
import Relay
import Reports
import Routing
import Screens
import Sessions
import Terminal

/// A started relay, with the mailbox through which the console or the log receives its events.
struct RunningRelay {
    /// The size of an entry in the mailbox without its payload, or of a peer in a snapshot, in bytes.
    private static let eventOverhead = 256
    /// The size of a peer's gauges in the mailbox, in bytes.
    private static let gaugeSize = 64
    /// The exit code of a program that receives a second SIGINT or SIGTERM while it ends.
    private static let interruptedTwice: Int32 = 130
    /// The amount by which the console thread lowers its scheduling priority, so that forwarding comes first.
    private static let consoleNiceness: Int32 = 15
    /// The signals that end the program.
    static let endSignals = [SIGINT, SIGTERM]

    let clock: RelayClock
    /// The read end of a pipe that receives a byte per signal, and 0 when the mailbox becomes non-empty.
    let signals: Int32
    let mailbox: BoundedMailbox<RelayEvent>
    let server: RelayServer
    let endpoint: Endpoint
    private let drainTimeout: Duration
    /// Writes the events to a file; `nil` if they are not recorded.
    private let recorder: Recorder?

    /// Starts the relay.
    ///
    /// - Parameters:
    ///   - configuration: The configuration of the relay.
    ///   - isSelfSigned: Whether the console displays the fingerprint of the certificate.
    ///   - drainTimeout: The time that peers have to leave when the relay ends.
    ///   - signals: The read end of the signal pipe.
    ///   - recorder: A recorder that has not been started; `nil` if the events are not recorded.
    /// - Throws: The error if the relay cannot listen or its certificate cannot be loaded.
    init(
        _ configuration: RelayConfiguration, isSelfSigned: Bool, drainTimeout: Duration, signals: Int32,
        recorder: Recorder?
    ) throws(RelayError) {
        (self.drainTimeout, self.recorder) = (drainTimeout, recorder)
        let (clock, mailbox) = (RelayClock(), BoundedMailbox<RelayEvent>(wake: ts_wake))
        let server = try RelayServer(
            configuration, now: { clock.now },
            watch: { event in
                let size = Self.size(of: event)
                mailbox.post(event, bytes: size)
                recorder?.post(event, bytes: size)
            })
        self.server = server
        self.clock = clock
        self.signals = signals
        self.mailbox = mailbox
        var endpoint = Endpoint(
            server, host: configuration.host, isSelfSigned: isSelfSigned, machineAddresses: MachineAddresses.texts)
        endpoint.upstream = configuration.upstream?.url
        self.endpoint = endpoint
        recorder?.start(
            Recorder.Relay(
                header: EventLogHeader(
                    endpoint, clock.wall, program: Version.number, guardsGlare: configuration.guardsGlare),
                now: { clock.now }, report: { server.record(.recording($0)) },
                requestSnapshot: server.requestSnapshot))
    }

    /// Returns the size that `event` counts in the mailbox, in bytes.
    private static func size(of event: RelayEvent) -> Int {
        switch event {
        case .entry(let entry):
            eventOverhead + (entry.delivery?.message.payload.count ?? 0) + (entry.report?.report.size ?? 0)
        case .snapshot(let snapshot):
            snapshot.held.reduce(eventOverhead * (1 + snapshot.peers.count)) {
                $0 + eventOverhead + $1.message.payload.count
            }
        case .report: 4 * eventOverhead
        case .gauges(let gauges): eventOverhead + gaugeSize * gauges.peers.count
        }
    }

    // MARK: The console

    /// Runs the console on the calling thread until the operator, a signal or the terminal ends it, then stops the
    /// relay.
    ///
    /// `charset` is the character set of the locale.
    func runConsole(_ terminal: consuming CursesTerminal, charset: Charset, configuration: ProgramConfiguration) {
        let clock = clock
        let charset = configuration.ascii ? .ascii : charset
        let session = Session(endpoint, guardsGlare: configuration.relay.guardsGlare)
        var model = Model(session, size: terminal.size, charset: charset, wall: clock.wall)
        model.context.settings = configuration.settings
        model.keyMap = configuration.keyMap
        model.savedFilters = configuration.filters
        model.isReadOnly = configuration.isReadOnly
        model.redactionKey = RedactionKey.make()
        model.plainDelivery = configuration.relay.plainDelivery
        if let substitute = terminal.substituteType {
            model.statusMessage = "this terminal's type is not known here: drawn as \(substitute)"
        }
        let loop = ConsoleLoop(
            signals: signals, mailbox: mailbox, now: { clock.now }, wall: { clock.wall }, perform: server.perform,
            requestSnapshot: server.requestSnapshot
        )
        // On Linux, nice(2) affects only the calling thread and threads that it starts later.
        _ = nice(Self.consoleNiceness)
        loop.run(terminal, model)
        if drain() { waitForEndSignal() }
        stop()
    }

    // MARK: The end

    /// Stops admitting peers and waits in the background for those that are connected to leave; SIGTERM arrives on the
    /// signal pipe after the drain timeout, or once all have left.
    ///
    /// A further SIGINT or SIGTERM from outside ends the program immediately.
    ///
    /// - Returns: False if there is nothing to wait for.
    func drain() -> Bool {
        ts_exit_on_next(Self.interruptedTwice)
        let peers = server.drain(for: drainTimeout) { ts_post(SIGTERM) }
        guard peers > 0, drainTimeout > .zero else { return false }
        let noun = peers == 1 ? "peer" : "peers"
        StandardError.report(
            "waiting up to \(drainTimeout.components.seconds) s for \(peers) \(noun) to leave; ^C ends immediately")
        return true
    }

    private func waitForEndSignal() {
        while !readSignals().contains(where: Self.endSignals.contains) {
            var polled = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, -1)
        }
    }

    /// Returns the signals that have arrived, and 0 if the mailbox has become non-empty.
    func readSignals() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map(Int32.init)
    }

    /// Closes all connections, stops the relay, and reports the held messages that were delivered as it ended.
    func stop() {
        let held = server.stop()
        if let error = recorder?.stop() { StandardError.report("\(error); the last events are not in it") }
        guard !held.isEmpty else { return }
        StandardError.report(
            "\(held.count) held \(held.count == 1 ? "message was" : "messages were") delivered as the relay ended:")
        for message in held {
            let recipients = message.recipients.map(\.description).joined(separator: ",")
            let kind = ParsedMessage(message.message).kind.rawValue
            StandardError.report(
                "#\(message.entry) \(kind) \(message.sender)→\(recipients), \(message.message.payload.count) B")
        }
    }
}

extension Endpoint {
    /// The URLs and addresses of `server`.
    ///
    /// - Parameters:
    ///   - server: A listening server.
    ///   - host: The host that the server was configured to listen on.
    ///   - isSelfSigned: Whether the fingerprint of the certificate is included.
    ///   - machineAddresses: The addresses at which other machines can reach this one.
    init(_ server: RelayServer, host: String, isSelfSigned: Bool, machineAddresses: [String]) {
        // A wildcard address is not a destination; on this machine, localhost is.
        let isWildcard = ["0.0.0.0", "::"].contains(host)
        let shownHost = Self.bracketed(host)
        let secure = server.fingerprint == nil ? "" : "s"
        let reachable = isWildcard ? machineAddresses.filter { host == "::" || !$0.contains(":") } : []
        let addresses = reachable.isEmpty ? server.addresses : reachable
        let lacksIPv6 = host == "localhost" && server.addresses.count == 1
        let list = addresses.joined(separator: addresses.count > 2 ? ", " : " and ")
        self.init(
            socket: "ws\(secure)://\(shownHost):\(server.port)",
            page: "http\(secure)://\(isWildcard ? "localhost" : shownHost):\(server.port)/",
            addresses: lacksIPv6 ? "\(list) only, no IPv6 here" : list,
            pages: reachable.map { "http\(secure)://\(Self.bracketed($0)):\(server.port)/" },
            fingerprint: isSelfSigned ? server.fingerprint : nil
        )
    }

    /// Returns `host` with brackets if it is an IPv6 address, as URLs require (RFC 3986 §3.2.2).
    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
