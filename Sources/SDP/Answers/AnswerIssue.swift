/// A mismatch between an offer and its answer, or a notable property of the two.
///
/// Sections are identified by index, which is the same in the offer and in the answer.
public enum AnswerIssue: Hashable, Sendable {
    /// The answer does not have the same number of sections as the offer (RFC 3264 §6).
    case sectionCount(offered: Int, answered: Int)
    /// The kind of the first mismatched section differs, or else its transport protocol (RFC 9429 §5.8.3).
    case kind(section: Int, offered: String, answered: String)
    /// The mid of the first mismatched section differs (RFC 5888 §9).
    case mid(section: Int, offered: String, answered: String)
    /// Two sections of one description have the same mid (RFC 5888 §4).
    case repeatedMid(String, isOffered: Bool)
    /// No section of the answer has a mid, so that sections are matched by order (RFC 5888 §9).
    case missingMids
    /// The answer does not decide which side starts the DTLS handshake (RFC 8842 §5.3).
    case undecidedSetup([Int])
    /// Offer and answer take the same DTLS role (RFC 8842 §5.3).
    case setupConflict([Int], SetupRole)
    /// The answer postpones the DTLS handshake (RFC 4145 §4.1).
    case suspendedSetup([Int])
    /// Offer and answer have the same certificate fingerprint (RFC 8122 §5) and, if it `isEcho`, the same ICE user
    /// name.
    case sharedFingerprint(isEcho: Bool)
    /// Offer and answer have no codec in common (RFC 3264 §6.1).
    case noCommonCodec([Int])
    /// The answer rejects media of the offer (RFC 3264 §6).
    case rejected([Int])
    /// The answer accepts sections that the offer has with port 0 (RFC 3264 §8.2).
    case reopened([Int])
    /// The answer has a direction that the offer does not allow (RFC 3264 §6.1).
    case illegalDirection([Int], offered: Direction, answered: Direction)
    /// Only one side sends.
    ///
    /// The answer has the given direction (RFC 3264 §6.1).
    case oneWay([Int], answered: Direction)
    /// Neither side sends in these sections (RFC 3264 §6.1), which are all that carry media if `isAll`.
    case inactive([Int], isAll: Bool)

    /// The indices of the sections concerned; empty if the issue concerns the descriptions as a whole.
    public var sections: [Int] {
        switch self {
        case .sectionCount, .repeatedMid, .missingMids, .sharedFingerprint: []
        case .kind(let section, _, _), .mid(let section, _, _): [section]
        case .undecidedSetup(let sections), .setupConflict(let sections, _), .suspendedSetup(let sections),
            .noCommonCodec(let sections), .rejected(let sections), .reopened(let sections),
            .illegalDirection(let sections, _, _),
            .oneWay(let sections, _), .inactive(let sections, _):
            sections
        }
    }
}
