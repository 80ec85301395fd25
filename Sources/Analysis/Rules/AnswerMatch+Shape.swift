import SDP
import Text

extension AnswerMatch {
    /// Whether the answer has the offer's sections, in the offer's order, under the offer's names.
    var shape: [Observation] {
        let (count, wanted) = (answered.sections.count, offered.sections.count)
        if count != wanted {
            let lines = count == 1 ? "1 section" : "\(count) sections"
            let sentence: Sentence =
                "the answer \(entry: answer.entry) has \(lines), the offer \(entry: offer.entry) has \(wanted)"
            return [observation(.sectionCount, .error, sentence)] + repeatedMids
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
            return [observation(.sectionMismatch, .error, sentence, [index])]
        }
        let one = Excerpt(left.mid ?? "").description
        let other = Excerpt(right.mid ?? "").description
        let sentence: Sentence =
            """
            m\(index) has mid \(one) in the offer \(entry: offer.entry), \(other) in the answer \
            \(entry: answer.entry)
            """
        return [observation(.midMismatch, .error, sentence, [index])]
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
                .error,
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
        return [observation(.midMismatch, .information, sentence)]
    }
}
