/// What a message says, as far as it can be told from its bytes.
public struct Reading: Hashable, Sendable {
    public let kind: Kind
    /// One line; any text a peer chose, so made printable when it is drawn.
    public let summary: String
    /// The session description it carries.
    public let description: SessionDescription?
    /// The candidate it carries.
    public let candidate: Candidate?

    /// Reads `message`; what it does not understand is ``Kind/other``, and what is not text is ``Kind/opaque``.
    public init(_ message: Message) {
        self = Classifier.read(message)
    }

    /// How long a summary may be, in scalars: longer than any screen is wide for it.
    static let summaryLimit = 160

    init(_ kind: Kind, _ summary: String, description: SessionDescription? = nil, candidate: Candidate? = nil) {
        self.kind = kind
        self.summary = String(String.UnicodeScalarView(summary.unicodeScalars.prefix(Self.summaryLimit)))
        self.description = description
        self.candidate = candidate
    }
}
