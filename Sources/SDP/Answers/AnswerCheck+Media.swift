extension AnswerCheck {
    /// The issues with codecs and directions, which data channels do not have.
    var media: [AnswerIssue] { noCommonCodec + rejected + reopened + directions }

    /// No common codec (RFC 3264 §6.1). Formats that RFC 3551 assigns need no mapping, so sections with such formats
    /// are skipped.
    private var noCommonCodec: [AnswerIssue] {
        let foreign = mediaSections.filter { index in
            let (left, right) = (offer.sections[index], answer.sections[index])
            return !left.hasUnmappedFormats && !right.hasUnmappedFormats && !left.codecs.isEmpty
                && !right.codecs.isEmpty && Self.isDisjoint(left.codecs, right.codecs)
        }
        return foreign.isEmpty ? [] : [.noCommonCodec(foreign)]
    }

    private static func isDisjoint(_ left: [String], _ right: [String]) -> Bool {
        // Usually the first codec of the offer is accepted.
        if let first = left.first, right.contains(first) { return false }
        return Set(left).isDisjoint(with: right)
    }

    /// Rejected sections (RFC 3264 §6). A section must be rejected if no format is acceptable, and may be for other
    /// reasons.
    private var rejected: [AnswerIssue] {
        let refused = sections.filter { index in
            let (left, right) = (offer.sections[index], answer.sections[index])
            return right.isRejected && !left.isRejected && !left.isData && left.direction != .inactive
        }
        return refused.isEmpty ? [] : [.rejected(refused)]
    }

    /// RFC 3264 §8.2: a stream that is offered with port 0 has port 0 in the answer, too.
    ///
    /// A bundle-only section is offered with port 0 as well, but is not rejected (RFC 9143 §6).
    private var reopened: [AnswerIssue] {
        let reopened = sections.filter { offer.sections[$0].isRejected && !answer.sections[$0].isRejected }
        return reopened.isEmpty ? [] : [.reopened(reopened)]
    }

    /// Directions that are not allowed or leave media one-way (RFC 3264 §6.1).
    private var directions: [AnswerIssue] {
        // Usually all sections send both ways.
        guard mediaSections.contains(where: { !isBothWays($0) }) else { return [] }
        let isIllegal: (Int) -> Bool = { index in
            !offer.sections[index].direction.allows(answer.sections[index].direction)
        }
        return illegal(mediaSections.filter(isIllegal)) + oneWay(mediaSections.filter { !isIllegal($0) })
    }

    private func isBothWays(_ index: Int) -> Bool {
        offer.sections[index].direction == .sendrecv && answer.sections[index].direction == .sendrecv
    }

    private func illegal(_ indices: [Int]) -> [AnswerIssue] {
        guard !indices.isEmpty else { return [] }
        return Direction.allCases.flatMap { one in Direction.allCases.map { (one, $0) } }.compactMap { pair in
            let alike = indices.filter { (offer.sections[$0].direction, answer.sections[$0].direction) == pair }
            return alike.isEmpty ? nil : .illegalDirection(alike, offered: pair.0, answered: pair.1)
        }
    }

    private func oneWay(_ indices: [Int]) -> [AnswerIssue] {
        func answered(_ direction: Direction) -> [Int] {
            indices.filter { answer.sections[$0].direction == direction }
        }
        var issues: [AnswerIssue] = []
        for direction in [Direction.recvonly, .sendonly] {
            let oneWay = answered(direction)
            if !oneWay.isEmpty { issues.append(.oneWay(oneWay, answered: direction)) }
        }
        let inactive = answered(.inactive)
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
