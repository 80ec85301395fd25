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
