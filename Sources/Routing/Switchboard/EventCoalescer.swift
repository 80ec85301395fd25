import Events

/// Reports the first of identical events at once, then one summary a second, so that a client cannot flood the journal.
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

/// Coalesces refusals: one entry a second for each network and reason.
struct RefusalTally: Sendable {
    /// The limit of networks and reasons that are told apart; beyond it, all networks count as one.
    static let limit = 1024

    private struct Key: Hashable {
        /// The network; `nil` if the address is no IP address, or if the limit is reached.
        let network: Ban.Subject?
        let kind: Refusal.Kind
    }

    private var coalescer = EventCoalescer<Key, (request: ConnectionRequest, refusal: Refusal)>(
        period: Switchboard.repetitionTime)

    /// The time of the next summary; `nil` if no refusal was counted.
    var due: Instant? { coalescer.due }

    /// Returns whether `refusal` is to be reported now; otherwise it is counted.
    mutating func shouldReport(_ refusal: Refusal, of request: ConnectionRequest, at time: Instant) -> Bool {
        var key = Key(network: Ban.Subject(address: request.address), kind: refusal.kind)
        if !coalescer.isKnown(key), coalescer.keyCount >= Self.limit {
            coalescer.removeExpired(at: time)
            if coalescer.keyCount >= Self.limit { key = Key(network: nil, kind: refusal.kind) }
        }
        return coalescer.shouldReport((request, refusal), as: key, at: time)
    }

    /// Returns the summaries that are due at `time`, each as the last request with the number of refusals.
    mutating func summaries(at time: Instant) -> [(ConnectionRequest, Refusal)] {
        coalescer.summaries(at: time).map { ($0.last.request, .repeated(count: $0.count, last: $0.last.refusal)) }
            .sorted { $0.0.address < $1.0.address }
    }
}
