extension AnswerCheck {
    /// Whether the two sides can begin DTLS with each other.
    var security: [AnswerIssue] { setup + sharedFingerprint }

    /// RFC 8842 §5.3.
    private var setup: [AnswerIssue] {
        let indices = answer.transportSections.filter(sections.contains)
        // Mostly one side is to begin, and the answer says which.
        guard indices.contains(where: { !isDecided($0) }) else { return [] }
        func answered(_ role: SetupRole, where isAtFault: (Int) -> Bool = { _ in true }) -> [Int] {
            indices.filter { answer.sections[$0].isDTLS && answer.sections[$0].setup == role && isAtFault($0) }
        }
        var issues: [AnswerIssue] = []
        let undecided = answered(.actpass)
        if !undecided.isEmpty { issues.append(.undecidedSetup(undecided)) }
        for role in [SetupRole.active, .passive] {
            let conflicting = answered(role) { offer.sections[$0].setup == role }
            if !conflicting.isEmpty { issues.append(.setupConflict(conflicting, role)) }
        }
        let suspended = answered(.holdconn)
        if !suspended.isEmpty { issues.append(.suspendedSetup(suspended)) }
        return issues
    }

    private func isDecided(_ index: Int) -> Bool {
        let (offered, answered) = (offer.sections[index].setup, answer.sections[index].setup)
        return (answered == .active || answered == .passive) && offered != answered
    }

    /// One certificate on both sides: the same user name beside it tells an echo from a key that two share.
    private var sharedFingerprint: [AnswerIssue] {
        guard offer.fingerprints.contains(where: answer.fingerprints.contains) else { return [] }
        let ufrags = Set(offer.openSections.compactMap(\.ufrag))
        return [
            .sharedFingerprint(isEcho: answer.openSections.contains { $0.ufrag.map(ufrags.contains) == true })
        ]
    }
}
