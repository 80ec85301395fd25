import Analysis
import ArgumentParser
import Configuration
import Console
import EventLog
import Events
import Exports
import Findings
import Glibc
import Recordings
import Sessions
import Terminal

/// Prints recordings as the log of a relay, for programs and terminals without a screen.
struct RecordingLog {
    /// The number of events between two writes.
    private static let batchSize = 1024

    private let recordings: RecordingFiles
    private let configuration: ProgramConfiguration
    private var session: Session
    private let clock: WallClock
    private var encoder: EventLogEncoder
    private var text = ""

    init(_ recordings: RecordingFiles, _ configuration: ProgramConfiguration) {
        (self.recordings, self.configuration) = (recordings, configuration)
        var limits = Journal.Limits()
        limits.entries = 1
        session = Session(
            recordings.endpoint, journal: Journal(limits: limits), guardsGlare: recordings.guardsGlare)
        clock = WallClock(start: recordings.start, offset: RelayClock.offset(at: recordings.start))
        encoder = EventLogEncoder(payloads: configuration.logsPayloads)
    }

    /// Prints all events, and reports what could not be read.
    ///
    /// - Throws: An exit code if standard output cannot be written to.
    mutating func run() throws {
        if configuration.log == .json {
            encoder.append(
                EventLogHeader(
                    recordings.endpoint, clock, program: Version.number, guardsGlare: recordings.guardsGlare,
                    hasPayloads: configuration.logsPayloads))
        }
        var hasMore = true
        while hasMore {
            let batch = recordings.read(Self.batchSize)
            hasMore = batch.hasMore
            for event in batch.events { print(event) }
            try flush()
        }
        recordings.state.faultText.map { StandardError.report($0) }
    }

    private mutating func print(_ recorded: RecordedEvent) {
        let change = session.fold(recorded)
        // Findings about the time before an entry precede it; those of other events do, too.
        let earlier = change.record.map { record in change.findings.prefix { $0.time < record.entry.time } }
        let before = earlier.map(Array.init) ?? change.findings
        print(before)
        if configuration.log == .json {
            append(recorded, change.record)
        } else if let record = change.record {
            text += EntryLines.text(record, session, clock: clock) + "\n"
        }
        print(Array(change.findings.dropFirst(before.count)))
    }

    private mutating func append(_ recorded: RecordedEvent, _ record: Journal.Record?) {
        switch recorded.content {
        case .event(let event):
            let derived = record.map { EntryLines.derived($0, session, clock: clock) } ?? []
            encoder.append(event, at: recorded.time, derived: derived)
        case .lost(let count): encoder.appendLoss(of: count, at: recorded.time)
        case .end: encoder.appendEnd(at: recorded.time)
        }
    }

    private mutating func print(_ changes: [FindingChange]) {
        for change in changes where !change.isEnding || change.finding.severity > .information {
            if configuration.log == .json {
                encoder.append(
                    derived: "finding", at: change.time, FindingLines.members(change, session, clock: clock))
            } else {
                text += FindingLines.text(change, session, clock: clock) + "\n"
            }
        }
    }

    private mutating func flush() throws {
        let lines = text + String(decoding: encoder.bytes, as: UTF8.self)
        text = ""
        encoder.removeAll()
        guard configuration.log != .off, !lines.isEmpty else { return }
        guard StandardOutput.write(lines) else { throw ExitCode(EX_IOERR) }
    }
}
