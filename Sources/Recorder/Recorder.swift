public import EventLog
public import Events
import Mailbox
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Writes the events of a relay to a file, on a thread of its own.
///
/// The relay loop only posts to a mailbox. If the disk is too slow, the oldest events are dropped there, and their number
/// is written as a loss. If the disk is full, writing is tried again each second.
///
/// ```
/// relay loop ── post ──► mailbox ── after 100 ms ──► encode ──► write
///      ▲                                                         │
///      └─────────── news: failed, resumed, rotated ◄─────────────┘
/// ```
public final class Recorder: Sendable {
    /// The time from the arrival of an event to its writing: 100 ms, so that a recording is never more than 250 ms behind.
    private static let delay = TimeAmount.milliseconds(100)

    /// The settings of a recording.
    public struct Options: Hashable, Sendable {
        /// The path of the file.
        public var path: String
        /// The size at which the file is rotated, in bytes; `nil` for no limit.
        public var limit: Int?

        public init(path: String, limit: Int? = nil) { (self.path, self.limit) = (path, limit) }
    }

    /// The functions of the relay that the writer uses.
    public struct Relay: Sendable {
        /// The header of the log.
        let header: EventLogHeader
        /// Returns the time of the relay's clock.
        let now: @Sendable () -> Instant
        /// Reports what happens to the recording; it must not block.
        let report: @Sendable (RecordingNews) -> Void
        /// Requests a snapshot, after a loss and for a new file.
        let requestSnapshot: @Sendable () -> Void

        public init(
            header: EventLogHeader, now: @escaping @Sendable () -> Instant,
            report: @escaping @Sendable (RecordingNews) -> Void, requestSnapshot: @escaping @Sendable () -> Void
        ) {
            (self.header, self.now, self.report, self.requestSnapshot) = (header, now, report, requestSnapshot)
        }
    }

    private let mailbox: BoundedMailbox<RelayEvent>
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    /// The writer, confined to the thread; `nil` before ``start(_:)``.
    private let writer = NIOLockedValueBox<NIOLoopBound<RecordingWriter>?>(nil)
    private let path: String
    private let limit: Int?

    /// Creates a recorder, which writes nothing before it is started, and leaves a file as it is until then.
    ///
    /// - Throws: ``RecordingError`` if the file cannot be created.
    public init(_ options: Options) throws(RecordingError) {
        (path, limit) = (options.path, options.limit)
        try RecordingFile(path: path, limit: limit).check()
        let (writer, loop) = (writer, group.next())
        mailbox = BoundedMailbox {
            guard let writer = writer.withLockedValue({ $0 }) else { return }
            loop.scheduleTask(in: Self.delay) { writer.value.drain() }
        }
    }

    /// Adds an event, whose size is counted as `bytes`; it never blocks.
    public func post(_ event: RelayEvent, bytes: Int) { mailbox.post(event, bytes: bytes) }

    /// Begins to write, and writes the events so far.
    public func start(_ relay: Relay) {
        let (loop, mailbox, writer) = (group.next(), mailbox, writer)
        let (path, limit) = (path, limit)
        loop.execute {
            let file = RecordingFile(path: path, limit: limit)
            let new = NIOLoopBound(RecordingWriter(file, relay, mailbox: mailbox, on: loop), eventLoop: loop)
            writer.withLockedValue { $0 = new }
            new.value.drain()
        }
    }

    /// Writes what is left and the end, and stops the thread.
    ///
    /// Blocks the calling thread until the disk has it, but not while the disk is full.
    ///
    /// - Returns: The reason why the last events were not written; `nil` if they were.
    public func stop() -> RecordingError? {
        guard let writer = writer.withLockedValue({ $0 }) else { return nil }
        let failure = try? group.next().submit { writer.value.end() }.wait()
        try? group.syncShutdownGracefully()
        return failure ?? nil
    }
}
