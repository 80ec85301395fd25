import Connections
public import Findings
import Negotiations
import SDP
import Text

extension Rule {
    /// An answer has more or fewer m-sections than its offer.
    public static let sectionCount = Rule(
        "section-count", .answer, .error, title: "another number of sections",
        reference: "RFC 3264 §6, RFC 9429 §5.8.3",
        explanation: """
            An answer has one section for each section of its offer, in the same order; a rejected section has port 0. \
            An answer with another number of sections is rejected as a whole.
            """,
        remedy: """
            Answer each section of the offer, in its order; reject a section that is not wanted with port 0.
            """)

    /// An m-section of an answer has another kind or protocol than the one in the offer.
    public static let sectionMismatch = Rule(
        "section-mismatch", .answer, .error, title: "section of another kind",
        reference: "RFC 9429 §5.8.3",
        explanation: """
            Sections are matched by their order, and this section of the answer has another kind or protocol than the \
            section of the offer. The answer will be rejected.
            """,
        remedy: """
            Keep the offer's order, and give a section that is not wanted port 0.
            """)

    /// A mid differs from the offer's, or is used twice.
    public static let midMismatch = Rule(
        "mid-mismatch", .answer, .error, title: "mid that does not match",
        reference: "RFC 5888 §4, RFC 5888 §9",
        explanation: """
            The mid identifies a section in bundles and in candidates, so the answer has to repeat the offer's, and \
            each mid has to be unique. Otherwise the answer is rejected, or candidates are added to the wrong section. \
            Without mids, sections are matched by order, as older clients do.
            """,
        remedy: """
            Copy each mid of the offer into the answer, or let createAnswer write the answer.
            """)
}

/// The observations for the issues of an answer, which ``AnswerCheck`` finds (RFC 3264 §6, RFC 8842 §5.3).
struct AnswerRules {
    let offer: SignaledDescription
    let answer: SignaledDescription
    let check: AnswerCheck

    /// Checks `answer`, which answers `offer`.
    static func check(offer: SignaledDescription, answer: SignaledDescription) -> [Observation] {
        guard let offered = offer.terms, let answered = answer.terms else { return [] }
        let check = AnswerCheck(offer: offered, answer: answered)
        guard !check.issues.isEmpty else { return [] }
        let rules = AnswerRules(offer: offer, answer: answer, check: check)
        return check.issues.compactMap { rules.observation($0) }
    }

    private func observation(_ issue: AnswerIssue) -> Observation? {
        switch issue {
        case .sectionCount(let offered, let answered): sectionCount(offered: offered, answered: answered)
        case .kind(let section, let offered, let answered): kind(section, offered: offered, answered: answered)
        case .mid(let section, let offered, let answered): mid(section, offered: offered, answered: answered)
        case .repeatedMid(let mid, let isOffered): repeatedMid(mid, in: isOffered ? offer : answer)
        case .missingMids: missingMids
        case .undecidedSetup(let sections): undecidedSetup(sections)
        case .setupConflict(let sections, let role): setupConflict(sections, role)
        case .suspendedSetup(let sections): suspendedSetup(sections)
        case .sharedFingerprint(let isEcho): sharedFingerprint(isEcho: isEcho)
        case .noCommonCodec(let sections): noCommonCodec(sections)
        case .rejected(let sections): rejected(sections)
        case .reopened(let sections): reopened(sections)
        case .illegalDirection(let sections, let offered, let answered):
            illegalDirection(sections, offered: offered, answered: answered)
        case .oneWay(let sections, let answered): oneWay(sections, answered)
        // Single sections are often inactive on purpose.
        case .inactive(let sections, let isAll): isAll ? inactive(sections) : nil
        }
    }

    /// An observation about `sections` of the answer.
    func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ sections: [Int] = []
    ) -> Observation {
        Observation(
            rule, severity: severity, sentence, proof: [offer.entry, answer.entry], subject: answer.subject(sections))
    }
}

extension AnswerRules {
    private func sectionCount(offered: Int, answered: Int) -> Observation {
        let sections = answered == 1 ? "1 section" : "\(answered) sections"
        return observation(
            .sectionCount,
            "the answer \(entry: answer.entry) has \(sections), the offer \(entry: offer.entry) has \(offered)")
    }

    private func kind(_ index: Int, offered: String, answered: String) -> Observation {
        let (one, other) = (Excerpt(offered).description, Excerpt(answered).description)
        return observation(
            .sectionMismatch,
            """
            m\(index) is \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """, [index])
    }

    private func mid(_ index: Int, offered: String, answered: String) -> Observation {
        let (one, other) = (Excerpt(offered).description, Excerpt(answered).description)
        return observation(
            .midMismatch,
            """
            m\(index) has mid \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """, [index])
    }

    private func repeatedMid(_ mid: String, in description: SignaledDescription) -> Observation {
        Observation(
            .midMismatch,
            """
            \(entry: description.entry) of \(peer: description.author) has mid \(Excerpt(mid).description) more than once
            """,
            proof: [offer.entry, answer.entry], subject: description.subject())
    }

    private var missingMids: Observation {
        observation(
            .midMismatch, severity: .information,
            "the answer \(entry: answer.entry) names no section with a mid: they are matched by their order")
    }
}
