/// Why somebody was not let in.
public indirect enum Refusal: Hashable, Sendable {
    /// The name is longer than ``Limits`` allow.
    case nameTooLong(scalars: Int, bytes: Int)
    /// The room's name is longer than ``Limits`` allow.
    case roomNameTooLong(scalars: Int, bytes: Int)
    /// The room has as many peers as it may have.
    case roomFull(room: String, limit: Int)
    /// The relay has as many peers as it may have.
    case relayFull(limit: Int)
    /// The operator has banned it, for so many seconds more; nil for as long as the relay runs.
    case banned(Ban.Subject, seconds: Int?)
    /// The relay is about to end.
    case draining
    /// A page of this origin asked, which ``OriginPolicy`` does not allow; any text, cut short.
    case origin(String)
    /// A request for this host, which ``HostPolicy`` does not allow; any text, cut short.
    case host(String)
    /// The address behind a trusted proxy cannot be told.
    case forwarding(ForwardingFault)
    /// A token is needed, and there was none.
    case tokenMissing
    /// The token was not the one that is needed.
    case tokenWrong
    /// So many wrong tokens came from its network that none is looked at for so many seconds.
    case tokensTooMany(Ban.Subject, seconds: Int)
    /// Its network has as many connections as it may have.
    case networkFull(Ban.Subject, limit: Int)
    /// Its network has connected more often in a second than it may.
    case networkTooFast(Ban.Subject, limit: Int)
    /// It sent more bytes than a request may have.
    case requestTooLarge(limit: Int)
    /// Its request was not there in time.
    case requestTooSlow(milliseconds: Int)
    /// So many more of its network for the same reason, the last of which is this; see ``RefusalTally``.
    case more(Int, Refusal)

    /// Which of them it is, whatever its values are.
    public enum Kind: Hashable, Sendable {
        case name, roomName, roomFull, relayFull, banned, origin, host, forwarding, tokenMissing, tokenWrong,
            tokensTooMany
        case networkFull, networkTooFast, requestTooLarge, requestTooSlow, draining
    }

    public var kind: Kind {
        switch self {
        case .nameTooLong: .name
        case .roomNameTooLong: .roomName
        case .roomFull: .roomFull
        case .relayFull: .relayFull
        case .banned: .banned
        case .draining: .draining
        case .origin: .origin
        case .host: .host
        case .forwarding: .forwarding
        case .tokenMissing: .tokenMissing
        case .tokenWrong: .tokenWrong
        case .tokensTooMany: .tokensTooMany
        case .networkFull: .networkFull
        case .networkTooFast: .networkTooFast
        case .requestTooLarge: .requestTooLarge
        case .requestTooSlow: .requestTooSlow
        case .more(_, let refusal): refusal.kind
        }
    }

    /// The code with which the WebSocket is closed, if there is one.
    public var code: CloseCode {
        switch self {
        case .nameTooLong, .roomNameTooLong, .origin, .host, .forwarding, .requestTooLarge, .requestTooSlow: .refused
        case .roomFull, .relayFull: .full
        case .banned: .kicked
        case .draining: .goingAway
        case .tokenMissing, .tokenWrong: .badToken
        case .tokensTooMany, .networkFull, .networkTooFast: .tooFast
        case .more(_, let refusal): refusal.code
        }
    }
}
