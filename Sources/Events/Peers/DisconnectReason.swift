/// How a peer came to be gone.
public enum DisconnectReason: Hashable, Sendable {
    /// It closed the WebSocket itself; no code where its close frame had none (RFC 6455 §7.1.5).
    case closed(CloseCode?, reason: String)
    /// The connection ended without a close frame.
    case lost
    /// Nothing came from it, not even a pong, for so many seconds.
    case silent(seconds: Int)
    /// It sent what the relay does not accept, and was closed with this code.
    case violated(CloseCode, reason: String)
    /// So many bytes waited to be read by it.
    case tooSlow(queued: Int)
    /// It said more than it may.
    case tooFast(Rate)
    /// The operator removed it.
    case kicked(KickReason)

    /// Whether it was the operator's doing.
    public var isKick: Bool {
        if case .kicked = self { return true }
        return false
    }

    /// In words, for the log and for aware peers: `closed 1000`, `kicked`.
    ///
    /// What the peer itself gave as a reason is part of it, as it was sent.
    public var words: String {
        switch self {
        case .closed(let code, let reason):
            let coded = code.map { "closed \($0.rawValue)" } ?? "closed"
            return reason.isEmpty ? coded : "\(coded) \(reason)"
        case .lost: return "connection lost"
        case .silent(let seconds): return "silent for \(seconds) s"
        case .violated(let code, let reason): return "closed with \(code.rawValue): \(reason)"
        case .tooSlow(let queued): return "closed with \(CloseCode.tooSlow.rawValue): \(queued) bytes unread"
        case .tooFast(let rate): return "closed with \(CloseCode.tooFast.rawValue): \(rate.words)"
        case .kicked(.standard): return "kicked"
        case .kicked(let dismissal): return "kicked: \(dismissal.reason)"
        }
    }
}
