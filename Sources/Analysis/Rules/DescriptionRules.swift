import Connections
public import Findings
import Messages
import Negotiations
import SDP

extension Rule {
    /// A description breaks the grammar of SDP.
    public static let brokenDescription = Rule(
        "broken-description", .description, .error, title: "broken description",
        reference: "RFC 8866 §5",
        explanation: """
            The text violates the grammar of session descriptions, and setRemoteDescription may reject it. The usual \
            cause is code that edits or transports the text: a line end lost by trimming, line ends escaped twice, a \
            truncated text.
            """,
        remedy: """
            Send the description exactly as the browser created it.
            """)

    /// An m-section that is secured by DTLS has no fingerprint.
    public static let missingFingerprint = Rule(
        "missing-fingerprint", .description, .error, title: "missing fingerprint",
        reference: "RFC 8122 §5, RFC 9429 §5.8.3",
        explanation: """
            Media and data are secured by DTLS, and the fingerprint identifies the certificate of the other side. \
            Without it the description is rejected.
            """,
        remedy: """
            Look for code that edits the description, or a server that puts the fingerprint where the section does not \
            inherit it.
            """)

    /// ICE credentials are missing, or have a length or characters that the RFC does not allow.
    public static let invalidCredentials = Rule(
        "invalid-credentials", .description, .error, title: "invalid ICE credentials",
        reference: "RFC 8839 §5.4",
        explanation: """
            ICE signs its checks with a user name of 4 to 256 characters and a password of 22 to 256 characters, which \
            are letters, digits, + and /. With other credentials the description is rejected, or all checks fail.
            """,
        remedy: """
            Look for code that edits or truncates the description.
            """)

    /// An offer has no m-sections.
    public static let nothingToNegotiate = Rule(
        "nothing-to-negotiate", .description, .warning, title: "nothing to negotiate",
        reference: "RFC 9429 §5.2.1",
        explanation: """
            The offer has no section, so there is nothing to connect and no candidate will be gathered. Usually \
            createOffer was called before the tracks or the data channel were added.
            """,
        remedy: """
            Add the tracks or the data channel first, or a transceiver that receives.
            """)
}

/// Checks of a description by itself.
enum DescriptionRules {
    /// Checks a description that was sent in a message of `kind`.
    static func check(_ description: SignaledDescription, kind: Kind) -> [Observation] {
        guard kind == .offer || kind == .answer || kind == .pranswer else { return [] }
        let (entry, author) = (description.entry, description.author)
        guard let terms = description.terms else {
            let sentence: Sentence = """
                the \(kind.rawValue) \(entry: entry) of \(peer: author) is no session \
                description
                """
            return [observation(.brokenDescription, sentence, description)]
        }
        if let fault = terms.fault {
            let sentence: Sentence = "\(entry: entry) of \(peer: author), \(fault.description)"
            let severity: Severity = fault.isWarning ? .warning : .error
            let broken = observation(.brokenDescription, severity: severity, sentence, description)
            // Other problems of a broken text may be consequences: the missing lines may be the ones that were lost.
            return fault.isWarning ? [broken] + missingParts(terms, description, kind) : [broken]
        }
        return missingParts(terms, description, kind)
    }

    private static func missingParts(_ terms: SDPSummary, _ description: SignaledDescription, _ kind: Kind)
        -> [Observation]
    {
        if terms.sections.isEmpty {
            guard kind == .offer else { return [] }
            let sentence: Sentence = """
                \(peer: description.author) offers nothing in \(entry: description.entry): no m= \
                line
                """
            return [observation(.nothingToNegotiate, sentence, description)]
        }
        return missingFingerprint(terms, description) + invalidCredentials(terms, description)
    }

    /// RFC 8122 §5, RFC 9429 §5.8.3.
    private static func missingFingerprint(_ terms: SDPSummary, _ description: SignaledDescription) -> [Observation] {
        let bare = terms.transportSections.filter { index in
            terms.sections[index].isDTLS && terms.sections[index].fingerprints.isEmpty
        }
        guard !bare.isEmpty else { return [] }
        let sentence: Sentence =
            "\(entry: description.entry) of \(peer: description.author) has no fingerprint for \(terms.names(bare))"
        return [observation(.missingFingerprint, sentence, description, bare)]
    }

    /// RFC 8839 §5.4.
    private static func invalidCredentials(_ terms: SDPSummary, _ description: SignaledDescription) -> [Observation] {
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
                "\(entry: description.entry) of \(peer: description.author): \(fault.message) in \(terms.names(indices))"
            return observation(.invalidCredentials, severity: fault.severity, sentence, description, indices)
        }
    }

    private static func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ description: SignaledDescription,
        _ sections: [Int] = []
    ) -> Observation {
        Observation(
            rule, severity: severity, sentence, proof: [description.entry], subject: description.subject(sections))
    }
}

extension CredentialFault {
    /// Browsers accept characters that the RFC does not allow, but no other length.
    fileprivate var severity: Severity {
        if case .character = self { .warning } else { .error }
    }
}
