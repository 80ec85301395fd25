import Events

/// Joins several recordings into one, in order of their wall clocks.
///
/// ```
/// a: 10.0 ── 10.4 ── 11.2 ─►┐
///                           ├─► 10.0 a ── 10.3 b ── 10.4 a ── 11.2 a
/// b:    10.3 ── 12.0 ──────►┘
/// ```
/// Events are taken from the recordings one at a time, so that none has to be in memory as a whole. A single recording
/// passes unchanged.
public struct RecordingMerge {
    /// A recording that is joined with others.
    private struct Source {
        /// The events that were read and not yet returned, in order.
        var events: [RecordedEvent] = []
        /// The index of the first of them.
        var next = 0
        /// The nanoseconds to add to its times.
        let shift: Int64
        /// Whether all its events were read.
        var isComplete = false

        var first: RecordedEvent? { next < events.count ? events[next] : nil }
    }

    /// The longest time between the starts of two recordings, in nanoseconds: 100 years; a clock is wrong beyond it.
    private static let longestShift: Int64 = 100 * 366 * 86_400 * 1_000_000_000

    private var sources: [Source]
    private var renumbering: Renumbering?
    /// The time of the last event that was returned, which times never go behind.
    private var last = Instant.start
    /// Whether a recording has ended, and the end of all was not yet returned.
    private var isEndDue = false

    /// Creates a merge of recordings.
    ///
    /// - Parameter starts: The wall clock at the start of each, in milliseconds since 1970-01-01 UTC, with its correction.
    public init(starts: [Int64]) {
        let first = starts.min() ?? 0
        sources = starts.map { start in
            let (milliseconds, overflow) = start.subtractingReportingOverflow(first)
            let shift = milliseconds.multipliedReportingOverflow(by: 1_000_000)
            let isPlausible = !overflow && !shift.overflow && shift.partialValue <= Self.longestShift
            return Source(shift: isPlausible ? shift.partialValue : 0)
        }
        renumbering = starts.count > 1 ? Renumbering(count: starts.count) : nil
    }

    /// The recording whose events are needed next: one that is not complete and has none left; `nil` if all have some.
    public var starved: Int? { sources.firstIndex { !$0.isComplete && $0.first == nil } }

    /// Whether all events of all recordings were returned.
    public var isComplete: Bool { !isEndDue && sources.allSatisfy { $0.isComplete && $0.first == nil } }

    /// Adds the next events of recording `index`.
    public mutating func append(_ events: [RecordedEvent], to index: Int) {
        sources[index].events.removeFirst(sources[index].next)
        sources[index].next = 0
        sources[index].events += events
    }

    /// Records that recording `index` has no further events; more may follow if it is written at the same time.
    public mutating func complete(_ index: Int, _ isComplete: Bool = true) { sources[index].isComplete = isComplete }

    /// Returns the next event of all; `nil` if none is known to be the next.
    public mutating func next() -> RecordedEvent? {
        while starved == nil {
            guard let (index, time) = earliest, let event = sources[index].first else {
                guard isEndDue else { return nil }
                isEndDue = false
                return RecordedEvent(.end, at: last)
            }
            sources[index].next += 1
            last = max(last, time)
            switch event.content {
            case .event(let relayed):
                guard let renumbered = renumbering?.renumber(relayed.shifted(by: sources[index].shift), of: index)
                else {
                    return event
                }
                return RecordedEvent(.event(renumbered), at: last, place: event.place)
            case .lost: return RecordedEvent(event.content, at: last)
            // The end of one recording is not that of all.
            case .end: isEndDue = true
            }
        }
        return nil
    }

    /// The recording with the earliest event, and the time of that.
    private var earliest: (index: Int, time: Instant)? {
        var earliest: (index: Int, time: Instant)?
        for (index, source) in sources.enumerated() {
            guard let time = source.first?.time.advanced(by: source.shift) else { continue }
            if earliest.map({ time < $0.time }) ?? true { earliest = (index, time) }
        }
        return earliest
    }
}
