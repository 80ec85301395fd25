import Console
import Events
import Recordings
import Redaction
import Sessions
import Terminal

/// The session that recordings lead to, read to their ends.
struct RecordedSession {
    /// The number of events that are read at a time.
    private static let batchSize = 4096

    let session: Session
    let wall: WallClock
    /// The first place that could not be read, and why; `nil` if all was read.
    let fault: String?

    /// Reads `paths`, and removes secrets if there is a `redactor`.
    init(_ paths: [String], offsets: [Double] = [], redactor: Redactor? = nil) throws(OpenError) {
        let recordings = try RecordingFiles(paths, offsets: offsets, isFollowing: false)
        recordings.reportMissingPayloads()
        var redactor = redactor
        var endpoint = recordings.endpoint
        if var present = redactor {
            endpoint = endpoint.redacted(by: &present)
            redactor = present
        }
        // Redacted entries are not those in the files.
        let journal = redactor == nil ? recordings.makeJournal() : RecordingFiles.makeOwnJournal()
        var session = Session(
            endpoint, journal: journal, guardsGlare: recordings.guardsGlare, hasPayloads: recordings.hasPayloads)
        var hasMore = true
        while hasMore {
            let batch = recordings.read(Self.batchSize)
            hasMore = batch.hasMore
            for recorded in batch.events { _ = session.fold(redactor?.redact(recorded) ?? recorded) }
        }
        self.session = session
        wall = WallClock(start: recordings.start, offset: RelayClock.offset(at: recordings.start))
        fault = recordings.state.faultText
    }
}

extension Redactor {
    /// Returns `recorded` without secrets.
    fileprivate mutating func redact(_ recorded: RecordedEvent) -> RecordedEvent {
        guard case .event(let event) = recorded.content else { return recorded }
        return RecordedEvent(.event(redact(event)), at: recorded.time)
    }
}
