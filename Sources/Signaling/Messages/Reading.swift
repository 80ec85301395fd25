/// What a message says, as far as it can be told from its bytes.
public struct Reading: Hashable, Sendable {
    /// What the message is.
    public let kind: Kind
    /// One line; any text a peer chose, so made printable when it is drawn.
    public let summary: String
    /// The session description it carries.
    public let description: SessionDescription?
    /// The candidate it carries, the first of several.
    public let candidate: Candidate?
    /// Whether its bytes are a text, were it one with a ciphertext in it.
    public let isText: Bool
    /// Whether the kind is told by the description's `a=setup` alone (RFC 8842 §5.2), as nothing else tells it.
    public let isInferred: Bool
    /// Whom the message itself names as its sender: what it says, not what the relay knows.
    public let from: String?
    /// Whom the message itself names as its addressee.
    public let to: String?
    /// The room, topic or channel that the message itself names.
    public let room: String?
    /// What tells this negotiation from others of the same two peers (PeerJS's `connectionId`); nil where nothing does.
    public let negotiationKey: String?

    /// Reads `message`; what it does not understand is ``Kind/other``, and what nobody could is ``Kind/opaque``.
    public init(_ message: Message) {
        self = Classifier.read(message)
    }

    /// How long a summary may be, in scalars: longer than any screen is wide for it.
    static let summaryLimit = 160

    init(_ content: Content, _ route: Route, isText: Bool = true) {
        kind = content.kind
        summary = Self.beginning(of: content.summary)
        description = content.description
        candidate = content.candidate
        self.isText = isText
        isInferred = content.isInferred
        from = route.from
        to = route.to
        room = route.room
        negotiationKey = route.negotiationKey
    }

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
