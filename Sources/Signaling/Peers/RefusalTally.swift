/// Keeps a flood of refusals from becoming a flood of entries: of one network and one reason, one entry a second.
///
/// The first is an entry at once. Those that follow are counted, and a second later one entry says how many there were,
/// and which was the last.
struct RefusalTally: Sendable {
    /// Networks and reasons that are told apart; beyond, all networks are one for each reason.
    static let limit = 1024
    /// The time between two entries, in nanoseconds.
    static let time: Int64 = 1_000_000_000

    private struct Key: Hashable {
        /// Nil for all that are no IP address, or too many.
        let network: Ban.Subject?
        let kind: Refusal.Kind
    }

    private struct Count {
        /// When the next entry may be.
        var next: Instant
        var more = 0
        var last: (arrival: Arrival, refusal: Refusal)
    }

    private var counts: [Key: Count] = [:]
    /// When there is something to tell; nil where nothing was counted.
    private(set) var due: Instant?

    /// Whether `refusal` is to be told now; otherwise it is counted.
    mutating func isToBeTold(_ refusal: Refusal, of arrival: Arrival, at time: Instant) -> Bool {
        var key = Key(network: Ban.Subject(address: arrival.address), kind: refusal.kind)
        if counts[key] == nil, counts.count >= Self.limit {
            counts = counts.filter { $0.value.more > 0 || $0.value.next > time }
            if counts.count >= Self.limit { key = Key(network: nil, kind: refusal.kind) }
        }
        guard var count = counts[key], count.more > 0 || count.next > time else {
            counts[key] = Count(next: time.advanced(by: Self.time), last: (arrival, refusal))
            return true
        }
        count.more += 1
        count.last = (arrival, refusal)
        counts[key] = count
        due = min(due ?? count.next, count.next)
        return false
    }

    /// What was counted until `time` and is due by then.
    mutating func take(at time: Instant) -> [(Arrival, Refusal)] {
        guard let due, due <= time else { return [] }
        var told: [(arrival: Arrival, refusal: Refusal)] = []
        self.due = nil
        for (key, count) in counts {
            if count.more > 0, count.next <= time {
                told.append((count.last.arrival, .more(count.more, count.last.refusal)))
                counts[key] = Count(next: time.advanced(by: Self.time), last: count.last)
            } else if count.more > 0 {
                self.due = min(self.due ?? count.next, count.next)
            } else if count.next <= time {
                counts[key] = nil
            }
        }
        return told.sorted { $0.arrival.address < $1.arrival.address }
    }
}
