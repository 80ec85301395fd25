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

/// The console at work, on a clock that goes by as it is looked at.
extension TerminalTests {
    @Test func whatNobodyCanReadIsDrawnLessOftenUnlessAKeyCame() {
        var pulse = ConsoleLoop.Pulse(.start)
        pulse.arrivals = 24
        #expect(pulse.frameTime(rows: 24) == 33_000_000)
        pulse.arrivals = 25
        #expect(pulse.frameTime(rows: 24) == 100_000_000)
        pulse.isAsked = true
        #expect(pulse.frameTime(rows: 24) == 33_000_000)
        var behind = ConsoleLoop.Pulse(.start)
        behind.hasMore = true
        #expect(behind.frameTime(rows: 24) == 100_000_000)
    }

    /// More comes than is taken in: the second must not be waited for that is over when nothing more waits.
    ///
    /// Nor may an offer be called unanswered whose answer waits.
    @Test func underSteadyLoadSecondsGoByAndNoFasterThanWhatIsTakenIn() throws {
        let load = try Load()
        load.post(.joined(Peer(id: PeerID(1), name: nil, room: "demo", isAware: false, address: "")))
        load.post(.joined(Peer(id: PeerID(2), name: nil, room: "demo", isAware: false, address: "")))
        let offer = Delivery(
            message: .text(#"{"sdp":{"type":"offer","sdp":"v=0"}}"#), sender: .peer(PeerID(1)), room: "demo",
            hearers: [PeerID(2)])
        load.post(.message(offer))
        for _ in 0..<10_000 { load.post(.left(PeerID(99), .lost)) }

        try load.run()

        let titles = load.text.split(separator: "\u{1B}]2;").dropFirst().map { $0.prefix { $0 != "\u{7}" } }
        #expect(titles.count == 1, "what was found in the beginning, and nothing since: \(titles)")
        #expect(titles.first?.hasPrefix("signal-console demo: 2 peers") == true)
        #expect(load.mailbox.take().elements.count > 0)
    }

    /// Waking costs the relay a system call, and nothing is seen between two frames.
    @Test func theRelayWakesTheConsoleOnceAFrameAtTheMost() throws {
        let load = try Load(looks: 120, secondsALook: 0.004) { $0.post(.left(PeerID(99), .lost)) }
        try load.run()
        let (wakes, frames) = (load.wakes.value, Int(120 * 0.004 / 0.033))
        #expect(wakes > 2 && wakes <= frames + 1)
    }
}

/// Entries that wait, all written down in the first second, and a clock on which a tenth of a second, or another time,
/// goes by whenever it is looked at; at the last look the console is ended.
private final class Load: Sendable {
    let pty: PseudoTerminal
    let mailbox: Mailbox<RelayEvent>
    /// How often the mailbox was no longer empty.
    let wakes: Counter
    let signals: Int32
    private let end: Int32
    private let looks = Atomic(0)
    private let count = Atomic(0)
    private let sent = Mutex("")

    private let lastLook: Int
    private let secondsALook: Double
    /// What happens when somebody looks at the clock.
    private let onLook: @Sendable (Load) -> Void

    init(
        looks: Int = 500, secondsALook: Double = 0.1, onLook: @escaping @Sendable (Load) -> Void = { _ in }
    ) throws {
        (lastLook, self.secondsALook, self.onLook) = (looks, secondsALook, onLook)
        let wakes = Counter()
        self.wakes = wakes
        mailbox = Mailbox { wakes.increment() }
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

    /// What the terminal was sent.
    var text: String {
        readTerminal()
        return sent.withLock { $0 }
    }

    func post(_ content: Entry.Content) {
        let number = count.add(1, ordering: .relaxed).newValue
        mailbox.post(.entry(Entry(number: number, time: .seconds(0.5), content: content)), bytes: 1)
    }

    @Sendable func now() -> Instant {
        readTerminal()
        let look = looks.add(1, ordering: .relaxed).newValue
        if look == lastLook { _ = write(end, [UInt8(SIGTERM)], 1) }
        onLook(self)
        return .seconds(0.5 + Double(look) * secondsALook)
    }

    /// Runs the console until its end.
    func run() throws {
        let terminal = try Terminal.open(
            type: "xterm-256color", isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
        let model = Model(
            Session(Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "127.0.0.1")),
            size: Size(columns: 40, rows: 5))
        let loop = ConsoleLoop(signals: signals, mailbox: mailbox, now: now, perform: { _ in }, takeCensus: {})
        loop.run(terminal, model)
    }

    private func readTerminal() {
        let text = String(decoding: pty.readAvailable(), as: UTF8.self)
        sent.withLock { $0 += text }
    }
}

/// Counts, whoever does.
private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.add(1, ordering: .relaxed) }
}
