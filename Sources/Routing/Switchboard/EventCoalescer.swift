import Events

/// Lets one of many like it through at once and counts the rest, which are told together: for what a stranger can cause as
/// often as they like.
///
/// ```
/// note ─► true      told now          note ─► false ─► … ─► take    told a second later: how many, and the last
/// ```
struct EventCoalescer<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// The last of those that were counted, and how many they were.
    struct Told: Sendable {
        let value: Value
        let count: Int
    }

    private struct Kept {
        /// When the next may be told.
        var next: Instant
        var count = 0
        var last: Value
    }

    /// The time between two of one key that are told, in nanoseconds.
    private let period: Int64
    private var kept: [Key: Kept] = [:]
    /// When there is something to tell; `nil` if nothing was counted.
    private(set) var due: Instant?

    /// How many keys are told apart.
    var count: Int { kept.count }

    init(period: Int64) { self.period = period }

    func isKnown(_ key: Key) -> Bool { kept[key] != nil }

    /// Whether `value` is to be told now; otherwise it is counted.
    mutating func note(_ value: Value, as key: Key, at time: Instant) -> Bool {
        guard var known = kept[key], known.count > 0 || known.next > time else {
            kept[key] = Kept(next: time.advanced(by: period), last: value)
            return true
        }
        known.count += 1
        known.last = value
        kept[key] = known
        due = min(due ?? known.next, known.next)
        return false
    }

    /// What was counted and is due by `time`.
    mutating func take(at time: Instant) -> [Told] {
        guard let due, due <= time else { return [] }
        var told: [Told] = []
        for (key, known) in kept where known.next <= time {
            kept[key] = nil
            guard known.count > 0 else { continue }
            told.append(Told(value: known.last, count: known.count))
            kept[key] = Kept(next: time.advanced(by: period), last: known.last)
        }
        self.due = kept.values.lazy.filter { $0.count > 0 }.map(\.next).min()
        return told
    }

    /// Forgets what is not counted any more by `time`.
    mutating func forget(at time: Instant) {
        kept = kept.filter { $0.value.count > 0 || $0.value.next > time }
    }
}
