public import Text

extension Candidate {
    /// What a reflexive or relayed candidate stands for: its base, or how the relay sees its host (RFC 8839 §5.1).
    public var relatedAddress: String? { value("raddr") }

    /// The port beside ``relatedAddress``.
    public var relatedPort: UInt16? { value("rport").flatMap { UInt16($0) } }

    /// `active`, `passive` or `so` (RFC 6544 §4.5); nil for UDP.
    public var tcpType: String? { value("tcptype") }

    /// The user name of the ICE session it belongs to (RFC 8838 §12.1, RFC 8839 §5.4), where the line says it.
    public var ufrag: String? { value("ufrag") }

    /// How many restarts its sender had, as Chromium counts them.
    public var generation: Int? { value("generation").flatMap { Int($0) } }

    /// The address, if it is one and no name.
    public var ip: IPAddress? { IPAddress(address) }
}
