/// What a description commits its side to: what two descriptions are compared by, in a fraction of the text.
public struct Terms: Hashable, Sendable {
    /// Who made it, and which of theirs it is.
    public let origin: Origin?
    /// One for each `m=` line, in order.
    public let sections: [Section]
    /// The mids that share one transport (RFC 9143).
    public let bundle: [String]
    /// The worst that is wrong with the text by the letter of RFC 8866; nil where nothing is.
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
        /// The candidates in the description itself.
        public let candidates: CandidateTally
        /// Whether no more will follow.
        public let endsCandidates: Bool
    }

    /// The terms of `description`.
    public init(_ description: SessionDescription) {
        origin = description.origin
        bundle = description.bundle
        sections = description.media.map(Section.init)
        let faults = SessionDescription.faults(in: description.text)
        fault = faults.first { !$0.isWarning } ?? faults.first
        digest = Self.digest(description.text)
    }

    /// The sections that are not rejected.
    public var openSections: [Section] { sections.filter { !$0.isRejected } }

    /// The candidates in the description itself, of all its sections.
    public var candidates: CandidateTally { sections.reduce(CandidateTally()) { $0 + $1.candidates } }

    /// Whether any section that is not rejected has `ufrag`.
    func has(ufrag: String) -> Bool { openSections.contains { $0.ufrag == ufrag } }

    /// FNV-1a over the lines that do not move; nobody is harmed by a collision but one who makes it.
    private static func digest(_ text: String) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for line in SDPDifference.settled(text) {
            for byte in line.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
            digest = (digest ^ 0x0A) &* 0x100_0000_01b3
        }
        return digest
    }
}

extension Terms.Section {
    init(_ media: MediaDescription) {
        kind = media.kind
        transport = media.transport
        mid = media.mid
        isRejected = media.isRejected
        direction = media.direction
        setup = media.setup
        ufrag = media.iceUfrag
        password = media.icePassword
        fingerprints = media.fingerprints.map { "\($0.hash) \($0.bytes)".uppercased() }
        var codecs: [String] = []
        for codec in media.codecs {
            let name = codec.name.uppercased()
            guard !Self.companions.contains(name) else { continue }
            let spelled = codec.clockRate.map { "\(name)/\($0)" } ?? name
            if !codecs.contains(spelled) { codecs.append(spelled) }
        }
        self.codecs = codecs
        var candidates = CandidateTally()
        for candidate in media.candidates { candidates.count(candidate) }
        self.candidates = candidates
        endsCandidates = media.endsCandidates
    }

    /// Formats that only carry, protect or accompany another, and no media of their own.
    private static let companions: Set<String> = [
        "RTX", "RED", "ULPFEC", "FLEXFEC", "FLEXFEC-03", "TELEPHONE-EVENT", "CN",
    ]

    /// Whether it is secured by DTLS (RFC 5764, RFC 8841).
    public var isDTLS: Bool { transport.contains("TLS") || transport.hasSuffix("SAVPF") }
}
