public import SDP

/// The content of a message, as far as its bytes tell.
///
/// Kind, addressing and a summary of the session description are parsed at once; the full ``description`` is parsed at
/// each access. A message is parsed once, when it is folded into a session, and the result is kept with its entry.
public final class ParsedMessage: Sendable {
    private let content: Content
    private let route: Route
    /// Whether the payload is text, including base64 of a ciphertext.
    public let isText: Bool

    /// Parses `message`.
    ///
    /// The kind is ``Kind/other`` if it is not understood, and ``Kind/opaque`` if it is binary or encrypted.
    public convenience init(_ message: Message) {
        var none = SDPSummaryCache(limit: 0)
        self.init(message, &none)
    }

    /// Parses `message`, using and extending the cache `known` of descriptions.
    public convenience init(_ message: Message, _ known: inout SDPSummaryCache) {
        let (content, route, isText) = Classifier.read(message, &known)
        self.init(content, route, isText: isText)
    }

    private init(_ content: Content, _ route: Route, isText: Bool) {
        self.content = content
        self.route = route
        self.isText = isText
    }

    /// The kind of the message.
    public var kind: Kind { content.kind }

    /// A one-line summary.
    ///
    /// It contains text that a peer chose, so it must be made printable before it is shown.
    public var summary: String { Self.beginning(of: content.summary) }

    /// The session description in the message, parsed at each access; `nil` if there is none.
    public var description: SessionDescription? { content.description }

    /// The text of the session description in the message; `nil` if there is none.
    public var descriptionText: String? { content.descriptionText }

    /// The summary of the session description.
    public var descriptionSummary: SDPSummary? { content.terms }

    /// The candidate of the message, or the first of several.
    public var candidate: Candidate? { content.candidate }

    /// The candidates after the first, if the message has several.
    public var furtherCandidates: [CandidateInit] { content.further }

    /// Whether the kind is inferred from `a=setup` in the description (RFC 8842 §5.2), as nothing else tells it.
    public var isInferred: Bool { content.isInferred }

    /// Whether the kind is a guess from a word that other applications use with other meanings.
    ///
    /// A guess is no evidence.
    public var isGuess: Bool { content.isGuess }

    /// The offer, answer or candidate that the message announces but does not contain.
    public var missingContent: MissingContent? { content.missing }

    /// The sender that the message names, which need not be the peer that sent it.
    public var from: String? { route.from }

    /// The addressee that the message names.
    public var to: String? { route.to }

    /// The room, topic or channel that the message names.
    public var room: String? { route.room }

    /// The identifier of this negotiation among those of the same two peers (PeerJS's `connectionId`); `nil` if there
    /// is none.
    public var negotiationKey: String? { route.negotiationKey }

    /// The mid of the section that a candidate or the end of candidates belongs to; `nil` if the message does not name
    /// it.
    public var mid: String? { content.section.mid }

    /// The index of the section that a candidate or the end of candidates belongs to, as the message has it, which may
    /// be any integer; `nil` if it has none.
    public var mLineIndex: Int? { content.section.index }

    /// The ICE user name that a candidate or the end of candidates belongs to (W3C `RTCIceCandidateInit`, or else that
    /// of the candidate line); `nil` if there is none.
    public var usernameFragment: String? { content.section.usernameFragment ?? candidate?.ufrag }

    /// The path to the description or candidate: `sdp{}`, `payload.sdp{}`, `candidate` or `raw`; `nil` for other kinds.
    ///
    /// Clients whose paths differ do not understand each other. The path consists of names from the outside in, with
    /// `{}` for an object as browsers make it, `[]` for an array, `""` for a string that contains JSON, and `==` for
    /// base64.
    public var envelopeFormat: String? {
        switch kind {
        case .offer, .answer, .pranswer, .candidate: content.shape.text
        default: nil
        }
    }

    /// Whether ``envelopeFormat`` contains a name that no known dialect uses.
    public var hasUnknownFormat: Bool { content.shape.isUnknown }

    /// The memory that the parsed message takes beside the message, in bytes: an upper estimate.
    public var size: Int { Self.overhead + content.size + route.size }

    /// The memory of a parsed message without its texts, in bytes; measured, rounded up.
    private static let overhead = 256

    /// The longest summary in scalars, wider than any screen.
    static let summaryLimit = 160

    /// Returns the first scalars of `text`.
    ///
    /// Counting leading bytes is twenty times as fast as using the view of scalars.
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
