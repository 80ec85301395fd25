import EventLog
import Events
import Mailbox
import Messages
import NIOCore
import SDP

/// Encodes events and writes them to the file of a recording.
///
/// Confined to the thread of the ``Recorder``.
final class RecordingWriter {
    /// The time between two attempts to write after an error: 1 s.
    private static let retryInterval = TimeAmount.seconds(1)
    /// The number of events that are encoded and written at a time: 256, few system calls for many messages.
    private static let batchSize = 256

    private let file: RecordingFile
    private let relay: Recorder.Relay
    private let mailbox: BoundedMailbox<RelayEvent>
    private let loop: any EventLoop
    private var encoder = EventLogEncoder()
    /// The summaries of recent descriptions.
    private var known = SDPSummaryCache()
    /// The error of the last attempt; `nil` while writing succeeds.
    private var failure: RecordingError?
    private var isRetryScheduled = false
    /// The number of events that were lost since writing succeeded last.
    private var lost = 0
    /// Whether a file was opened before.
    private var hasStarted = false
    /// Whether the relay has ended, so that nothing can be reported to it.
    private var isEnding = false
    /// Whether the recording has ended; the file must not be opened again.
    private var hasEnded = false

    init(_ file: RecordingFile, _ relay: Recorder.Relay, mailbox: BoundedMailbox<RelayEvent>, on loop: any EventLoop) {
        (self.file, self.relay, self.mailbox, self.loop) = (file, relay, mailbox, loop)
    }

    /// Writes all events in the mailbox.
    func drain() {
        // Lines that could not be written stay in the encoder, and events in the mailbox, which drops its oldest.
        guard !isRetryScheduled, !hasEnded else { return }
        do throws(RecordingError) {
            try prepare()
            var hasMore = true
            // A batch is written even if more events are there already: they may keep coming.
            while hasMore {
                if encoder.bytes.isEmpty { hasMore = encode() }
                try write()
            }
            recover()
        } catch {
            fail(error)
        }
    }

    /// Writes what is left, and the end; returns the error if that fails.
    func end() -> RecordingError? {
        isRetryScheduled = false
        isEnding = true
        drain()
        hasEnded = true
        defer { file.close() }
        guard failure == nil else { return failure }
        encoder.appendEnd(at: relay.now())
        do throws(RecordingError) {
            try file.write(encoder.bytes)
            return nil
        } catch {
            return error
        }
    }

    /// Reports what happens to the recording, unless the relay has ended.
    private func report(_ news: RecordingNews) { if !isEnding { relay.report(news) } }

    /// Opens the file if it is not, or if it has vanished.
    private func prepare() throws(RecordingError) {
        if file.hasVanished {
            file.close()
            report(.reopened(path: file.path))
        }
        guard !file.isOpen else { return }
        try begin()
        if !hasStarted { report(.started(path: file.path)) }
        hasStarted = true
    }

    /// Opens a new file and writes the header.
    private func begin() throws(RecordingError) {
        try file.open()
        var header = EventLogEncoder()
        header.append(relay.header)
        do throws(RecordingError) {
            try file.write(header.bytes)
        } catch {
            // The next attempt begins with the header again.
            file.close()
            throw error
        }
        // The peers that are connected are in an earlier file.
        if hasStarted, !isEnding { relay.requestSnapshot() }
    }

    /// Encodes a batch of events; returns whether there are more.
    private func encode() -> Bool {
        let batch = mailbox.take(Self.batchSize)
        if batch.lost > 0 {
            lost += batch.lost
            encoder.appendLoss(of: batch.lost, at: relay.now())
            if !isEnding { relay.requestSnapshot() }
        }
        let now = relay.now()
        for event in batch.elements { encoder.append(event, at: now, derived: derived(event)) }
        return batch.hasMore
    }

    /// The kind and the summary of a message, for readers without this program.
    private func derived(_ event: RelayEvent) -> [(StaticString, LogValue)] {
        guard case .entry(let entry) = event, let delivery = entry.delivery else { return [] }
        let parsed = delivery.parsed(&known)
        return [("kind", .text(parsed.kind.rawValue)), ("summary", .text(parsed.summary))]
    }

    /// Writes the encoded lines, to a new file if the current one would be too large.
    private func write() throws(RecordingError) {
        guard !encoder.bytes.isEmpty else { return }
        if file.isFull(for: encoder.bytes.count) {
            try file.rotate()
            try begin()
            report(.rotated(path: file.path))
        }
        try file.write(encoder.bytes)
        encoder.removeAll()
    }

    private func fail(_ error: RecordingError) {
        if failure == nil { report(.failed(reason: error.description)) }
        failure = error
        guard !isRetryScheduled else { return }
        isRetryScheduled = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: Self.retryInterval) {
            guard bound.value.isRetryScheduled else { return }
            bound.value.isRetryScheduled = false
            bound.value.drain()
        }
    }

    private func recover() {
        if failure != nil { report(.resumed(path: file.path, lost: lost)) }
        (failure, lost) = (nil, 0)
    }
}
