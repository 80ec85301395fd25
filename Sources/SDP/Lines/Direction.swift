/// The direction of media, as seen from the side of the description (RFC 8866 §6.7).
public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Both sides send.
    case sendrecv
    /// Only this side sends.
    case sendonly
    /// Only the other side sends.
    case recvonly
    /// Neither side sends.
    case inactive
}

/// The role of a side in the DTLS handshake (RFC 4145 §4, RFC 8842 §5.3).
public enum SetupRole: String, Hashable, Sendable, CaseIterable {
    /// The side starts the handshake.
    case active
    /// The side waits for the handshake.
    case passive
    /// The side takes either role; for offers (RFC 9429 §5.2.1).
    case actpass
    /// No handshake for the time being.
    case holdconn
}
