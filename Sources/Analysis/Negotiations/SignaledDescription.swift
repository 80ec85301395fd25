public import Events
public import SDP

/// A session description that a peer sent: made once, and shared by all negotiations that it belongs to.
public final class SignaledDescription: Sendable {
    /// The number of its entry.
    public let entry: Int
    /// The time of its entry.
    public let time: Instant
    /// The peer that sent it.
    public let author: PeerID
    /// The summary of its SDP; `nil` if the text is not a session description.
    public let terms: SDPSummary?

    init(entry: Int, time: Instant, author: PeerID, terms: SDPSummary?) {
        self.entry = entry
        self.time = time
        self.author = author
        self.terms = terms
    }
}
