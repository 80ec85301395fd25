/// The properties of a description that other descriptions are compared with, a fraction of its text.
public final class SDPSummary: Hashable, Sendable {
    /// The originator and the version of the description.
    public let origin: Origin?
    /// A digest that is equal for texts that differ only in candidates, which may be added at any time (RFC 8840 §4).
    public let digest: UInt64
    /// The other properties, which descriptions that differ in their origin only share.
    let body: Body

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
    public var size: Int { 256 + sections.count * Self.sectionSize }

    /// The memory of a section that a browser writes, in bytes, rounded up.
    private static let sectionSize = 1024

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
    public var repeatedMid: String? { body.repeatedMid }

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
    public var candidates: CandidateTally { body.candidates }

    /// The distinct user names of the open sections, at most ``ufragLimit``.
    public var ufrags: [String] { body.ufrags }

    /// The largest number of user names that are kept.
    ///
    /// A section has one at most, and clients with many sections share one.
    public static let ufragLimit = 32

    /// Whether no more candidates follow.
    ///
    /// In a bundle, any of its sections can state that.
    public var endsCandidates: Bool { body.endsCandidates }

    /// The distinct certificate fingerprints of all sections.
    public var fingerprints: [String] { body.fingerprints }
}
