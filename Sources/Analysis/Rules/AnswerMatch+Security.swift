import SDP

extension Rule {
    /// An answer leaves open who begins the DTLS handshake.
    public static let undecidedSetup = Rule(
        "undecided-setup", .answer, .error, title: "undecided DTLS role",
        reference: "RFC 8842 §5.3",
        explanation: """
            An offer leaves open who begins the DTLS handshake, with setup:actpass; the answer has to decide, with \
            active or passive. If it does not, both sides wait, or the answer is refused. It often comes from a \
            server that copies the offer's line into its answer.
            """)

    /// Offer and answer take the same DTLS role, or none.
    public static let setupConflict = Rule(
        "setup-conflict", .answer, .error, title: "conflict of DTLS roles",
        reference: "RFC 8842 §5.3",
        explanation: """
            Both sides want to begin the DTLS handshake, or both want to wait for the other, so it never happens: \
            ICE connects, and the connection stays in connecting. The answer has to take the role that the offer \
            leaves to it.
            """)

    /// Offer and answer name the same certificate.
    public static let ownFingerprint = Rule(
        "own-fingerprint", .answer, .warning, title: "one certificate on both sides",
        reference: "RFC 8122 §5",
        explanation: """
            Offer and answer name the same certificate, which one client alone should have. A relay that sends \
            messages back to their author makes a client answer itself: leave out your own messages. Two connections \
            in one program that share a certificate are in order.
            """)
}

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
            observations.append(observation(.undecidedSetup, sentence, undecided))
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
            observations.append(observation(.setupConflict, sentence, conflicting))
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
        return [observation(.ownFingerprint, severity: isEcho ? .error : .warning, sentence)]
    }
}
