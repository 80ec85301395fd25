import Messages
import SDP

/// What can be wrong with a description by itself.
enum DescriptionRules {
    /// What is wrong with `statement`, which was said as a description of `kind`; nothing if that is none.
    static func check(_ statement: Statement, kind: Kind) -> [Observation] {
        guard kind == .offer || kind == .answer || kind == .pranswer else { return [] }
        let (entry, author) = (statement.entry, statement.author)
        guard let terms = statement.terms else {
            let sentence: Sentence = """
                the \(kind.rawValue) \(entry: entry) of \(peer: author) is no session \
                description
                """
            return [observation(.brokenDescription, .error, sentence, statement)]
        }
        if let fault = terms.fault {
            let sentence: Sentence = "\(entry: entry) of \(peer: author), \(fault.description)"
            let severity: Severity = fault.isWarning ? .warning : .error
            let broken = observation(.brokenDescription, severity, sentence, statement)
            // What else is amiss may follow from it: what a broken text lacks may be what got lost.
            return fault.isWarning ? [broken] + lacks(terms, statement, kind) : [broken]
        }
        return lacks(terms, statement, kind)
    }

    private static func lacks(_ terms: Terms, _ statement: Statement, _ kind: Kind) -> [Observation] {
        if terms.sections.isEmpty {
            guard kind == .offer else { return [] }
            let sentence: Sentence = """
                \(peer: statement.author) offers nothing in \(entry: statement.entry): no m= \
                line
                """
            return [observation(.nothingToNegotiate, .warning, sentence, statement)]
        }
        return missingFingerprint(terms, statement) + invalidCredentials(terms, statement)
    }

    /// RFC 8122 §5, RFC 9429 §5.8.3.
    private static func missingFingerprint(_ terms: Terms, _ statement: Statement) -> [Observation] {
        let bare = terms.transportSections.filter { index in
            terms.sections[index].isDTLS && terms.sections[index].fingerprints.isEmpty
        }
        guard !bare.isEmpty else { return [] }
        let sentence: Sentence =
            "\(entry: statement.entry) of \(peer: statement.author) has no fingerprint for \(terms.names(bare))"
        return [observation(.missingFingerprint, .error, sentence, statement, bare)]
    }

    /// RFC 8839 §5.4.
    private static func invalidCredentials(_ terms: Terms, _ statement: Statement) -> [Observation] {
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
            return observation(.invalidCredentials, fault.severity, sentence, statement, indices)
        }
    }

    private static func observation(
        _ rule: Rule, _ severity: Severity, _ sentence: Sentence, _ statement: Statement, _ sections: [Int] = []
    ) -> Observation {
        Observation(rule, severity, sentence, proof: [statement.entry], subject: statement.subject(sections))
    }
}

extension CredentialFault {
    /// Browsers take characters that the RFC does not, but no other length.
    fileprivate var severity: Severity {
        if case .character = self { .warning } else { .error }
    }
}
