import SDP
import Text

extension Rule {
    /// An answer has another number of sections than its offer.
    public static let sectionCount = Rule(
        "section-count", .answer, .error, title: "another number of sections",
        reference: "RFC 3264 §6, RFC 9429 §5.8.3",
        explanation: """
            Every section of an offer is answered in its place, also one that is refused: with port 0. With another \
            number of sections the answer is not accepted. Some servers leave out what they do not support, which \
            they have to reject instead.
            """)

    /// A section of an answer has another kind or protocol than the one that was offered.
    public static let sectionMismatch = Rule(
        "section-mismatch", .answer, .error, title: "section of another kind",
        reference: "RFC 9429 §5.8.3",
        explanation: """
            Sections are matched by their order, and here the answer has another kind or protocol at the place of \
            the offer. It will not be accepted. Keep the offer's order, and reject what is not wanted with port 0 at \
            its place.
            """)

    /// A mid differs from the offer's, or stands twice.
    public static let midMismatch = Rule(
        "mid-mismatch", .answer, .error, title: "section of another name",
        reference: "RFC 5888 §4, RFC 5888 §9",
        explanation: """
            The mid names a section in bundles and beside candidates, so the answer has to repeat the offer's, and \
            none may stand twice. Otherwise the answer is refused or candidates reach the wrong section. Without any \
            mids, sections are matched by order, as older clients do.
            """)
}

/// Turns the issues of an answer beside its offer into observations.
struct AnswerRules {
    let offer: SignaledDescription
    let answer: SignaledDescription
    let check: AnswerCheck

    /// The observations on `answer`, which answers `offer`.
    static func check(offer: SignaledDescription, answer: SignaledDescription) -> [Observation] {
        guard let offered = offer.terms, let answered = answer.terms else { return [] }
        let check = AnswerCheck(offer: offered, answer: answered)
        guard !check.issues.isEmpty else { return [] }
        let rules = AnswerRules(offer: offer, answer: answer, check: check)
        return check.issues.compactMap { rules.observation($0) }
    }

    private func observation(_ issue: AnswerIssue) -> Observation? {
        switch issue {
        case .sectionCount(let offered, let answered): sectionCount(offered, answered)
        case .kind(let section, let offered, let answered): kind(section, offered, answered)
        case .mid(let section, let offered, let answered): mid(section, offered, answered)
        case .repeatedMid(let mid, let isOffered): repeatedMid(mid, in: isOffered ? offer : answer)
        case .missingMids: missingMids
        case .undecidedSetup(let sections): undecidedSetup(sections)
        case .setupConflict(let sections, let role): setupConflict(sections, role)
        case .suspendedSetup(let sections): suspendedSetup(sections)
        case .sharedFingerprint(let isEcho): sharedFingerprint(isEcho: isEcho)
        case .noCommonCodec(let sections): noCommonCodec(sections)
        case .rejected(let sections): rejected(sections)
        case .reopened(let sections): reopened(sections)
        case .illegalDirection(let sections, let offered, let answered): illegal(sections, offered, answered)
        case .oneWay(let sections, let answered): oneWay(sections, answered)
        // That of some is held or not wanted is not worth a sentence.
        case .inactive(let sections, let isAll): isAll ? inactive(sections) : nil
        }
    }

    func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ sections: [Int] = []
    ) -> Observation {
        Observation(
            rule, severity: severity, sentence, proof: [offer.entry, answer.entry], subject: answer.subject(sections))
    }
}

extension AnswerRules {
    private func sectionCount(_ wanted: Int, _ count: Int) -> Observation {
        let sections = count == 1 ? "1 section" : "\(count) sections"
        return observation(
            .sectionCount,
            "the answer \(entry: answer.entry) has \(sections), the offer \(entry: offer.entry) has \(wanted)")
    }

    private func kind(_ index: Int, _ offered: String, _ answered: String) -> Observation {
        let (one, other) = (Excerpt(offered).description, Excerpt(answered).description)
        return observation(
            .sectionMismatch,
            """
            m\(index) is \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """, [index])
    }

    private func mid(_ index: Int, _ offered: String, _ answered: String) -> Observation {
        let (one, other) = (Excerpt(offered).description, Excerpt(answered).description)
        return observation(
            .midMismatch,
            """
            m\(index) has mid \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """, [index])
    }

    private func repeatedMid(_ mid: String, in statement: SignaledDescription) -> Observation {
        Observation(
            .midMismatch,
            """
            \(entry: statement.entry) of \(peer: statement.author) has mid \(Excerpt(mid).description) more than once
            """,
            proof: [offer.entry, answer.entry], subject: statement.subject())
    }

    private var missingMids: Observation {
        observation(
            .midMismatch, severity: .information,
            "the answer \(entry: answer.entry) names no section with a mid: they are matched by their order")
    }
}
