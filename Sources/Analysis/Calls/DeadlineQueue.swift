import Connections
import Events
import Findings
import Messages
import Negotiations

/// The checks that are due later, because what they look for shows only if nothing comes.
///
/// Time passes in whole seconds, so that the outcome does not depend on how often the queue is asked on the way.
struct DeadlineQueue: Sendable {
    /// The number of items that are due at a time; further ones are not added.
    static let limit = 65_536

    /// A check, and the negotiation that it is about.
    struct Item: Hashable, Sendable {
        /// `nil` for a check that is not about a single negotiation.
        let id: NegotiationID?
        let check: Check
    }

    /// A check, with what it needs to look the subject up when it is due.
    enum Check: Hashable, Sendable {
        /// Whether the offer in an entry is unanswered.
        case unanswered(offer: Int, PeerID)
        /// How the glare that the offer in an entry caused ended.
        case glare(second: Int)
        /// Whether the ICE generation that an entry began has no candidates.
        case gathering(generation: Int, PeerID)
        /// Whether the ICE generation that an entry began lacks a type of candidates.
        case candidateTypes(generation: Int, PeerID)
        /// Whether the content that the message in an entry announces never came.
        case missingContent(entry: Int, PeerID)
        /// Whether peers in a room exchange messages without an offer.
        case noOffer(room: String)
        /// Whether a peer is still waiting for the one that left in an entry.
        case departure(entry: Int)
        /// Whether the candidate in an entry still belongs to no ICE generation of its author.
        case unmatchedCandidate(ufrag: String, PeerID, entry: Int)
        /// Whether an upstream server has not sent on the message in an entry.
        case forwarding(entry: Int)
        /// Whether a recipient with a probe has not applied the answer or the candidate in an entry.
        case reception(entry: Int, PeerID, Kind, delivered: Instant)
    }

    /// The items that are due in each second, with the number of items that were added before each.
    private var due: [Int64: [Item: Int]] = [:]
    private var added = 0
    private var count = 0
    /// The last second that is over.
    private var second: Int64 = 0

    /// Whether no item is left.
    var isEmpty: Bool { count == 0 }

    /// Adds `item`, due `seconds` after `time`; an item that is due in the same second already is not added again.
    mutating func add(_ item: Item, _ seconds: Int, after time: Instant) {
        guard count < Self.limit else { return }
        let second = max(Self.second(seconds, after: time), self.second + 1)
        guard Self.insert(item, added, into: &due[second, default: [:]]) else { return }
        added += 1
        count += 1
    }

    /// Inserts `item` unless it is among `items`; returns whether it was not.
    private static func insert(_ item: Item, _ number: Int, into items: inout [Item: Int]) -> Bool {
        let count = items.count
        // One lookup, as each offer is added and most are removed with their answers.
        items[item, default: number] += 0
        return items.count > count
    }

    /// Removes `item`, which was added with the same `seconds` and `time`.
    ///
    /// The check would find nothing, but offers that are made and answered thousands of times a second would fill the
    /// queue.
    mutating func remove(_ item: Item, _ seconds: Int, after time: Instant) {
        let second = Self.second(seconds, after: time)
        guard let index = due.index(forKey: second), due.values[index].removeValue(forKey: item) != nil else { return }
        count -= 1
        if due.values[index].isEmpty { due.remove(at: index) }
    }

    /// Removes all items.
    mutating func removeAll() {
        due = [:]
        count = 0
    }

    /// Removes the items of the next second that is over by `now`, and returns them in the order in which they were
    /// added; `nil` if none are due.
    mutating func next(until now: Instant) -> (items: [Item], time: Instant)? {
        let end = now.nanoseconds / 1_000_000_000
        while second < end, count > 0 {
            second += 1
            // A long time without items is skipped.
            if due[second] == nil, end - second > Int64(due.count) {
                second = due.keys.min().map { min($0, end) } ?? end
            }
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
