import Events

/// What has to be looked at later, as it shows only because nothing comes.
///
/// Time goes by in whole seconds, so that a state is the same however often it was asked for on the way.
struct DeadlineQueue: Sendable {
    /// How much may be due at a time: what comes on top is not looked at again.
    static let limit = 65_536

    /// Something to look at.
    struct Item: Hashable, Sendable {
        /// In which negotiation; nil for an offer, which may be one in several.
        let id: NegotiationID?
        let check: Check
    }

    /// What may show.
    enum Check: Hashable, Sendable {
        /// That the offer in an entry is not answered.
        case unanswered(offer: Int, PeerID)
        /// How the crossing ends that the offer in an entry made.
        case glare(second: Int)
        /// That the ICE session which an entry began has no candidates.
        case gathering(generation: Int, PeerID)
        /// That it has some of a sort only.
        case kinds(generation: Int, PeerID)
        /// That what the message of an entry announces never came.
        case missing(entry: Int, PeerID)
        /// That peers in a room exchange messages without an offer.
        case noOffer(room: String)
        /// That a peer is still waiting for the one that left in an entry.
        case departed(entry: Int)
        /// That the candidate in an entry belongs to no session of its sender's.
        case stranger(ufrag: String, PeerID, entry: Int)
    }

    /// What is due in which second, each with how many were put down before it: it is looked at in that order, once.
    private var due: [Int64: [Item: Int]] = [:]
    private var added = 0
    private var count = 0
    /// The last second that is over.
    private var second: Int64 = 0

    /// Whether nothing is left to look at.
    var isEmpty: Bool { count == 0 }

    /// Puts `item` down for so many seconds after `time`.
    mutating func add(_ item: Item, _ seconds: Int, after time: Instant) {
        guard count < Self.limit else { return }
        let second = max(Self.second(seconds, after: time), self.second + 1)
        guard due[second]?[item] == nil else { return }
        due[second, default: [:]][item] = added
        added += 1
        count += 1
    }

    /// Takes back what was put down for so many seconds after `time`, as there is nothing to look at any more.
    ///
    /// It would show nothing anyway: but of what is said thousands of times a second, thousands would wait.
    mutating func remove(_ item: Item, _ seconds: Int, after time: Instant) {
        let second = Self.second(seconds, after: time)
        guard due[second]?.removeValue(forKey: item) != nil else { return }
        count -= 1
        if due[second]?.isEmpty == true { due[second] = nil }
    }

    /// Takes back all.
    mutating func removeAll() {
        due = [:]
        count = 0
    }

    /// Removes the items of the next second that is over by `now`; `nil` if none are due.
    mutating func next(until now: Instant) -> (items: [Item], time: Instant)? {
        let end = now.nanoseconds / 1_000_000_000
        while second < end, count > 0 {
            second += 1
            guard let items = due.removeValue(forKey: second) else { continue }
            count -= items.count
            let inOrder = items.sorted { $0.value < $1.value }.map(\.key)
            return (inOrder, Instant(nanoseconds: second * 1_000_000_000))
        }
        second = max(second, end)
        return nil
    }

    private static func second(_ seconds: Int, after time: Instant) -> Int64 {
        (time.nanoseconds + 999_999_999) / 1_000_000_000 + Int64(seconds)
    }
}
