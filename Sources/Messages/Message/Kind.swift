/// The kind of a message.
public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session description that offers a session (W3C webrtc-pc, `RTCSdpType`).
    case offer
    /// A session description that accepts an offer.
    case answer
    /// A provisional answer.
    case pranswer
    /// The withdrawal of an offer (RFC 9429 §4.1.10.2).
    case rollback
    /// One or more ICE candidates (RFC 8839 §5.1).
    case candidate
    /// The end of the sender's candidates (RFC 8838 §8.2).
    case endOfCandidates = "end-of-candidates"
    /// The end of a call.
    case bye
    /// A request to join a room, or the news that the sender has joined.
    case join
    /// The news that the sender leaves a room.
    case leave
    /// A list of peers, or a change of it.
    case roster
    /// A message that only keeps the connection alive.
    case keepalive
    /// An error message.
    case error
    /// Any other text.
    case other
    /// Binary data, or encrypted text.
    case opaque

    /// Whether the message is part of a negotiation.
    public var isNegotiation: Bool {
        switch self {
        case .offer, .answer, .pranswer, .rollback, .candidate, .endOfCandidates: true
        case .bye, .join, .leave, .roster, .keepalive, .error, .other, .opaque: false
        }
    }
}
