import DequeModule
package import Events
import HashTreeCollections
package import Negotiations

/// The descriptions that peers sent, by their keys.
///
/// They are indexed once a page has a probe: until then nothing is looked up, and most relays have none.
package struct SignaledDescriptions: Sendable {
    /// The number of keys: 4096, those of two thousand calls; the oldest are forgotten.
    package static let limit = 4096
    /// The number of descriptions of one key.
    package static let entryLimit = 4
    /// The number of descriptions that are kept before the index is begun: 1024, those of five hundred calls.
    package static let unindexedLimit = 1024

    /// A description in an entry, and the negotiations that it belongs to.
    package struct Signaled: Sendable {
        package let description: SignaledDescription
        /// The hash of its text; `nil` if it was not computed, as no page had a probe.
        package let digest: UInt64?
        /// The IP address of its author; `nil` if it is not known.
        package let host: String?
        /// Whether it is an offer.
        package let isOffer: Bool
        /// The negotiations, by recipient.
        var negotiations: [PeerID: NegotiationID]
    }

    /// A description before the index is begun.
    private struct Unindexed {
        let description: SignaledDescription
        let host: String?
        let isOffer: Bool
        let first: (recipient: PeerID, id: NegotiationID)
        var others: [(recipient: PeerID, id: NegotiationID)] = []
    }

    /// The latest descriptions, the oldest first; `nil` once the index is begun.
    private var unindexed: Deque<Unindexed>? = []
    private var descriptions = TreeDictionary<DescriptionKey, [Signaled]>()
    /// The keys, the oldest first, and the number of those that were removed.
    private var order = TreeDictionary<Int, DescriptionKey>()
    private var oldest = 0

    /// The descriptions with that key, the oldest first.
    package subscript(key: DescriptionKey) -> [Signaled] { descriptions[key, default: []] }

    /// Begins the index, as a page has a probe.
    package mutating func beginIndex() {
        guard let unindexed else { return }
        self.unindexed = nil
        for item in unindexed {
            for (recipient, id) in [item.first] + item.others {
                record(item.description, digest: nil, to: recipient, in: id, host: item.host, isOffer: item.isOffer)
            }
        }
    }

    /// Records that `description` was sent to a peer.
    package mutating func record(
        _ description: SignaledDescription, digest: @autoclosure () -> UInt64?, to recipient: PeerID,
        in id: NegotiationID, host: String?, isOffer: Bool
    ) {
        guard unindexed == nil else {
            if let last = unindexed?.indices.last, unindexed?[last].description.entry == description.entry {
                unindexed?[last].others.append((recipient, id))
                return
            }
            unindexed?.append(
                Unindexed(description: description, host: host, isOffer: isOffer, first: (recipient, id)))
            if let count = unindexed?.count, count > Self.unindexedLimit { unindexed?.removeFirst() }
            return
        }
        guard let key = DescriptionKey(description.terms) else { return }
        // One access, as the key is long.
        let isFirst = Self.record(description, in: &descriptions[key, default: []], recipient, id) {
            Signaled(
                description: description, digest: digest(), host: host, isOffer: isOffer,
                negotiations: [recipient: id])
        }
        guard isFirst else { return }
        order[oldest + order.count] = key
        if order.count > Self.limit, let first = order.removeValue(forKey: oldest) {
            oldest += 1
            descriptions[first] = nil
        }
    }

    /// Adds `description` to the `known` ones of its key, or the recipient if it is the last of them; returns whether it is the
    /// first one.
    private static func record(
        _ description: SignaledDescription, in known: inout [Signaled], _ recipient: PeerID, _ id: NegotiationID,
        _ signaled: () -> Signaled
    ) -> Bool {
        if let last = known.indices.last, known[last].description.entry == description.entry {
            known[last].negotiations[recipient] = id
            return false
        }
        known.append(signaled())
        if known.count > entryLimit { known.removeFirst() }
        return known.count == 1
    }
}
