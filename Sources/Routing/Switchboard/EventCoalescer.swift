import Events

/// Reports the first of the events with the same key at once, then one summary a second, so that a client cannot flood the journal.
///
/// ```
/// shouldReport ─► true   report now        shouldReport ─► false ─► … ─► summaries   count and last event, a second later
/// ```
struct EventCoalescer<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// The number of events that were counted, and the last of them.
    struct Summary: Sendable {
        let last: Value
        let count: Int
    }

    private struct State {
        /// The earliest time of the next report.
        var next: Instant
        var count = 0
        var last: Value
    }

    /// The shortest time between two reports of one key, in nanoseconds.
    private let period: Int64
    private var states: [Key: State] = [:]
    /// The time of the next summary; `nil` if no event was counted.
    private(set) var due: Instant?

    /// The number of keys.
    var keyCount: Int { states.count }

    init(period: Int64) { self.period = period }

    /// Returns whether an event of `key` was reported or counted lately.
    func isKnown(_ key: Key) -> Bool { states[key] != nil }

    /// Returns whether `event` is to be reported now; otherwise it is counted.
    mutating func shouldReport(_ event: Value, as key: Key, at time: Instant) -> Bool {
        guard var state = states[key], state.count > 0 || state.next > time else {
            states[key] = State(next: time.advanced(by: period), last: event)
            return true
        }
        state.count += 1
        state.last = event
        states[key] = state
        due = min(due ?? state.next, state.next)
        return false
    }

    /// Returns the summaries that are due at `time`, and resets their counts.
    mutating func summaries(at time: Instant) -> [Summary] {
        guard let due, due <= time else { return [] }
        var summaries: [Summary] = []
        for (key, state) in states where state.next <= time {
            states[key] = nil
            guard state.count > 0 else { continue }
            summaries.append(Summary(last: state.last, count: state.count))
            states[key] = State(next: time.advanced(by: period), last: state.last)
        }
        self.due = states.values.lazy.filter { $0.count > 0 }.map(\.next).min()
        return summaries
    }

    /// Removes the keys without counted events whose period is over at `time`.
    mutating func removeExpired(at time: Instant) {
        states = states.filter { $0.value.count > 0 || $0.value.next > time }
    }
}
