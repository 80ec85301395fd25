import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Mailbox
@testable import Messages
@testable import Sessions
@testable import Terminal

/// The main loop, with a clock that advances with each reading.
extension TerminalTests {
    @Test func framesAreLessFrequentUnderLoadUnlessAKeyWasPressed() {
        var pacing = ConsoleLoop.Pacing(.start)
        pacing.newReports = 24
        #expect(pacing.frameTime(rows: 24) == 33_000_000)
        pacing.newReports = 25
        #expect(pacing.frameTime(rows: 24) == 200_000_000)
        pacing.isInteractive = true
        #expect(pacing.frameTime(rows: 24) == 33_000_000)
        var behind = ConsoleLoop.Pacing(.start)
        behind.hasBacklog = true
        #expect(behind.frameTime(rows: 24) == 200_000_000)
    }

    /// With a backlog, ticks must not be suspended, nor may they be ahead of the entries: the answer to an offer may be
    /// in the mailbox.
    @Test func underSteadyLoadTimeAdvancesWithTheFoldedEntries() throws {
        let load = try Load()
        load.post(.joined(Peer(id: PeerID(1), name: nil, room: "demo", isAware: false, address: "")))
        load.post(.joined(Peer(id: PeerID(2), name: nil, room: "demo", isAware: false, address: "")))
        let offer = Delivery(
            message: .text(#"{"sdp":{"type":"offer","sdp":"v=0"}}"#), sender: .peer(PeerID(1)), room: "demo",
            recipients: [PeerID(2)])
        load.post(.message(offer))
        for _ in 0..<10_000 { load.post(.left(PeerID(99), .lost)) }

        try load.run()

        let titles = load.text.split(separator: "\u{1B}]2;").dropFirst().map { $0.prefix { $0 != "\u{7}" } }
        #expect(titles.count == 1, "no finding changes the title: \(titles)")
        #expect(titles.first?.hasPrefix("signal-console demo: 2 peers") == true)
        #expect(load.mailbox.take().elements.count > 0)
    }

    /// A wake costs the relay a system call, and reports are not visible between two frames.
    @Test func theRelayWakesTheConsoleAtMostOnceAFrame() throws {
        let load = try Load(readings: 120, secondsPerReading: 0.004) { $0.post(.left(PeerID(99), .lost)) }
        try load.run()
        let (wakes, frames) = (load.wakes.value, Int(120 * 0.004 / 0.033))
        #expect(wakes > 2 && wakes <= frames + 1)
    }
}

/// A console with entries in its mailbox, all recorded in the first second, and a clock that advances with each
/// reading; at the last reading the console is terminated.
private final class Load: Sendable {
    let pty: PseudoTerminal
    let mailbox: BoundedMailbox<RelayEvent>
    /// The number of wakes.
    let wakes: Counter
    let signals: Int32
    private let end: Int32
    private let readings = Atomic(0)
    private let count = Atomic(0)
    private let output = Mutex("")

    private let lastReading: Int
    private let secondsPerReading: Double
    /// Called with each reading of the clock.
    private let onReading: @Sendable (Load) -> Void

    init(
        readings: Int = 500, secondsPerReading: Double = 0.1, onReading: @escaping @Sendable (Load) -> Void = { _ in }
    ) throws {
        (lastReading, self.secondsPerReading, self.onReading) = (readings, secondsPerReading, onReading)
        let wakes = Counter()
        self.wakes = wakes
        mailbox = BoundedMailbox { wakes.increment() }
        pty = try PseudoTerminal(columns: 40, rows: 5)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 else {
            throw SystemError("open a pipe")
        }
        (signals, end) = (ends[0], ends[1])
    }

    deinit {
        close(signals)
        close(end)
    }

    /// The bytes that were sent to the terminal, as text.
    var text: String {
        readTerminal()
        return output.withLock { $0 }
    }

    func post(_ content: Entry.Content) {
        let number = count.add(1, ordering: .relaxed).newValue
        mailbox.post(.entry(Entry(number: number, time: .seconds(0.5), content: content)), bytes: 1)
    }

    @Sendable func now() -> Instant {
        readTerminal()
        let reading = readings.add(1, ordering: .relaxed).newValue
        if reading == lastReading { _ = write(end, [UInt8(SIGTERM)], 1) }
        onReading(self)
        return .seconds(0.5 + Double(reading) * secondsPerReading)
    }

    /// Runs the console until it is terminated.
    func run() throws {
        let terminal = try CursesTerminal.open(
            type: "xterm-256color", isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
        let model = Model(
            Session(Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "127.0.0.1")),
            size: Size(columns: 40, rows: 5))
        let loop = ConsoleLoop(signals: signals, mailbox: mailbox, now: now, perform: { _ in }, requestSnapshot: {})
        loop.run(terminal, model)
    }

    private func readTerminal() {
        let text = String(decoding: pty.readAvailable(), as: UTF8.self)
        output.withLock { $0 += text }
    }
}

/// A counter for several threads.
private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.add(1, ordering: .relaxed) }
}
