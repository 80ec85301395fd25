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

extension AnswerRules {
    func undecidedSetup(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .undecidedSetup,
            """
            the answer \(entry: answer.entry) leaves setup:actpass in \(names): nobody begins \
            the DTLS handshake
            """, sections)
    }

    func setupConflict(_ sections: [Int], _ role: SetupRole) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .setupConflict,
            """
            offer \(entry: offer.entry) and answer \(entry: answer.entry) both say \
            setup:\(role.rawValue) in \(names)
            """, sections)
    }

    func suspendedSetup(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .setupConflict,
            """
            the answer \(entry: answer.entry) puts \(names) off with setup:holdconn: no DTLS \
            handshake begins
            """, sections)
    }

    func sharedFingerprint(isEcho: Bool) -> Observation {
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
        return observation(.ownFingerprint, severity: isEcho ? .error : .warning, sentence)
    }
}
