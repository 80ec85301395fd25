import CTerminalSignals
import Configuration
import Console
import Drawing
import Events
import Glibc
import Mailbox
import Messages
import Relay
import Routing
import Screens
import Sessions
import Terminal

/// A relay at work and the way its entries take to whoever watches: a screen, or a log.
struct Session {
    /// What an entry, or a peer in a census, takes in the mailbox beside its payload, in bytes.
    private static let overhead = 256
    /// What a peer takes there among the gauges.
    private static let gaugeSize = 64
    /// The exit code of a program that is interrupted while it ends.
    private static let interruptedTwice: Int32 = 130
    /// How far the console thread stands back where the processors do not suffice for all: messages go first.
    private static let courtesy: Int32 = 15

    let clock: RelayClock
    /// The pipe with the signals, and a byte when the mailbox is no longer empty.
    let signals: Int32
    let mailbox: BoundedMailbox<RelayEvent>
    let relay: RelayServer
    let place: Endpoint
    /// The time that peers have to leave once the relay is told to end.
    private let drainTimeout: Duration

    /// Starts the relay.
    ///
    /// Of a certificate that is `isSelfSigned` the fingerprint is shown.
    init(_ configuration: RelayConfiguration, isSelfSigned: Bool, drainTimeout: Duration, signals: Int32)
        throws(RelayError)
    {
        self.drainTimeout = drainTimeout
        let (clock, mailbox) = (RelayClock(), BoundedMailbox<RelayEvent>(wake: ts_wake))
        relay = try RelayServer(
            configuration, now: { clock.now }, watch: { mailbox.post($0, bytes: Self.size(of: $0)) })
        self.clock = clock
        self.signals = signals
        self.mailbox = mailbox
        place = Endpoint(
            relay, host: configuration.host, isSelfSigned: isSelfSigned,
            machine: MachineAddresses.texts)
    }

    /// What a report takes in the mailbox, in bytes.
    private static func size(of report: RelayEvent) -> Int {
        switch report {
        case .entry(let entry): overhead + (entry.transit?.message.payload.count ?? 0)
        case .census(let census):
            census.held.reduce(overhead * (1 + census.peers.count)) { $0 + overhead + $1.message.payload.count }
        case .gauges(let gauges): overhead + gaugeSize * gauges.peers.count
        }
    }

    /// Shows the console until the operator, a signal or the terminal ends it; this thread is the console's.
    ///
    /// `charset` is what the locale allows.
    func runConsole(_ terminal: consuming CursesTerminal, _ charset: Charset, _ configuration: Configuration) {
        let clock = clock
        let charset = configuration.ascii ? .ascii : charset
        let session = Sessions.Session(place, guardsGlare: configuration.relay.guardsGlare)
        var model = Model(session, size: terminal.size, charset: charset, wall: clock.wall)
        model.context.settings = configuration.settings
        model.keyMap = configuration.keyMap
        model.savedFilters = configuration.filters
        model.isReadOnly = configuration.isReadOnly
        model.plainDelivery = configuration.relay.plainDelivery
        if let substitute = terminal.substitute {
            model.notice = "this terminal's type is not known here: drawn as \(substitute)"
        }
        let loop = ConsoleLoop(
            signals: signals, mailbox: mailbox, now: { clock.now }, wall: { clock.wall }, perform: relay.perform,
            takeCensus: relay.takeCensus
        )
        // On Linux this is of the calling thread alone, and of what it starts: the relay's has long been there.
        _ = nice(Self.courtesy)
        loop.run(terminal, model)
        if drain() { awaitEnd() }
        stopRelay()
    }

    /// Lets nobody in any more, and has a byte of TERM on the pipe when the drain timeout has passed; false if there
    /// is nothing to wait for.
    ///
    /// From now on a further INT or TERM ends the program at once.
    func drain() -> Bool {
        ts_exit_on_next(Self.interruptedTwice)
        let peers = relay.drain(for: drainTimeout) { ts_post(SIGTERM) }
        guard peers > 0, drainTimeout > .zero else { return false }
        StandardError.say(
            "waiting \(drainTimeout.components.seconds) s for \(peers) \(peers == 1 ? "peer" : "peers") to leave; ^C ends at once"
        )
        return true
    }

    /// The signals that end the program.
    static let endings = [SIGINT, SIGTERM]

    /// Waits, and does nothing else, until one of the ``endings`` is on the pipe.
    private func awaitEnd() {
        while !readSignals().contains(where: Self.endings.contains) {
            var polled = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, -1)
        }
    }

    /// The signals that have come, and 0 for a mailbox that is no longer empty.
    func readSignals() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map(Int32.init)
    }

    /// Tells the peers and ends the relay.
    func stopRelay() {
        let held = relay.stop()
        guard !held.isEmpty else { return }
        StandardError.say("\(held.count) held \(held.count == 1 ? "message" : "messages") went on as the relay ended:")
        for message in held {
            let receivers = message.receivers.map(\.description).joined(separator: ",")
            let kind = ParsedMessage(message.message).kind.rawValue
            StandardError.say(
                "#\(message.entry) \(kind) \(message.sender)→\(receivers), \(message.message.payload.count) B")
        }
    }
}
