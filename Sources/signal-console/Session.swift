import CTerminalSignals
import Configuration
import Console
import Glibc
import Mailbox
import Relay
import Signaling
import Terminal

/// A relay at work and the way its entries take to whoever watches: a screen, or a log.
struct Session {
    /// What an entry, or a peer in a census, takes in the mailbox beside its payload, in bytes.
    private static let overhead = 256
    /// What a peer takes there among the gauges.
    private static let gaugeSize = 64
    /// The exit code of a program that is interrupted while it ends.
    private static let interruptedTwice: Int32 = 130

    let clock: RelayClock
    /// The pipe with the signals, and a byte when the mailbox is no longer empty.
    let signals: Int32
    let mailbox: Mailbox<Report>
    let relay: RelayServer
    let place: Model.Place

    /// Starts the relay.
    ///
    /// Of a certificate that is `isSelfSigned` the fingerprint is shown.
    init(_ configuration: RelayConfiguration, isSelfSigned: Bool, signals: Int32) throws(RelayError) {
        let (clock, mailbox) = (RelayClock(), Mailbox<Report>(wake: ts_wake))
        relay = try RelayServer(
            configuration, now: { clock.now }, watch: { mailbox.post($0, bytes: Self.size(of: $0)) })
        self.clock = clock
        self.signals = signals
        self.mailbox = mailbox
        place = Model.Place(
            relay, host: configuration.host, isSelfSigned: isSelfSigned,
            machine: MachineAddresses.texts)
    }

    /// What a report takes in the mailbox, in bytes.
    private static func size(of report: Report) -> Int {
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
    func runConsole(_ terminal: consuming Terminal, _ charset: Charset, _ configuration: Configuration) {
        let clock = clock
        let charset = configuration.ascii ? .ascii : charset
        var model = Model(place: place, size: terminal.size, charset: charset, wall: clock.wall)
        model.settings = configuration.settings
        model.keyMap = configuration.keyMap
        model.savedFilters = configuration.filters
        model.isReadOnly = configuration.isReadOnly
        model.guardsGlare = configuration.guardsGlare
        if let substitute = terminal.substitute {
            model.notice = "this terminal's type is not known here: drawn as \(substitute)"
        }
        let loop = ConsoleLoop(
            signals: signals, mailbox: mailbox, now: { clock.now }, perform: relay.perform, takeCensus: relay.takeCensus
        )
        loop.run(terminal, model)
        stopRelay()
    }

    /// Tells the peers and ends the relay; a further INT or TERM ends the program at once.
    func stopRelay() {
        ts_exit_on_next(Self.interruptedTwice)
        let held = relay.stop()
        guard !held.isEmpty else { return }
        Stderr.say("\(held.count) held \(held.count == 1 ? "message" : "messages") went on as the relay ended:")
        for message in held {
            let receivers = message.receivers.map(\.description).joined(separator: ",")
            let kind = Reading(message.message).kind.rawValue
            Stderr.say("#\(message.entry) \(kind) \(message.sender)→\(receivers), \(message.message.payload.count) B")
        }
    }
}
