/// What a message is.
public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session description that proposes (W3C webrtc-pc, `RTCSdpType`).
    case offer
    /// A session description that accepts.
    case answer
    /// A provisional answer.
    case pranswer
    /// Takes an offer back (RFC 9429 §4.1.10.2).
    case rollback
    /// One ICE candidate (RFC 8839 §5.1).
    case candidate
    /// Its sender has no more candidates (RFC 8838 §8.2).
    case endOfCandidates = "end-of-candidates"
    /// Its sender ends the call.
    case bye
    /// Its sender wants to be in a room, or is.
    case join
    /// Its sender leaves a room.
    case leave
    /// Who is there.
    case roster
    /// Sent only to be heard.
    case keepalive
    /// Says that something went wrong.
    case error
    /// Text that is none of these.
    case other
    /// Bytes that are not text, or a text that keeps what it says to those who have a key.
    case opaque

    /// Whether it is part of a negotiation: a description, or what belongs to one.
    public var isNegotiation: Bool {
        switch self {
        case .offer, .answer, .pranswer, .rollback, .candidate, .endOfCandidates: true
        case .bye, .join, .leave, .roster, .keepalive, .error, .other, .opaque: false
        }
    }
}
