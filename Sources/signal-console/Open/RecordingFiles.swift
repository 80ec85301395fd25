import Console
import EventLog
import Events
import Recordings
import Sessions
import Terminal

/// The files of `signal-console open`, joined by their clocks.
///
/// ```
/// calls.ndjson ─► EventLogReader ─┐
///                                 ├─► RecordingMerge ─► events in order of time
/// alice.har ────► importer ───────┘
/// ```
/// Owned by the thread that reads it.
final class RecordingFiles {
    private let inputs: [RecordingInput]
    /// The event logs, from which payloads are read again.
    private let store = RecordingStore()
    private var merge: RecordingMerge
    /// Whether more is read when the files grow.
    private let isFollowing: Bool
    /// Whether all files were read to their present ends.
    private(set) var isAtEnd = false
    /// The error that ended the reading of a file.
    private(set) var failure: OpenError?

    /// Opens the files.
    ///
    /// - Parameters:
    ///   - paths: The paths, at least one.
    ///   - offsets: The seconds to add to the clock of each; those that are missing are found from messages that two
    ///     files have, or else 0.
    ///   - isFollowing: Whether more is read when the files grow.
    /// - Throws: ``OpenError`` if nothing of a file can be read.
    init(_ paths: [String], offsets: [Double], isFollowing: Bool) throws(OpenError) {
        var inputs: [RecordingInput] = []
        for path in paths { inputs.append(try RecordingInput(path, store)) }
        (self.inputs, self.isFollowing) = (inputs, isFollowing)
        var starts = inputs.map(\.header.created)
        var first: [[RecordedEvent]] = []
        if inputs.count > 1 {
            for (index, input) in inputs.enumerated() {
                first.append(try Self.beginning(of: input))
                let offset =
                    index < offsets.count
                    ? Int64((offsets[index] * 1000).rounded())
                    : index == 0 ? 0 : -Self.lead(of: first[index], starts[index], over: first[0], starts[0])
                starts[index] = starts[index] &+ offset
            }
        }
        start = starts.min() ?? 0
        merge = RecordingMerge(starts: starts)
        for (index, events) in first.enumerated() { merge.append(events, to: index) }
    }

    /// The number of events of a file that are compared with those of the first.
    private static let beginning = 20_000

    private static func beginning(of input: RecordingInput) throws(OpenError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        while events.count < beginning, let more = try input.read() { events += more }
        return events
    }

    /// The milliseconds by which the clock of `events` is ahead of that of `reference`, as far as equal messages tell.
    private static func lead(
        of events: [RecordedEvent], _ start: Int64, over reference: [RecordedEvent], _ referenceStart: Int64
    ) -> Int64 {
        func offset(_ events: [RecordedEvent], _ start: Int64) -> ClockOffset {
            var offset = ClockOffset()
            for event in events {
                guard case .event(let relayed) = event.content else { continue }
                offset.add(relayed, at: start &* 1_000_000 &+ event.time.nanoseconds)
            }
            return offset
        }
        return (offset(reference, referenceStart).offset(to: offset(events, start)) ?? 0) / 1_000_000
    }

    /// The addresses at which the relay was reached, as far as the recordings tell.
    var endpoint: Endpoint {
        let headers = inputs.map(\.header)
        let first = headers[0]
        return Endpoint(
            socket: first.listening, page: first.page, addresses: first.addresses, pages: first.pages,
            fingerprint: first.fingerprint, upstream: headers.lazy.compactMap(\.upstream).first)
    }

    /// Whether the glare guard was on in all rooms from the start.
    var guardsGlare: Bool { inputs[0].header.guardsGlare }

    /// Whether messages have their payloads; not if none of the files has them.
    var hasPayloads: Bool { inputs.contains { $0.header.hasPayloads } }

    /// The wall clock at the start of the first recording, in milliseconds since 1970-01-01 UTC, with its correction.
    let start: Int64

    /// The number of entries that are kept: those of the largest recording that is to be shown whole.
    private static let entryLimit = 2_000_000

    /// Creates a journal for the entries of the files, whose payloads are read again when they are shown.
    ///
    /// Entries of files that cannot be read again, such as compressed ones, are kept with their payloads.
    func makeJournal() -> Journal {
        var limits = Journal.Limits()
        (limits.entries, limits.archivedBytes) = (Self.entryLimit, 4 << 30)
        return Journal(limits: limits, store: store)
    }

    /// Creates a journal for entries that differ from those in the files.
    static func makeOwnJournal() -> Journal {
        var limits = Journal.Limits()
        (limits.entries, limits.bytes) = (Self.entryLimit, 4 << 30)
        return Journal(limits: limits)
    }

    /// The state of the files, for the header of the console.
    var state: OpenRecording {
        let names = inputs.map { String($0.path.split(separator: "/").last ?? "") }
        let isComplete = isAtEnd || failure != nil
        return OpenRecording(
            files: names,
            percent: isComplete ? 100 : min(99, inputs.map(\.percent).min() ?? 0), isFollowing: isFollowing,
            faults: inputs.reduce(failure == nil ? 0 : 1) { $0 + $1.faultCount },
            firstFault: failure.map { "\($0)" } ?? inputs.lazy.compactMap(\.firstFault).first)
    }

    /// Reports the files whose messages have no payloads.
    func reportMissingPayloads() {
        for input in inputs where !input.header.hasPayloads {
            StandardError.report(
                "\(input.path) has no payloads, so messages are empty: record with --record, or --log-payloads")
        }
    }

    /// Returns the next events, at most `count`, and whether there are more now.
    func read(_ count: Int) -> (events: [RecordedEvent], hasMore: Bool) {
        var events: [RecordedEvent] = []
        while events.count < count {
            if let event = merge.next() {
                events.append(event)
            } else if let index = merge.starved, failure == nil {
                readMore(of: index)
            } else if !readGrowth() {
                return (events, false)
            }
        }
        return (events, true)
    }

    private func readMore(of index: Int) {
        do throws(OpenError) {
            guard let more = try inputs[index].read() else { return merge.complete(index) }
            merge.append(more, to: index)
        } catch {
            failure = error
            merge.complete(index)
        }
    }

    /// Reads what was added to the files, if they are followed; returns whether something was.
    private func readGrowth() -> Bool {
        isAtEnd = true
        guard isFollowing, failure == nil else { return false }
        var hasGrown = false
        for (index, input) in inputs.enumerated() {
            do throws(OpenError) {
                var more = try input.read()
                if more == nil, input.reopenIfReplaced() { more = try input.read() }
                guard let more, !more.isEmpty else { continue }
                merge.append(more, to: index)
                hasGrown = true
            } catch {
                failure = error
            }
        }
        return hasGrown
    }
}
