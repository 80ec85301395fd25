import SDP

/// An answer and its offer, section by section.
struct AnswerMatch {
    let offer: Statement
    let answer: Statement
    let offered: Terms
    let answered: Terms
    /// The indices up to which each section is answered in its place (RFC 3264 §6); behind them nothing is compared.
    let sections: Range<Int>
    /// Those of them that neither side rejects.
    let openSections: [Int]
    /// Those of these that carry media.
    let mediaSections: [Int]

    init(offer: Statement, answer: Statement, offered: Terms, answered: Terms) {
        self.offer = offer
        self.answer = answer
        self.offered = offered
        self.answered = answered
        let count = min(offered.sections.count, answered.sections.count)
        let end = (0..<count).first { index in
            let (left, right) = (offered.sections[index], answered.sections[index])
            return !Self.isSameKind(left, right) || Self.isOtherMid(left, right)
        }
        sections = 0..<(end ?? count)
        openSections = sections.filter { !offered.sections[$0].isRejected && !answered.sections[$0].isRejected }
        mediaSections = openSections.filter { !offered.sections[$0].isData }
    }

    /// Whether both are of one kind; among protocols only those that cannot speak with each other are told apart.
    static func isSameKind(_ left: Terms.Section, _ right: Terms.Section) -> Bool {
        guard left.kind == right.kind else { return false }
        if left.isRejected || right.isRejected { return true }
        return left.isData == right.isData && left.isSecured == right.isSecured
    }

    static func isOtherMid(_ left: Terms.Section, _ right: Terms.Section) -> Bool {
        guard let one = left.mid, let other = right.mid else { return false }
        return one != other
    }

    func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ sections: [Int] = []
    ) -> Observation {
        Observation(
            rule,
            severity: severity,
            sentence,
            proof: [offer.entry, answer.entry],
            subject: answer.subject(sections)
        )
    }
}
