import Signaling

/// Lets one of many like it through at once and the rest, counted, at most once a second: for what a stranger can cause
/// as often as they like.
struct Repetitions<Key: Hashable, Value> {
    /// Something that is to be told, and how many like it were counted and not told.
    struct Told {
        let value: Value
        let others: Int
    }

    private struct Kept {
        var due: Instant
        var latest: Value?
        var count = 0
    }

    /// How long nothing like it is told, in nanoseconds.
    private static var pause: Int64 { 1_000_000_000 }

    private var kept: [Key: Kept] = [:]

    /// Whether `value` is to be told at once, as nothing with that key was in the last second; counted else.
    mutating func note(_ value: Value, as key: Key, at now: Instant) -> Bool {
        if var known = kept[key], now < known.due {
            known.latest = value
            known.count += 1
            kept[key] = known
            return false
        }
        kept[key] = Kept(due: now.advanced(by: Self.pause))
        return true
    }

    /// When there is something to take; nil where nothing was.
    var due: Instant? { kept.values.map(\.due).min() }

    /// The latest of each key that was not told in its second, with the number of the others.
    mutating func take(at now: Instant) -> [Told] {
        var told: [Told] = []
        for (key, known) in kept where known.due <= now {
            kept[key] = nil
            guard let latest = known.latest else { continue }
            told.append(Told(value: latest, others: known.count - 1))
            kept[key] = Kept(due: now.advanced(by: Self.pause))
        }
        return told
    }
}
