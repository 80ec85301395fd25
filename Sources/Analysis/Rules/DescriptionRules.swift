import Messages
import SDP

extension Rule {
    /// A description breaks the grammar of SDP.
    public static let brokenDescription = Rule(
        "broken-description", .description, .error, title: "broken description",
        reference: "RFC 8866 §5",
        explanation: """
            The text is no session description by the letter of its grammar, and setRemoteDescription may refuse it. \
            What breaks it is mostly code that edits the text or carries it: a line end lost by trimming, line ends \
            escaped twice, a text that was cut. Send the description as the browser gave it.
            """)

    /// A section that is secured by DTLS has no fingerprint.
    public static let missingFingerprint = Rule(
        "missing-fingerprint", .description, .error, title: "missing fingerprint",
        reference: "RFC 8122 §5, RFC 9429 §5.8.3",
        explanation: """
            Media and data are secured by DTLS, and the fingerprint says which certificate to expect. Without it the \
            description is refused. Look for code that edits the description, or a server that puts the fingerprint \
            at a place which is not inherited.
            """)

    /// ICE credentials are missing, or of another length or alphabet than the RFC allows.
    public static let invalidCredentials = Rule(
        "invalid-credentials", .description, .error, title: "invalid ICE credentials",
        reference: "RFC 8839 §5.4",
        explanation: """
            ICE signs its checks with a user name of 4 to 256 characters and a password of 22 to 256, letters, \
            digits, + and / alone. With others the description is refused or every check fails. Look for code that \
            edits the description, or cuts it.
            """)

    /// An offer has no sections.
    public static let nothingToNegotiate = Rule(
        "nothing-to-negotiate", .description, .warning, title: "nothing to negotiate",
        reference: "RFC 9429 §5.2.1",
        explanation: """
            The offer has no section, so there is nothing to connect and no candidate will be gathered. Mostly \
            createOffer was called before the tracks or the data channel were added. Add them first, or a \
            transceiver to receive with.
            """)
}

/// What can be wrong with a description by itself.
enum DescriptionRules {
    /// What is wrong with `statement`, which was said as a description of `kind`; nothing if that is none.
    static func check(_ statement: SignaledDescription, kind: Kind) -> [Observation] {
        guard kind == .offer || kind == .answer || kind == .pranswer else { return [] }
        let (entry, author) = (statement.entry, statement.author)
        guard let terms = statement.terms else {
            let sentence: Sentence = """
                the \(kind.rawValue) \(entry: entry) of \(peer: author) is no session \
                description
                """
            return [observation(.brokenDescription, sentence, statement)]
        }
        if let fault = terms.fault {
            let sentence: Sentence = "\(entry: entry) of \(peer: author), \(fault.description)"
            let severity: Severity = fault.isWarning ? .warning : .error
            let broken = observation(.brokenDescription, severity: severity, sentence, statement)
            // What else is amiss may follow from it: what a broken text lacks may be what got lost.
            return fault.isWarning ? [broken] + lacks(terms, statement, kind) : [broken]
        }
        return lacks(terms, statement, kind)
    }

    private static func lacks(_ terms: SDPSummary, _ statement: SignaledDescription, _ kind: Kind) -> [Observation] {
        if terms.sections.isEmpty {
            guard kind == .offer else { return [] }
            let sentence: Sentence = """
                \(peer: statement.author) offers nothing in \(entry: statement.entry): no m= \
                line
                """
            return [observation(.nothingToNegotiate, sentence, statement)]
        }
        return missingFingerprint(terms, statement) + invalidCredentials(terms, statement)
    }

    /// RFC 8122 §5, RFC 9429 §5.8.3.
    private static func missingFingerprint(_ terms: SDPSummary, _ statement: SignaledDescription) -> [Observation] {
        let bare = terms.transportSections.filter { index in
            terms.sections[index].isDTLS && terms.sections[index].fingerprints.isEmpty
        }
        guard !bare.isEmpty else { return [] }
        let sentence: Sentence =
            "\(entry: statement.entry) of \(peer: statement.author) has no fingerprint for \(terms.names(bare))"
        return [observation(.missingFingerprint, sentence, statement, bare)]
    }

    /// RFC 8839 §5.4.
    private static func invalidCredentials(_ terms: SDPSummary, _ statement: SignaledDescription) -> [Observation] {
        guard terms.transportSections.contains(where: { !terms.sections[$0].credentialFaults.isEmpty }) else {
            return []
        }
        var sections: [CredentialFault: [Int]] = [:]
        for index in terms.transportSections {
            for fault in terms.sections[index].credentialFaults {
                sections[fault, default: []].append(index)
            }
        }
        return sections.sorted { $0.key < $1.key }.map { fault, indices in
            let sentence: Sentence =
                "\(entry: statement.entry) of \(peer: statement.author): \(fault.words) in \(terms.names(indices))"
            return observation(.invalidCredentials, severity: fault.severity, sentence, statement, indices)
        }
    }

    private static func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ statement: SignaledDescription,
        _ sections: [Int] = []
    ) -> Observation {
        Observation(rule, severity: severity, sentence, proof: [statement.entry], subject: statement.subject(sections))
    }
}

extension CredentialFault {
    /// Browsers take characters that the RFC does not, but no other length.
    fileprivate var severity: Severity {
        if case .character = self { .warning } else { .error }
    }
}
