/// The properties of a description that other descriptions are compared with, a fraction of its text.
public final class SDPSummary: Hashable, Sendable {
    /// The originator and the version of the description.
    public let origin: Origin?
    /// A digest that is equal for texts that differ only in candidates, which may be added at any time (RFC 8840 §4).
    public let digest: UInt64
    /// The other properties, which descriptions that differ in their origin only share.
    let body: Body

    /// The properties of a section.
    public struct Section: Hashable, Sendable {
        /// `audio`, `video`, `application` and others.
        public let kind: String
        /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
        public let transport: String
        /// The identification of the section (RFC 5888 §4).
        public let mid: String?
        /// Whether the section is rejected or stopped (RFC 3264 §6).
        public let isRejected: Bool
        /// The direction of media.
        public let direction: Direction
        /// The DTLS role.
        public let setup: SetupRole?
        /// The user name for ICE checks, that of the section or else of the session.
        public let ufrag: String?
        /// The password for ICE checks, that of the section or else of the session.
        public let password: String?
        /// The certificate fingerprints with their hash functions, in upper case.
        public let fingerprints: [String]
        /// The distinct codecs that carry media, such as `VP8/90000`, in upper case.
        public let codecs: [String]
        /// Whether a format is not mapped to a codec, as is allowed for those of RFC 3551 §6.
        public let hasUnmappedFormats: Bool
        /// Whether the section carries data channels (RFC 8841).
        public let isData: Bool
        /// Whether the section is encrypted, by DTLS or with keys in the description (RFC 4568).
        public let isSecured: Bool
        /// Whether the section uses DTLS (RFC 5764, RFC 8841).
        public let isDTLS: Bool
        /// The numbers of candidates in the section.
        public let candidates: CandidateTally
        /// Whether no more candidates follow.
        public let endsCandidates: Bool
        /// The faults of the ICE credentials; empty if the section uses neither ICE nor DTLS.
        public let credentialFaults: [CredentialFault]
        /// A short form for lists: `audio opus,red`, `video recvonly VP8,H264`, `data`, `audio rejected`.
        public let summary: String
    }

    /// Summarizes the description in `text`; `nil` if it does not begin with `v=0` (RFC 8866 §5.1).
    public convenience init?(_ text: String) {
        var none = MSectionCache(limit: 0)
        self.init(text, &none)
    }

    /// Summarizes the description in `text`, using the sections cached in `known`; `nil` if it does not begin with
    /// `v=0`.
    convenience init?(_ text: String, _ known: inout MSectionCache) {
        guard text.utf8.starts(with: "v=0".utf8) else { return nil }
        let parser = SDPSummaryParser(text, &known)
        self.init(parser.origin, parser.originDigest, Body(parser, text))
    }

    init(_ origin: Origin?, _ originDigest: Digest, _ body: Body) {
        var digest = originDigest
        digest.add(body.digest)
        (self.origin, self.digest, self.body) = (origin, digest.value, body)
    }

    /// The memory that the summary takes, in bytes: an upper estimate, as descriptions may share sections.
    public var size: Int { 256 + sections.count * (MemoryLayout<Section>.stride + Self.sectionTexts) }

    /// The memory of the texts of a section, in bytes: those that browsers write, rounded up.
    private static let sectionTexts = 512

    /// A one-line summary: `audio opus,red · video recvonly VP8,H264 · data`.
    public var summary: String { body.summary }

    /// The sections in order, one for each `m=` line.
    public var sections: [Section] { body.sections }

    /// The mids of each bundle, whose sections share one transport (RFC 9143).
    public var bundles: [[String]] { body.bundles }

    /// The DTLS role of the session, or else of the first section that has one.
    public var setup: SetupRole? { body.setup }

    /// The first error of the text according to RFC 8866, or else the first warning; `nil` if there is none.
    public var fault: SDPError? { body.fault }

    /// The sections that are not rejected.
    public var openSections: [Section] { body.openSections }

    /// The first mid that occurs twice in open sections; `nil` if there is none.
    public var repeatedMid: String? {
        let sections = openSections
        // For the few sections that most descriptions have, comparing is faster than hashing.
        if sections.count <= 8 {
            return sections.indices.lazy.compactMap { index -> String? in
                guard let mid = sections[index].mid else { return nil }
                return sections[..<index].contains { $0.mid == mid } ? mid : nil
            }.first
        }
        var seen: Set<String> = []
        return sections.lazy.compactMap(\.mid).first { !seen.insert($0).inserted }
    }

    /// The mids of the first bundle.
    public var bundle: [String] { bundles.first ?? [] }

    /// The indices of the sections that determine the setup of a transport, in order.
    ///
    /// These are the sections outside of bundles, and the first open section of each bundle. The others in a bundle
    /// need no transport attributes, and theirs are ignored (RFC 9143 §7.1.3).
    public var transportSections: [Int] { body.transportSections }

    public static func == (left: SDPSummary, right: SDPSummary) -> Bool {
        left === right
            || left.digest == right.digest && left.origin == right.origin
                && (left.body === right.body || left.body.isEqual(to: right.body))
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
        hasher.combine(origin)
    }

    /// Whether both were parsed from texts that certainly differ in nothing but their origins.
    public func differsOnlyInOrigin(from other: SDPSummary) -> Bool { body === other.body }

    /// The numbers of candidates in all sections.
    public var candidates: CandidateTally { sections.reduce(CandidateTally()) { $0 + $1.candidates } }

    /// The distinct user names of the open sections, at most ``ufragLimit``.
    public var ufrags: [String] { body.ufrags }

    /// The largest number of user names that are kept.
    ///
    /// A section has one at most, and clients with many sections share one.
    public static let ufragLimit = 32

    /// Whether no more candidates follow.
    ///
    /// In a bundle, any of its sections can state that.
    public var endsCandidates: Bool {
        let sections = openSections
        guard bundle.isEmpty else { return sections.contains(where: \.endsCandidates) }
        return !sections.isEmpty && sections.allSatisfy(\.endsCandidates)
    }

    /// The distinct certificate fingerprints of all sections.
    public var fingerprints: [String] { body.fingerprints }
}
