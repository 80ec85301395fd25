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

extension AnswerMatch {
    /// Whether the answer has the offer's sections, in the offer's order, under the offer's names.
    var shape: [Observation] {
        let (count, wanted) = (answered.sections.count, offered.sections.count)
        if count != wanted {
            let lines = count == 1 ? "1 section" : "\(count) sections"
            let sentence: Sentence =
                "the answer \(entry: answer.entry) has \(lines), the offer \(entry: offer.entry) has \(wanted)"
            return [observation(.sectionCount, sentence)] + repeatedMids
        }
        return place + repeatedMids + namelessSections
    }

    /// RFC 9429 §5.8.3: the first section that is answered out of its place; what follows is out of place too.
    private var place: [Observation] {
        let index = sections.endIndex
        guard index < answered.sections.count else { return [] }
        let (left, right) = (offered.sections[index], answered.sections[index])
        guard Self.isSameKind(left, right) else {
            let isKind = left.kind != right.kind
            let one = Excerpt(isKind ? left.kind : left.transport).description
            let other = Excerpt(isKind ? right.kind : right.transport).description
            let sentence: Sentence =
                """
                m\(index) is \(one) in the offer \(entry: offer.entry), \(other) in the answer \
                \(entry: answer.entry)
                """
            return [observation(.sectionMismatch, sentence, [index])]
        }
        let one = Excerpt(left.mid ?? "").description
        let other = Excerpt(right.mid ?? "").description
        let sentence: Sentence =
            """
            m\(index) has mid \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """
        return [observation(.midMismatch, sentence, [index])]
    }

    /// RFC 5888 §4.
    private var repeatedMids: [Observation] {
        [(offer, offered), (answer, answered)].compactMap { statement, terms in
            guard let mid = terms.repeatedMid else { return nil }
            let sentence: Sentence =
                """
                \(entry: statement.entry) of \(peer: statement.author) has mid \
                \(Excerpt(mid).description) more than once
                """
            return Observation(
                .midMismatch,
                sentence,
                proof: [offer.entry, answer.entry],
                subject: statement.subject()
            )
        }
    }

    private var namelessSections: [Observation] {
        let open = answered.openSections
        guard !open.isEmpty, open.allSatisfy({ $0.mid == nil }) else { return [] }
        let sentence: Sentence =
            "the answer \(entry: answer.entry) names no section with a mid: they are matched by their order"
        return [observation(.midMismatch, severity: .information, sentence)]
    }
}
