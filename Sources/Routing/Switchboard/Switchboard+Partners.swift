public import Events

/// The two ends of a proxied socket, which end together.
extension Switchboard {
    /// Closes the other end of a proxied socket after `id` has left, with the same code and reason.
    mutating func closePartner(of id: PeerID, _ reason: DisconnectReason) -> [Action] {
        guard let partner = partners.removeValue(forKey: id) else { return [] }
        // Its own departure must not close this end once more.
        partners[partner] = nil
        guard peers[partner] != nil else { return [] }
        let (code, text) = reason.closing
        return [.close(partner, code, reason: text)] + remove(partner, reason.mirrored)
    }
}

extension DisconnectReason {
    /// The code and the reason with which the other end of a proxied socket is closed.
    ///
    /// ``CloseCode/noStatus`` and ``CloseCode/abnormal`` are not sent: they stand for a close frame without a code, and for
    /// an end without a close frame (RFC 6455 §7.4.1).
    public var closing: (code: CloseCode, reason: String) {
        switch self {
        case .closed(let code, let reason): (code ?? .noStatus, reason)
        case .lost, .silent: (.abnormal, "")
        case .violated(let code, let reason): (code, reason)
        case .tooSlow(let queued): (.tooSlow, "\(queued) bytes were not read")
        case .tooFast(let rate): (.tooFast, rate.text)
        case .kicked(let kick): (kick.code, kick.reason)
        }
    }

    /// The reason for which the other end of a proxied socket leaves.
    fileprivate var mirrored: DisconnectReason {
        switch self {
        case .closed, .lost, .kicked: return self
        case .silent: return .lost
        case .violated, .tooSlow, .tooFast:
            let (code, reason) = closing
            return .closed(code, reason: reason)
        }
    }
}
