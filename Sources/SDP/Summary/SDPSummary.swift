/// What a description commits its side to: what two descriptions are compared by, in a fraction of the text.
public final class SDPSummary: Hashable, Sendable {
    /// Who made it, and which of theirs it is.
    public let origin: Origin?
    /// One for each `m=` line, in order.
    public let sections: [Section]
    /// The mids that share one transport (RFC 9143), for each transport that is shared.
    public let bundles: [[String]]
    /// Who begins the DTLS handshake, as the session says it, else the first section that does.
    public let setup: SetupRole?
    /// The worst that is wrong with the text by the letter of RFC 8866; `nil` if nothing is.
    public let fault: SDPError?
    /// The same for texts that differ in nothing but candidates, which may be added at any time (RFC 8840 §4).
    public let digest: UInt64

    /// What one `m=` line commits to.
    public struct Section: Hashable, Sendable {
        /// `audio`, `video`, `application` and others.
        public let kind: String
        /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
        public let transport: String
        /// Its name (RFC 5888 §4).
        public let mid: String?
        /// Whether it is refused, or stopped (RFC 3264 §6).
        public let isRejected: Bool
        /// Who sends.
        public let direction: Direction
        /// Who begins the DTLS handshake.
        public let setup: SetupRole?
        /// The user name of its ICE checks, its own or the session's.
        public let ufrag: String?
        /// The password of its ICE checks.
        public let password: String?
        /// The hashes of its certificate, each with what hashed it, in upper case.
        public let fingerprints: [String]
        /// The codecs that carry media, as `VP8/90000` in upper case, each once.
        public let codecs: [String]
        /// Whether a format is mapped to no codec, as those that RFC 3551 §6 numbers need not be.
        public let hasUnmappedFormats: Bool
        /// Whether it carries data channels (RFC 8841).
        public let isData: Bool
        /// Whether it is secured at all, by DTLS or by keys in the description (RFC 4568).
        public let isSecured: Bool
        /// Whether it is secured by DTLS (RFC 5764, RFC 8841).
        public let isDTLS: Bool
        /// The candidates in the description itself.
        public let candidates: CandidateTally
        /// Whether no more will follow.
        public let endsCandidates: Bool
        /// What is wrong with the credentials of its ICE checks; nothing if it speaks neither ICE nor DTLS.
        public let credentialFaults: [CredentialFault]
        /// In a few words: `audio opus,red`, `video recvonly VP8,H264`, `data`, `audio rejected`.
        public let summary: String
    }

    /// The terms of the description in `text`; `nil` if it does not begin with `v=0` (RFC 8866 §5.1).
    public convenience init?(_ text: String) {
        var none = MSectionCache(limit: 0)
        self.init(text, &none)
    }

    /// The same, where some of its sections may be `known`.
    public init?(_ text: String, _ known: inout MSectionCache) {
        guard text.utf8.starts(with: "v=0".utf8) else { return nil }
        let reader = TermsReader(text, &known)
        origin = reader.origin
        sections = reader.sections
        bundles = reader.bundles
        setup = reader.setup ?? sections.lazy.compactMap(\.setup).first
        // Most reject nothing, and a list of what there is already costs as much as to read a line.
        openSections = sections.contains(where: \.isRejected) ? sections.filter { !$0.isRejected } : sections
        transportSections = Self.transportSections(sections, bundles)
        ufrags = Self.ufrags(sections)
        fingerprints = Self.fingerprints(sections)
        digest = reader.digest.value
        let faults = reader.isFaultless ? [] : SDPValidator.faults(in: text)
        fault = faults.first { !$0.isWarning } ?? faults.first
    }

    /// The memory that the summary takes, in bytes: an upper estimate, as descriptions may share sections.
    public var size: Int { 256 + sections.count * (MemoryLayout<Section>.stride + Self.sectionTexts) }

    /// The memory of the texts of a section, in bytes: those that browsers write, rounded up.
    private static let sectionTexts = 512

    /// What is offered or accepted in a line: `audio opus,red · video recvonly VP8,H264 · data`.
    public var summary: String {
        guard !sections.isEmpty else { return "no media" }
        var shown = sections[0].summary
        for index in sections.indices.dropFirst().prefix(7) {
            shown += " · "
            shown += sections[index].summary
        }
        return sections.count > 8 ? shown + " · +\(sections.count - 8)" : shown
    }

    /// The sections that are not rejected.
    public let openSections: [Section]

    /// The first mid of an open section that another before it has; `nil` if there is none.
    public var repeatedMid: String? {
        let sections = openSections
        // As browsers write it: to look at a few costs less than to put them into a set.
        if sections.count <= 8 {
            return sections.indices.lazy.compactMap { index -> String? in
                guard let mid = sections[index].mid else { return nil }
                return sections[..<index].contains { $0.mid == mid } ? mid : nil
            }.first
        }
        var seen: Set<String> = []
        return sections.lazy.compactMap(\.mid).first { !seen.insert($0).inserted }
    }

    /// The mids of the first transport that is shared.
    public var bundle: [String] { bundles.first ?? [] }

    /// The indices of the sections that say how their transport is set up, in order.
    ///
    /// Those are the ones in no bundle, and of each bundle the first that is not rejected: what its others say of the
    /// transport does not count, and they need not say it (RFC 9143 §7.1.3).
    public let transportSections: [Int]

    private static func transportSections(_ sections: [Section], _ bundles: [[String]]) -> [Int] {
        // As browsers write it: all of them in one bundle, in order.
        if bundles.count == 1, !sections.isEmpty, sections.count == bundles[0].count,
            sections.indices.allSatisfy({ sections[$0].mid == bundles[0][$0] && !sections[$0].isRejected })
        {
            return [0]
        }
        var indices: [String: Int] = [:]
        for (index, section) in sections.enumerated() {
            if let mid = section.mid, !section.isRejected, indices[mid] == nil { indices[mid] = index }
        }
        let tagged = Set(bundles.compactMap { $0.lazy.compactMap { indices[$0] }.first })
        let bundled = Set(bundles.joined())
        return sections.indices.filter { index in
            let section = sections[index]
            guard !section.isRejected, let mid = section.mid, bundled.contains(mid) else { return !section.isRejected }
            return tagged.contains(index)
        }
    }

    public static func == (left: SDPSummary, right: SDPSummary) -> Bool {
        left === right
            || left.digest == right.digest && left.origin == right.origin && left.sections == right.sections
                && left.bundles == right.bundles && left.setup == right.setup && left.fault == right.fault
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
        hasher.combine(origin)
    }

    /// The candidates in the description itself, of all its sections.
    public var candidates: CandidateTally { sections.reduce(CandidateTally()) { $0 + $1.candidates } }

    /// The user names of the sections that are not rejected, each once; the first ``ufragLimit`` of them.
    public let ufrags: [String]

    /// How many user names count: each section has one of its own at the most, and clients with many share one.
    public static let ufragLimit = 32

    private static func ufrags(_ sections: [Section]) -> [String] {
        var names: [String] = []
        // By its index, as each would be copied otherwise, a dozen references.
        for index in sections.indices where !sections[index].isRejected && names.count < ufragLimit {
            if let ufrag = sections[index].ufrag, !names.contains(ufrag) { names.append(ufrag) }
        }
        return names
    }

    /// Whether no more candidates will follow; of sections that share a transport one says so for all.
    public var endsCandidates: Bool {
        let sections = openSections
        guard bundle.isEmpty else { return sections.contains(where: \.endsCandidates) }
        return !sections.isEmpty && sections.allSatisfy(\.endsCandidates)
    }

    /// The hashes of all certificates it names.
    public let fingerprints: [String]

    /// How many certificates count: clients have one, and name it in several hashes at the most.
    private static let fingerprintLimit = 16

    private static func fingerprints(_ sections: [Section]) -> [String] {
        var all: [String] = []
        for index in sections.indices {
            for fingerprint in sections[index].fingerprints
            where all.count < fingerprintLimit && !all.contains(fingerprint) {
                all.append(fingerprint)
            }
        }
        return all
    }
}
