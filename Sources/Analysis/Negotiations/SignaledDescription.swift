public import Events
public import SDP

/// A session description as one peer said it: made once, and shared by all who heard it.
public final class SignaledDescription: Sendable {
    /// The entry it stands in.
    public let entry: Int
    /// When it passed the relay.
    public let time: Instant
    /// Who said it.
    public let author: PeerID
    /// What it commits its author to; `nil` if what was said as one is no session description.
    public let terms: SDPSummary?

    init(entry: Int, time: Instant, author: PeerID, terms: SDPSummary?) {
        self.entry = entry
        self.time = time
        self.author = author
        self.terms = terms
    }
}
