import Connections
public import Findings
import Negotiations
import SDP

extension Rule {
    /// An answer leaves the DTLS role open.
    public static let undecidedSetup = Rule(
        "undecided-setup", .answer, .error, title: "undecided DTLS role",
        reference: "RFC 8842 §5.3",
        explanation: """
            An offer leaves open which side begins the DTLS handshake, with setup:actpass; the answer has to decide, \
            with active or passive. If it does not, both sides wait, or the answer is rejected.
            """,
        remedy: """
            Look for a server that copies the offer's line into its answer, and let it answer with active or passive.
            """)

    /// Offer and answer have the same DTLS role, or none.
    public static let setupConflict = Rule(
        "setup-conflict", .answer, .error, title: "conflict of DTLS roles",
        reference: "RFC 8842 §5.3",
        explanation: """
            Both sides begin the DTLS handshake, or both wait for the other, so it never completes: ICE connects, but \
            the connection state stays at connecting.
            """,
        remedy: """
            The answer has to take the role that the offer leaves to it.
            """)

    /// Offer and answer have the fingerprint of the same certificate.
    public static let ownFingerprint = Rule(
        "own-fingerprint", .answer, .warning, title: "one certificate on both sides",
        reference: "RFC 8122 §5",
        explanation: """
            Offer and answer have the fingerprint of the same certificate, which only one client should have.
            """,
        remedy: """
            Ignore your own messages, which some relays send back to their author. Two connections in one program may \
            share a certificate.
            """)
}

extension AnswerRules {
    /// The observation that the answer leaves the DTLS role open in `sections`.
    func undecidedSetup(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .undecidedSetup,
            """
            the answer \(entry: answer.entry) leaves setup:actpass in \(names): neither side begins \
            the DTLS handshake
            """, sections)
    }

    /// The observation that both sides have the same DTLS role in `sections`.
    func setupConflict(_ sections: [Int], _ role: SetupRole) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .setupConflict,
            """
            offer \(entry: offer.entry) and answer \(entry: answer.entry) both have \
            setup:\(role.rawValue) in \(names)
            """, sections)
    }

    /// The observation that the answer postpones the DTLS handshake of `sections`.
    func suspendedSetup(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .setupConflict,
            """
            the answer \(entry: answer.entry) puts \(names) off with setup:holdconn: no DTLS \
            handshake begins
            """, sections)
    }

    /// The observation that both sides have the same certificate, and the same ICE user name if it is an echo.
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
