package import Events
import HashTreeCollections
package import Negotiations

/// The descriptions that peers sent, by their keys.
package struct SignaledDescriptions: Sendable {
    /// The number of keys: 4096, those of two thousand calls; the oldest are forgotten.
    package static let limit = 4096
    /// The number of descriptions of one key.
    package static let entryLimit = 4

    /// A description in an entry, and the negotiations that it belongs to.
    package struct Signaled: Sendable {
        package let description: SignaledDescription
        /// The hash of its text; `nil` if it was not computed, as no page had a probe.
        package let digest: UInt64?
        /// The IP address of its author; `nil` if it is not known.
        package let host: String?
        /// The negotiations, by recipient.
        var negotiations: [PeerID: NegotiationID]
    }

    private var descriptions = TreeDictionary<DescriptionKey, [Signaled]>()
    /// The keys, the oldest first, and the number of those that were removed.
    private var order = TreeDictionary<Int, DescriptionKey>()
    private var oldest = 0

    /// The descriptions with that key, the oldest first.
    package subscript(key: DescriptionKey) -> [Signaled] { descriptions[key, default: []] }

    /// Records that `description` was sent to a peer.
    package mutating func record(
        _ description: SignaledDescription, _ key: DescriptionKey, digest: @autoclosure () -> UInt64?,
        to recipient: PeerID, in id: NegotiationID, host: String?
    ) {
        // One access, as the key is long.
        let isFirst = Self.record(description, in: &descriptions[key, default: []], recipient, id) {
            Signaled(
                description: description, digest: digest(), host: host, negotiations: [recipient: id])
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
