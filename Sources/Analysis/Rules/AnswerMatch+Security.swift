import SDP

extension AnswerMatch {
    /// Whether the two sides can begin DTLS with each other.
    var security: [Observation] { setup + ownFingerprint }

    /// RFC 8842 §5.3.
    private var setup: [Observation] {
        let indices = answered.transportSections.filter(sections.contains)
        // Mostly one side is to begin, and the answer says which.
        guard indices.contains(where: { !isDecided($0) }) else { return [] }
        let undecided = indices.filter { answered.sections[$0].isDTLS && answered.sections[$0].setup == .actpass }
        var observations: [Observation] = []
        if !undecided.isEmpty {
            let names = answered.names(undecided)
            let sentence: Sentence =
                """
                the answer \(entry: answer.entry) leaves setup:actpass in \(names): nobody begins \
                the DTLS handshake
                """
            observations.append(observation(.undecidedSetup, .error, sentence, undecided))
        }
        for role in [SetupRole.active, .passive, .holdconn] {
            let conflicting = indices.filter { index in
                answered.sections[index].isDTLS && answered.sections[index].setup == role
                    && (role == .holdconn || offered.sections[index].setup == role)
            }
            guard !conflicting.isEmpty else { continue }
            let names = answered.names(conflicting)
            let sentence: Sentence =
                role == .holdconn
                ? """
                the answer \(entry: answer.entry) puts \(names) off with setup:holdconn: no DTLS \
                handshake begins
                """
                : """
                offer \(entry: offer.entry) and answer \(entry: answer.entry) both say \
                setup:\(role.rawValue) in \(names)
                """
            observations.append(observation(.setupConflict, .error, sentence, conflicting))
        }
        return observations
    }

    private func isDecided(_ index: Int) -> Bool {
        let (offer, answer) = (offered.sections[index].setup, answered.sections[index].setup)
        return (answer == .active || answer == .passive) && offer != answer
    }

    /// One certificate on both sides: the same user name beside it tells an echo from a key that two share.
    private var ownFingerprint: [Observation] {
        guard offered.fingerprints.contains(where: answered.fingerprints.contains) else { return [] }
        let ufrags = Set(offered.openSections.compactMap(\.ufrag))
        let isEcho = answered.openSections.contains { $0.ufrag.map(ufrags.contains) == true }
        let sentence: Sentence =
            isEcho
            ? """
            \(peer: answer.author) answers in \(entry: answer.entry) with what \
            \(entry: offer.entry) offered: fingerprint and ICE user name
            """
            : """
            \(peer: answer.author) answers in \(entry: answer.entry) with the fingerprint of the \
            offer \(entry: offer.entry)
            """
        return [observation(.ownFingerprint, isEcho ? .error : .warning, sentence)]
    }
}
