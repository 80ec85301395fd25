/// Who sends media in a section (RFC 8866 §6.7).
public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Both sides.
    case sendrecv
    /// The side that says so.
    case sendonly
    /// The other side.
    case recvonly
    /// Neither.
    case inactive
}

/// Who begins the DTLS handshake (RFC 4145 §4, RFC 8842 §5.3).
public enum SetupRole: String, Hashable, Sendable, CaseIterable {
    /// Begins it.
    case active
    /// Waits for it.
    case passive
    /// Does what the other side does not; in offers (RFC 9429 §5.2.1).
    case actpass
    /// Nobody, for now.
    case holdconn
}
