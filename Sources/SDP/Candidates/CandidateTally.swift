import Text

/// The numbers of candidates of each type.
public struct CandidateTally: Hashable, Sendable {
    /// Candidates from interfaces of the host.
    public private(set) var host = 0
    /// Candidates that a STUN server reported.
    public private(set) var serverReflexive = 0
    /// Candidates that the remote peer reported.
    public private(set) var peerReflexive = 0
    /// Candidates on a TURN server.
    public private(set) var relay = 0
    /// Candidates of a type that RFC 8839 does not define.
    public private(set) var unknown = 0
    /// Host candidates whose address is hidden by an mDNS name (draft-ietf-mmusic-mdns-ice-candidates §3.1); included
    /// in ``host``.
    public private(set) var hidden = 0

    public init() {}

    /// The number of all candidates.
    public var total: Int { host + serverReflexive + peerReflexive + relay + unknown }

    /// Whether there are host candidates and no others.
    public var isOnlyHost: Bool { host > 0 && host == total }

    public mutating func count(_ candidate: Candidate) {
        count(CandidateType(rawValue: candidate.type), isHidden: candidate.isMDNS)
    }

    /// Counts the candidate that was parsed from `line` as `fields`.
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

    /// The numbers above zero in short form: `h3 s2 r1`.
    public var text: String {
        let parts = [
            ("h", host), ("s", serverReflexive), ("p", peerReflexive), ("r", relay), ("?", unknown),
        ]
        return parts.filter { $0.1 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
