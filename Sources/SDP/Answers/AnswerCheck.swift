/// A check of an answer against its offer (RFC 3264 §6, RFC 8842 §5.3, RFC 9429 §5.3.1).
///
/// ```
/// offer             answer
/// m0 audio mid 0 ── m0 audio mid 0     matching sections: setup, codecs and direction are compared
/// m1 video mid 1 ── m1 video mid 7     mismatched mids: an issue, and no section from here on is compared
/// ```
/// It depends on the two descriptions alone, not on who sent them or when.
public struct AnswerCheck: Hashable, Sendable {
    /// The summary of the offer.
    public let offer: SDPSummary
    /// The summary of the answer.
    public let answer: SDPSummary
    /// The indices of the sections that match in kind and mid (RFC 3264 §6), up to the first that does not.
    public let sections: Range<Int>
    /// The issues in order: those of the sections as a whole, then of security, then of media.
    public private(set) var issues: [AnswerIssue] = []
    /// The matching sections that carry media and that neither side rejects.
    let mediaSections: [Int]

    /// Checks `answer` against `offer`.
    public init(offer: SDPSummary, answer: SDPSummary) {
        self.offer = offer
        self.answer = answer
        let (offered, answered) = (offer.sections, answer.sections)
        let count = min(offered.count, answered.count)
        let end = (0..<count).first { index in
            !Self.isSameKind(offered[index], answered[index]) || Self.isOtherMid(offered[index], answered[index])
        }
        sections = 0..<(end ?? count)
        mediaSections = sections.filter { index in
            !offered[index].isRejected && !answered[index].isRejected && !offered[index].isData
        }
        issues = shape + security + media
    }

    /// Whether both sections have the same kind of media.
    ///
    /// Transport protocols differ only if they cannot interoperate.
    private static func isSameKind(_ left: SDPSummary.Section, _ right: SDPSummary.Section) -> Bool {
        guard left.kind == right.kind else { return false }
        if left.isRejected || right.isRejected { return true }
        return left.isData == right.isData && left.isSecured == right.isSecured
    }

    private static func isOtherMid(_ left: SDPSummary.Section, _ right: SDPSummary.Section) -> Bool {
        guard let one = left.mid, let other = right.mid else { return false }
        return one != other
    }

    private var offered: [SDPSummary.Section] { offer.sections }
    private var answered: [SDPSummary.Section] { answer.sections }

    // MARK: Shape

    /// The issues with the number, order, kinds and mids of the sections.
    private var shape: [AnswerIssue] {
        guard offered.count == answered.count else {
            return [.sectionCount(offered: offered.count, answered: answered.count)] + repeatedMids
        }
        return misplaced + repeatedMids + missingMids
    }

    /// The first mismatched section (RFC 9429 §5.8.3).
    ///
    /// The sections after it are out of order, too.
    private var misplaced: [AnswerIssue] {
        let index = sections.endIndex
        guard index < answered.count else { return [] }
        let (left, right) = (offered[index], answered[index])
        guard !Self.isSameKind(left, right) else {
            return [.mid(section: index, offered: left.mid ?? "", answered: right.mid ?? "")]
        }
        return [
            left.kind == right.kind
                ? .kind(section: index, offered: left.transport, answered: right.transport)
                : .kind(section: index, offered: left.kind, answered: right.kind)
        ]
    }

    /// Mids that occur twice in one description (RFC 5888 §4).
    private var repeatedMids: [AnswerIssue] {
        var issues: [AnswerIssue] = []
        if let mid = offer.repeatedMid { issues.append(.repeatedMid(mid, isOffered: true)) }
        if let mid = answer.repeatedMid { issues.append(.repeatedMid(mid, isOffered: false)) }
        return issues
    }

    private var missingMids: [AnswerIssue] {
        let open = answer.openSections
        return !open.isEmpty && open.allSatisfy { $0.mid == nil } ? [.missingMids] : []
    }
}

extension AnswerCheck {
    /// The issues that keep the two sides from a DTLS handshake.
    var security: [AnswerIssue] { setup + sharedFingerprint }

    /// Conflicting DTLS roles (RFC 8842 §5.3).
    private var setup: [AnswerIssue] {
        let indices = answer.transportSections.filter(sections.contains)
        // Usually the answer decides which side starts the handshake.
        guard indices.contains(where: { !isDecided($0) }) else { return [] }
        func taking(_ role: SetupRole, where isAtFault: (Int) -> Bool = { _ in true }) -> [Int] {
            indices.filter { answered[$0].isDTLS && answered[$0].setup == role && isAtFault($0) }
        }
        var issues: [AnswerIssue] = []
        let undecided = taking(.actpass)
        if !undecided.isEmpty { issues.append(.undecidedSetup(undecided)) }
        for role in [SetupRole.active, .passive] {
            let conflicting = taking(role) { offered[$0].setup == role }
            if !conflicting.isEmpty { issues.append(.setupConflict(conflicting, role)) }
        }
        let suspended = taking(.holdconn)
        if !suspended.isEmpty { issues.append(.suspendedSetup(suspended)) }
        return issues
    }

    private func isDecided(_ index: Int) -> Bool {
        let role = answered[index].setup
        return (role == .active || role == .passive) && offered[index].setup != role
    }

    /// A certificate that both sides use.
    ///
    /// If the ICE user name is the same, too, the answer is an echo of the offer; otherwise two clients share a key.
    private var sharedFingerprint: [AnswerIssue] {
        guard offer.fingerprints.contains(where: answer.fingerprints.contains) else { return [] }
        let ufrags = Set(offer.openSections.compactMap(\.ufrag))
        return [
            .sharedFingerprint(isEcho: answer.openSections.contains { $0.ufrag.map(ufrags.contains) == true })
        ]
    }
}

extension AnswerCheck {
    /// The issues with codecs and directions, which data channels do not have.
    var media: [AnswerIssue] { noCommonCodec + rejected + reopened + directions }

    /// No common codec (RFC 3264 §6.1).
    ///
    /// Formats that RFC 3551 assigns need no mapping, so sections with such formats are skipped.
    private var noCommonCodec: [AnswerIssue] {
        let foreign = mediaSections.filter { index in
            !offered[index].hasUnmappedFormats && !answered[index].hasUnmappedFormats
                && !offered[index].codecs.isEmpty && !answered[index].codecs.isEmpty
                && Self.isDisjoint(offered[index].codecs, answered[index].codecs)
        }
        return foreign.isEmpty ? [] : [.noCommonCodec(foreign)]
    }

    private static func isDisjoint(_ left: [String], _ right: [String]) -> Bool {
        // Usually the first codec of the offer is accepted.
        if let first = left.first, right.contains(first) { return false }
        return Set(left).isDisjoint(with: right)
    }

    /// Rejected sections (RFC 3264 §6).
    ///
    /// A section must be rejected if no format is acceptable, and may be for other reasons.
    private var rejected: [AnswerIssue] {
        let refused = sections.filter { index in
            answered[index].isRejected && !offered[index].isRejected && !offered[index].isData
                && offered[index].direction != .inactive
        }
        return refused.isEmpty ? [] : [.rejected(refused)]
    }

    /// RFC 3264 §8.2: a stream that is offered with port 0 has port 0 in the answer, too.
    ///
    /// A bundle-only section is offered with port 0 as well, but is not rejected (RFC 9143 §6).
    private var reopened: [AnswerIssue] {
        let reopened = sections.filter { offered[$0].isRejected && !answered[$0].isRejected }
        return reopened.isEmpty ? [] : [.reopened(reopened)]
    }

    /// Directions that are not allowed or leave media one-way (RFC 3264 §6.1).
    private var directions: [AnswerIssue] {
        // Usually all sections send both ways.
        guard mediaSections.contains(where: { !isBothWays($0) }) else { return [] }
        let isIllegal: (Int) -> Bool = { index in
            !offered[index].direction.allows(answered[index].direction)
        }
        return illegal(mediaSections.filter(isIllegal)) + oneWay(mediaSections.filter { !isIllegal($0) })
    }

    private func isBothWays(_ index: Int) -> Bool {
        offered[index].direction == .sendrecv && answered[index].direction == .sendrecv
    }

    private func illegal(_ indices: [Int]) -> [AnswerIssue] {
        guard !indices.isEmpty else { return [] }
        return Direction.allCases.flatMap { one in Direction.allCases.map { (one, $0) } }.compactMap { pair in
            let alike = indices.filter { (offered[$0].direction, answered[$0].direction) == pair }
            return alike.isEmpty ? nil : .illegalDirection(alike, offered: pair.0, answered: pair.1)
        }
    }

    private func oneWay(_ indices: [Int]) -> [AnswerIssue] {
        func answers(_ direction: Direction) -> [Int] {
            indices.filter { answered[$0].direction == direction }
        }
        var issues: [AnswerIssue] = []
        for direction in [Direction.recvonly, .sendonly] {
            let oneWay = answers(direction)
            if !oneWay.isEmpty { issues.append(.oneWay(oneWay, answered: direction)) }
        }
        let inactive = answers(.inactive)
        if !inactive.isEmpty { issues.append(.inactive(inactive, isAll: inactive.count == mediaSections.count)) }
        return issues
    }
}

extension Direction {
    /// Whether a section with this direction may be answered with `answer` (RFC 3264 §6.1).
    fileprivate func allows(_ answer: Direction) -> Bool {
        switch self {
        case .sendrecv: true
        case .sendonly: answer == .recvonly || answer == .inactive
        case .recvonly: answer == .sendonly || answer == .inactive
        case .inactive: answer == .inactive
        }
    }
}
