public import Text

extension Candidate {
    /// The address that a reflexive or relayed candidate is based on (RFC 8839 §5.1): that of its base, or the one that
    /// the TURN server sees.
    public var relatedAddress: String? { value("raddr") }

    /// The port that belongs to ``relatedAddress``.
    public var relatedPort: UInt16? { value("rport").flatMap { UInt16($0) } }

    /// `active`, `passive` or `so` (RFC 6544 §4.5); `nil` for UDP.
    public var tcpType: String? { value("tcptype") }

    /// The user name of the candidate's ICE session (RFC 8838 §12.1, RFC 8839 §5.4); `nil` if the line does not have
    /// it.
    public var ufrag: String? { value("ufrag") }

    /// The number of ICE restarts of the sender, an extension of Chromium.
    public var generation: Int? { value("generation").flatMap { Int($0) } }

    /// The address; `nil` if it is a host name.
    public var ip: IPAddress? { IPAddress(address) }
}
