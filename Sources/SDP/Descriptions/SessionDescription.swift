/// A session description (RFC 8866) as WebRTC uses it (JSEP, RFC 9429).
///
/// Parsing is lenient: lines that are not understood are skipped, and so is whatever exceeds a limit. Attributes are
/// parsed on access; ``check(_:)`` is strict.
///
/// ```
/// v=0 o=… s=… t=…  a=group:BUNDLE 0 1  a=fingerprint:…     the session, whose attributes hold for all sections
/// m=audio 9 UDP/TLS/RTP/SAVPF 111      a=mid:0 a=…         a section, which inherits attributes that it lacks
/// m=video 9 UDP/TLS/RTP/SAVPF 96       a=mid:1 a=…
/// ```
public struct SessionDescription: Hashable, Sendable {
    /// The largest number of `m=` lines that are parsed, several times that of large conferences.
    static let mediaLimit = 256

    /// The text that was parsed.
    public let text: String
    /// The sections in order, one for each `m=` line.
    public let media: [MediaDescription]
    private let session: SDPBlock

    /// Parses `text`; `nil` if it does not begin with `v=0` (RFC 8866 §5.1).
    public init?(_ text: String) {
        guard text.utf8.starts(with: "v=0".utf8) else { return nil }
        self.text = text
        let levels = SDPBlock.levels(text, limit: Self.mediaLimit)
        let session = levels[0]
        self.session = session
        media = levels.dropFirst().enumerated().map { index, level in
            MediaDescription(index: index, own: level, session: session)
        }
    }

    /// The originator of the description (RFC 8866 §5.2); `nil` if the line is missing or malformed.
    public var origin: Origin? { session.field("o").flatMap(Origin.init) }

    /// Returns the value of the attribute `name` of the session, or else of the first section that has it.
    public func attribute(_ name: String) -> String? {
        session[name] ?? media.lazy.compactMap { $0.own[name] }.first
    }

    /// A group of sections (RFC 5888 §5).
    public struct Group: Hashable, Sendable {
        /// `BUNDLE`, `LS` and others.
        public let semantics: String
        /// The members by their ``MediaDescription/mid``.
        public let mids: [String]
    }

    /// All groups in order, bundles and others.
    public var groups: [Group] {
        session.values("group").compactMap { value in
            let words = value.words().map(String.init)
            return words.first.map { Group(semantics: $0, mids: Array(words.dropFirst())) }
        }
    }

    /// The mids of the first bundle, which share one transport (RFC 9143); empty if there is none.
    public var bundle: [String] { groups.first { $0.semantics == "BUNDLE" }?.mids ?? [] }

    /// Whether the sender is an ICE Lite agent, which only answers connectivity checks (RFC 8839 §5.3).
    public var isICELite: Bool { session.has("ice-lite") }

    /// Whether the sender accepts one-byte and two-byte header extensions in the same stream (RFC 8285 §6).
    public var allowsMixedExtensions: Bool { session.has("extmap-allow-mixed") }

    /// The lines of the session that are not understood.
    public var others: [String] { session.others.map(String.init) }
}
