/// A session description (RFC 8866) as WebRTC uses it (JSEP, RFC 9429).
///
/// Reading is lenient: a line that is not understood is passed over, and so is what no honest description has.
/// What an attribute means is worked out when it is asked for; ``check(_:)`` says what is wrong with a text.
///
/// ```
/// v=0 o=… s=… t=…  a=group:BUNDLE 0 1  a=fingerprint:…     the session: what holds for every section
/// m=audio 9 UDP/TLS/RTP/SAVPF 111      a=mid:0 a=…         a section, which inherits what it does not say itself
/// m=video 9 UDP/TLS/RTP/SAVPF 96       a=mid:1 a=…
/// ```
public struct SessionDescription: Hashable, Sendable {
    /// How many `m=` lines are read: several times those of the largest conferences.
    static let mediaLimit = 256

    /// The text it was read from.
    public let text: String
    /// One for each `m=` line, in order.
    public let media: [MediaDescription]
    private let session: SDPBlock

    /// The description in `text`; `nil` if it does not begin with `v=0` (RFC 8866 §5.1).
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

    /// Who made it (RFC 8866 §5.2); `nil` if there is no such line, or not one of six fields.
    public var origin: Origin? { session.field("o").flatMap(Origin.init) }

    /// The value of attribute `name` at session level, else that of the first media description that has one.
    public func attribute(_ name: String) -> String? {
        session[name] ?? media.lazy.compactMap { $0.own[name] }.first
    }

    /// Sections that belong together (RFC 5888 §5).
    public struct Group: Hashable, Sendable {
        /// `BUNDLE`, `LS` and others.
        public let semantics: String
        /// The sections by their ``MediaDescription/mid``.
        public let mids: [String]
    }

    /// The groups in order, those of one transport and others.
    public var groups: [Group] {
        session.values("group").compactMap { value in
            let words = value.words().map(String.init)
            return words.first.map { Group(semantics: $0, mids: Array(words.dropFirst())) }
        }
    }

    /// The mids that share one transport (RFC 9143); empty if there is no such group.
    public var bundle: [String] { groups.first { $0.semantics == "BUNDLE" }?.mids ?? [] }

    /// Whether its sender answers connectivity checks only (RFC 8839 §5.3).
    public var isICELite: Bool { session.has("ice-lite") }

    /// Whether its sender takes one- and two-byte header extensions in one stream (RFC 8285 §6).
    public var allowsMixedExtensions: Bool { session.has("extmap-allow-mixed") }

    /// The lines of the session that are not understood, as they stand.
    public var others: [String] { session.others.map(String.init) }
}
