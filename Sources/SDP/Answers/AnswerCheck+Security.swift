extension AnswerCheck {
    /// The issues that keep the two sides from a DTLS handshake.
    var security: [AnswerIssue] { setup + sharedFingerprint }

    /// Conflicting DTLS roles (RFC 8842 §5.3).
    private var setup: [AnswerIssue] {
        let indices = answer.transportSections.filter(sections.contains)
        // Usually the answer decides which side starts the handshake.
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

    /// A certificate that both sides use. If the ICE user name is the same, too, the answer is an echo of the offer;
    /// otherwise two clients share a key.
    private var sharedFingerprint: [AnswerIssue] {
        guard offer.fingerprints.contains(where: answer.fingerprints.contains) else { return [] }
        let ufrags = Set(offer.openSections.compactMap(\.ufrag))
        return [
            .sharedFingerprint(isEcho: answer.openSections.contains { $0.ufrag.map(ufrags.contains) == true })
        ]
    }
}
