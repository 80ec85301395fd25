import Dispatch
import EventLog
import Glibc
import Messages
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Events
@testable import Recorder

/// A recorder on a stalled disk: a named pipe whose reader starts late.
@Suite struct RecorderTests {
    /// The number of entries, more than the pipe and the mailbox have room for.
    private static let count = 100_000

    private let path: String
    private let pipe: Int32

    init() throws {
        path = "\(P_tmpdir)/recorder-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).fifo"
        try #require(mkfifo(path, 0o600) == 0)
        pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(pipe >= 0)
    }

    private static func entry(_ number: Int) -> RelayEvent {
        let delivery = Delivery(
            message: .text(#"{"candidate":null,"n":\#(number)}"#), sender: .peer(PeerID(1)), room: "demo",
            recipients: [PeerID(2)])
        return .entry(
            Entry(number: number, time: Instant(nanoseconds: Int64(number) * 1000), content: .message(delivery)))
    }

    /// Whether a writer to the pipe would block.
    private var isFull: Bool {
        let writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(writer) }
        var polled = pollfd(fd: writer, events: Int16(POLLOUT), revents: 0)
        return poll(&polled, 1, 0) == 0
    }

    /// All that is written until the recorder closes the pipe.
    private func readToEnd() -> [UInt8] {
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            var polled = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 20_000) == 1 else { return all }
            let count = read(pipe, &piece, piece.count)
            guard count > 0 else { return all }
            all += piece.prefix(count)
        }
    }

    @Test func aStalledDiskCostsTheOldestEventsAndNeverHoldsUpTheRelay() throws {
        defer {
            close(pipe)
            unlink(path)
        }
        let snapshots = NIOLockedValueBox(0)
        let recorder = try Recorder(Recorder.Options(path: path))
        recorder.start(
            Recorder.Relay(
                header: EventLogHeader(created: 0, source: "relay"), now: { .seconds(1) }, report: { _ in },
                requestSnapshot: { snapshots.withLockedValue { $0 += 1 } }))
        // Posting does not wait for the disk: it returns although nothing is read.
        for number in 1...Self.count { recorder.post(Self.entry(number), bytes: 100) }
        #expect(waitUntil(within: .seconds(20)) { isFull })
        // On a thread of its own: those of the test may all be in use.
        let failure = NIOLockedValueBox<RecordingError?>(.inUse(path))
        DispatchQueue(label: "recorder").async {
            let end = recorder.stop()
            failure.withLockedValue { $0 = end }
        }
        let log = readToEnd()
        #expect(waitUntil(within: .seconds(20)) { failure.withLockedValue { $0 } == nil })
        var (reader, numbers, lost, hasEnd) = (EventLogReader(), [Int](), 0, false)
        try reader.read(log) { item, _ in
            switch item {
            case .event(.entry(let entry), _): numbers.append(entry.number)
            case .event: break
            case .lost(let count, _): lost += count
            case .end: hasEnd = true
            }
        }
        #expect(reader.faults == [] && !reader.isTruncated && hasEnd)
        #expect(lost > 0 && numbers.count + lost == Self.count)
        #expect(numbers == numbers.sorted() && numbers.last == Self.count)
        #expect(snapshots.withLockedValue { $0 } > 0)
    }
}
