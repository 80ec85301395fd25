import EventLog
import Events
import Glibc
import Messages
import TestSupport

/// Opens a long event log in the console, and measures its time and memory.
struct OpenedRecording {
    /// The number of entries.
    var entries = 1_000_000

    private static let pairs = 50
    /// The number of candidates after each description.
    private static let candidates = 19
    private static let descriptionBytes = 2500
    private static let (columns, rows) = (160, 45)
    /// The time that each step may take.
    private static let limit = Duration.seconds(300)

    /// Writes the event log to `path`.
    func write(to path: String) throws(LoadError) {
        guard let file = fopen(path, "we") else { throw .notWritten(path, reason: String(cString: strerror(errno))) }
        defer { fclose(file) }
        var encoder = EventLogEncoder()
        encoder.append(EventLogHeader(created: 1_764_547_200_000, source: "relay", listening: "ws://localhost:8080"))
        for number in 1...entries {
            let time = Instant(nanoseconds: Int64(number) * 500_000)
            encoder.append(.entry(Entry(number: number, time: time, content: Self.content(number - 1))), at: time)
            guard number % 1000 == 0 || number == entries else { continue }
            let bytes = encoder.bytes
            guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
                throw .notWritten(path, reason: String(cString: strerror(errno)))
            }
            encoder.removeAll()
        }
    }

    /// The pairs join, and then take turns: an offer or an answer, followed by the candidates of its sender.
    private static func content(_ index: Int) -> Entry.Content {
        guard index >= 2 * pairs else {
            return .joined(
                Peer(
                    id: PeerID(index + 1), name: nil, room: "r\(index / 2)", isAware: false,
                    address: "127.0.0.1:\(50_000 + index)"))
        }
        let (turn, step) = ((index - 2 * pairs) / (candidates + 1), (index - 2 * pairs) % (candidates + 1))
        let (pair, isOffer) = (turn % pairs, turn / pairs % 2 == 0)
        let author = 2 * pair + (isOffer ? 0 : 1)
        let payload = Payload(
            bytes: step == 0 ? descriptionBytes : Payload.minimumBytes, isOffer: isOffer, author: author)
        // A candidate has the user name of its author's description.
        let ufrag = String(0x10000 + author, radix: 16, uppercase: true).dropFirst()
        var bytes = Array(payload.text.replacing("4Pa2", with: ufrag).utf8)
        let digits = payload.numberOffset..<payload.numberOffset + Payload.digitCount
        bytes.replaceSubrange(digits, with: "\(10_000_000_000 + index)".utf8.suffix(Payload.digitCount))
        return .message(
            Delivery(
                message: Message(.text, bytes), sender: .peer(PeerID(author + 1)), room: "r\(pair)",
                recipients: [PeerID(isOffer ? author + 2 : author)]))
    }

    /// Opens the log at `path` with `program`, and filters it.
    func measure(_ program: String, _ path: String) throws -> [Figure] {
        let start = ContinuousClock.now
        let console: TerminalProcess
        do throws(SystemError) {
            console = try TerminalProcess(
                [program, "open", "--config", "/dev/null", path], columns: Self.columns, rows: Self.rows,
                environment: ["TERM": "xterm-256color"])
        } catch {
            throw LoadError.notStarted(server: program, reason: error.reason)
        }
        defer { console.signal(SIGKILL) }
        let isShown = waitUntil(within: Self.limit, every: .milliseconds(5)) { console.text.contains("candidate") }
        let first = ContinuousClock.now - start
        guard isShown, console.exit == nil else {
            throw LoadError.ended(server: program, output: String(console.text.suffix(500)))
        }
        let process = try ServerProcess(pid: console.process.id)
        let read = first + busyTime(of: process, console)
        let memory = process.residentBytes ?? 0
        console.type("/kind:offer\r")
        let filtered = busyTime(of: process, console)
        console.type("/\u{15}\"in no message\"\r")
        let searched = busyTime(of: process, console)
        return [
            Figure("first screen", first.milliseconds, .milliseconds),
            Figure("all entries", read.milliseconds, .milliseconds),
            Figure("resident memory", Double(memory) / 1024, .kibibytes),
            Figure("filter by kind", filtered.milliseconds, .milliseconds),
            Figure("search in payloads", searched.milliseconds, .milliseconds),
            Figure("resident memory then", Double(process.residentBytes ?? 0) / 1024, .kibibytes),
        ]
    }

    /// Waits until the console has nothing to do, and returns how long it had.
    ///
    /// It is busy while it uses more than half of a core.
    private func busyTime(of process: ServerProcess, _ console: TerminalProcess) -> Duration {
        let start = ContinuousClock.now
        var end = start
        var samples: [(time: ContinuousClock.Instant, work: UInt64)] = []
        _ = waitUntil(within: Self.limit, every: .milliseconds(5)) {
            _ = console.terminal.readAvailable()
            let now = ContinuousClock.now
            samples.append((now, process.work.all))
            samples.removeAll { now - $0.time > .milliseconds(80) }
            if let first = samples.first, process.work.all - first.work >= 40_000_000 { end = now }
            return now - max(start, end) > .seconds(1)
        }
        return end - start
    }
}

extension Duration {
    fileprivate var milliseconds: Double { self / .milliseconds(1) }
}
