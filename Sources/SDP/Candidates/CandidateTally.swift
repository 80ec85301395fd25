import Text

/// How many candidates of each type there are.
public struct CandidateTally: Hashable, Sendable {
    /// From interfaces of their host.
    public private(set) var host = 0
    /// As a STUN server saw them.
    public private(set) var serverReflexive = 0
    /// As the other side saw them.
    public private(set) var peerReflexive = 0
    /// On a TURN server.
    public private(set) var relay = 0
    /// Of a type that RFC 8839 does not know.
    public private(set) var unknown = 0
    /// Those of ``host`` whose address a name hides (draft-ietf-mmusic-mdns-ice-candidates §3.1).
    public private(set) var hidden = 0

    public init() {}

    /// All of them.
    public var total: Int { host + serverReflexive + peerReflexive + relay + unknown }

    /// Whether there are some, and all are from interfaces of their host.
    public var isOnlyHost: Bool { host > 0 && host == total }

    public mutating func count(_ candidate: Candidate) {
        count(CandidateType(rawValue: candidate.type), isHidden: candidate.isMDNS)
    }

    /// Counts the candidate in `line`, whose fields are `fields`.
    mutating func count(_ fields: CandidateFields, of line: Span<UInt8>) {
        let type = CandidateType(rawValue: String(copying: line, fields.type))
        count(type, isHidden: fields.isMDNS(in: line))
    }

    private mutating func count(_ type: CandidateType?, isHidden: Bool) {
        switch type {
        case .host:
            host += 1
            if isHidden { hidden += 1 }
        case .serverReflexive: serverReflexive += 1
        case .peerReflexive: peerReflexive += 1
        case .relay: relay += 1
        case nil: unknown += 1
        }
    }

    public static func + (left: CandidateTally, right: CandidateTally) -> CandidateTally {
        var sum = left
        sum.host += right.host
        sum.serverReflexive += right.serverReflexive
        sum.peerReflexive += right.peerReflexive
        sum.relay += right.relay
        sum.unknown += right.unknown
        sum.hidden += right.hidden
        return sum
    }

    /// In short, those there are: `h3 s2 r1`.
    public var words: String {
        let parts = [
            ("h", host), ("s", serverReflexive), ("p", peerReflexive), ("r", relay), ("?", unknown),
        ]
        return parts.filter { $0.1 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
