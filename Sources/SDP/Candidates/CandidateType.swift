/// How a candidate's address was come by (RFC 8445 §4).
public enum CandidateType: String, Hashable, Sendable, CaseIterable {
    /// From an interface of its host.
    case host
    /// As a STUN server saw it.
    case serverReflexive = "srflx"
    /// As the other side saw it.
    case peerReflexive = "prflx"
    /// On a TURN server.
    case relay
}
