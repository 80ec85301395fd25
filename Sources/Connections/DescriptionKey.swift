package import Events
import HashTreeCollections
package import Negotiations
package import Reports
package import SDP

/// The ICE user name and the certificate fingerprint of a description, which identify the connection that made it.
///
/// A page reports both for each description that it applies, so that its connections are found in the messages, and the
/// messages in its reports.
package struct DescriptionKey: Hashable, Sendable {
    /// The length of a user name or fingerprint, in bytes: 256 (RFC 8839 §5.4), and 600 for SHA-512 with room.
    private static let limit = 600

    package let ufrag: String
    package let fingerprint: String

    /// The key of a description that a peer sent; `nil` if it has no m-section with both.
    package init?(_ terms: SDPSummary?) {
        guard let section = terms?.sections.first(where: { $0.ufrag != nil && !$0.fingerprints.isEmpty }) else {
            return nil
        }
        self.init(section.ufrag, section.fingerprints.first)
    }

    /// The key of a description that a page applied.
    package init?(_ description: AppliedDescription?) { self.init(description?.ufrag, description?.fingerprint) }

    private init?(_ ufrag: String?, _ fingerprint: String?) {
        guard let ufrag, let fingerprint, ufrag.utf8.count <= Self.limit, fingerprint.utf8.count <= Self.limit else {
            return nil
        }
        let isUppercase = !fingerprint.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        (self.ufrag, self.fingerprint) = (ufrag, isUppercase ? fingerprint : fingerprint.uppercased())
    }
}

/// A hash of the text of a description, regardless of its line ends and of secrets, which reports do not have.
package enum DescriptionDigest {
    package static func digest(of text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var hasLines = false
        for line in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            if hasLines { combine(UInt8(ascii: "\n"), &hash) }
            hasLines = true
            for secret in ["a=ice-pwd:", "a=crypto:"] where line.starts(with: secret.utf8) {
                for byte in secret.utf8 { combine(byte, &hash) }
            }
            guard !line.starts(with: "a=ice-pwd:".utf8), !line.starts(with: "a=crypto:".utf8) else { continue }
            for byte in line { combine(byte, &hash) }
        }
        return hash
    }

    /// FNV-1a.
    private static func combine(_ byte: UInt8, _ hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
}

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
        /// Whether it is an offer.
        package let isOffer: Bool
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
        to recipient: PeerID, in id: NegotiationID, host: String?, isOffer: Bool
    ) {
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
