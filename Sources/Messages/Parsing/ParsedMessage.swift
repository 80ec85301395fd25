public import SDP

/// The content of a message, as far as its bytes tell.
///
/// Kind, addressing and a summary of the session description are parsed at once; the full ``description`` is parsed at
/// each access. A message is parsed once, when it is folded into a session, and the result is kept with its entry.
public final class ParsedMessage: Sendable {
    private let content: Content
    private let route: Route
    /// Whether its bytes are a text, were it one with a ciphertext in it.
    public let isText: Bool

    /// Reads `message`; what it does not understand is ``Kind/other``, and what nobody could is ``Kind/opaque``.
    public convenience init(_ message: Message) {
        var none = MSectionCache(limit: 0)
        self.init(message, &none)
    }

    /// The same, where a description may have sections that are `known`, and those that it has will be.
    public convenience init(_ message: Message, _ known: inout MSectionCache) {
        let (content, route, isText) = Classifier.read(message, &known)
        self.init(content, route, isText: isText)
    }

    private init(_ content: Content, _ route: Route, isText: Bool) {
        self.content = content
        self.route = route
        self.isText = isText
    }

    /// What the message is.
    public var kind: Kind { content.kind }

    /// One line; any text a peer chose, so made printable when it is drawn.
    public var summary: String { Self.beginning(of: content.summary) }

    /// The session description in the message, parsed at each access; `nil` if there is none.
    public var description: SessionDescription? { content.description }

    /// The text of the session description in the message; `nil` if there is none.
    public var descriptionText: String? { content.descriptionText }

    /// What the session description it carries commits to.
    public var terms: SDPSummary? { content.terms }

    /// The candidate it carries, the first of several.
    public var candidate: Candidate? { content.candidate }

    /// Whether the kind is told by the description's `a=setup` alone (RFC 8842 §5.2), as nothing else tells it.
    public var isInferred: Bool { content.isInferred }

    /// Whether the kind is a guess, by a word that other applications use for other things; it proves nothing.
    public var isGuess: Bool { content.isGuess }

    /// The offer, the answer or the candidate that the message announces, and that was not found in it.
    public var missingContent: MissingContent? { content.missing }

    /// Whom the message itself names as its sender: what it says, not what the relay knows.
    public var from: String? { route.from }

    /// Whom the message itself names as its addressee.
    public var to: String? { route.to }

    /// The room, topic or channel that the message itself names.
    public var room: String? { route.room }

    /// What tells this negotiation from others of the same two peers (PeerJS's `connectionId`); `nil` if nothing does.
    public var negotiationKey: String? { route.negotiationKey }

    /// The section that a candidate, or the end of candidates, belongs to, by name; `nil` if the message does not say.
    public var mid: String? { content.section.mid }

    /// The section that a candidate, or the end of candidates, belongs to, counted from 0 as the message says it, which
    /// may be any number; `nil` if it does not.
    public var mLineIndex: Int? { content.section.index }

    /// The ICE user name that a candidate, or the end of candidates, belongs to (W3C `RTCIceCandidateInit`, else the
    /// line's own); `nil` if neither says one.
    public var usernameFragment: String? { content.section.usernameFragment ?? candidate?.ufrag }

    /// How the description or the candidate is spelled, as `sdp{}`, `payload.sdp{}`, `candidate` or `raw`; nil for all
    /// other kinds.
    ///
    /// Two clients whose offers, answers or candidates differ in it cannot understand each other: it is the path of
    /// names from the outside in, with `{}` for the object that a browser makes, `[]` for an array, `""` for a string
    /// that is JSON again and `==` for base64.
    public var shape: String? {
        switch kind {
        case .offer, .answer, .pranswer, .candidate: content.shape.text
        default: nil
        }
    }

    /// Whether ``shape`` has a name that no known dialect has.
    public var hasUnknownShape: Bool { content.shape.isUnknown }

    /// The memory that the parsed message takes beside the message, in bytes: an upper estimate.
    public var size: Int { Self.overhead + content.size + route.size }

    /// The memory of a parsed message without its texts, in bytes; measured, rounded up.
    private static let overhead = 256

    /// How long a summary may be, in scalars: longer than any screen is wide for it.
    static let summaryLimit = 160

    /// The first scalars of `text`, counted by their first bytes: a view of scalars takes twenty times as long.
    private static func beginning(of text: String) -> String {
        guard text.utf8.count > summaryLimit else { return text }
        var scalars = 0
        var bytes = 0
        for byte in text.utf8 {
            if byte & 0xC0 != 0x80 { scalars += 1 }
            guard scalars <= summaryLimit else { break }
            bytes += 1
        }
        return String(Substring(text.utf8.prefix(bytes)))
    }
}

extension ParsedMessage: Hashable {
    public static func == (left: ParsedMessage, right: ParsedMessage) -> Bool {
        left === right
            || (left.content, left.route, left.isText) == (right.content, right.route, right.isText)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(content)
        hasher.combine(route)
    }
}
