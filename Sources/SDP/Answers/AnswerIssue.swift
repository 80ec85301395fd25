/// Something in an answer that does not fit its offer, or that is worth knowing of the two.
///
/// Sections are named by their indices, which are the same in the offer and in the answer.
public enum AnswerIssue: Hashable, Sendable {
    /// The answer has another number of sections than the offer (RFC 3264 §6).
    case sectionCount(offered: Int, answered: Int)
    /// The first section that is answered out of its place has another kind, or else another protocol (RFC 9429 §5.8.3).
    case kind(section: Int, offered: String, answered: String)
    /// The first section that is answered out of its place has another mid (RFC 5888 §9).
    case mid(section: Int, offered: String, answered: String)
    /// Two sections of one description have the same mid (RFC 5888 §4).
    case repeatedMid(String, isOffered: Bool)
    /// No section of the answer has a mid, so that they are matched by their order (RFC 5888 §9).
    case missingMids
    /// The answer leaves open who begins the DTLS handshake (RFC 8842 §5.3).
    case undecidedSetup([Int])
    /// Offer and answer take the same DTLS role (RFC 8842 §5.3).
    case setupConflict([Int], SetupRole)
    /// The answer puts the DTLS handshake off (RFC 4145 §4.1).
    case suspendedSetup([Int])
    /// Offer and answer name the same certificate (RFC 8122 §5); the same ICE user name, too, if it `isEcho`.
    case sharedFingerprint(isEcho: Bool)
    /// Offer and answer have no codec in common (RFC 3264 §6.1).
    case noCommonCodec([Int])
    /// The answer rejects media that was offered (RFC 3264 §6).
    case rejected([Int])
    /// The answer accepts sections that the offer has with port 0 (RFC 3264 §8.2).
    case reopened([Int])
    /// The answer has a direction that the offer does not allow (RFC 3264 §6.1).
    case illegalDirection([Int], offered: Direction, answered: Direction)
    /// One side alone sends after the answer, which has this direction (RFC 3264 §6.1).
    case oneWay([Int], answered: Direction)
    /// Neither side sends after the answer (RFC 3264 §6.1): in these sections, which may be all that carry media.
    case inactive([Int], isAll: Bool)

    /// The indices of the sections that it is about; empty if it is about the descriptions as a whole.
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
