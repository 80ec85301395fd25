/// An answer beside its offer (RFC 3264 §6, RFC 8842 §5.3, RFC 9429 §5.3.1): whether the two fit.
///
/// ```
/// offer             answer
/// m0 audio mid 0 ── m0 audio mid 0     in its place: setup, codecs and direction are compared
/// m1 video mid 1 ── m1 video mid 7     another mid: an issue, and nothing from here on is compared
/// ```
/// It knows the two descriptions alone, not who made them or when.
public struct AnswerCheck: Hashable, Sendable {
    /// What the offer commits its side to.
    public let offer: SDPSummary
    /// What the answer commits its side to.
    public let answer: SDPSummary
    /// The indices of the sections that are answered in their place (RFC 3264 §6); those behind are not compared.
    public let sections: Range<Int>
    /// What does not fit or is worth knowing: first the shape of the two, then how they are secured, then media.
    public private(set) var issues: [AnswerIssue] = []
    /// The sections in their place that neither side rejects and that carry media.
    let mediaSections: [Int]

    /// Compares `answer` with the `offer` that it answers.
    public init(offer: SDPSummary, answer: SDPSummary) {
        self.offer = offer
        self.answer = answer
        let count = min(offer.sections.count, answer.sections.count)
        let end = (0..<count).first { index in
            let (left, right) = (offer.sections[index], answer.sections[index])
            return !Self.isSameKind(left, right) || Self.isOtherMid(left, right)
        }
        sections = 0..<(end ?? count)
        mediaSections = sections.filter { index in
            !offer.sections[index].isRejected && !answer.sections[index].isRejected && !offer.sections[index].isData
        }
        issues = shape + security + media
    }

    /// Whether both are of one kind; among protocols only those that cannot speak with each other are told apart.
    private static func isSameKind(_ left: SDPSummary.Section, _ right: SDPSummary.Section) -> Bool {
        guard left.kind == right.kind else { return false }
        if left.isRejected || right.isRejected { return true }
        return left.isData == right.isData && left.isSecured == right.isSecured
    }

    private static func isOtherMid(_ left: SDPSummary.Section, _ right: SDPSummary.Section) -> Bool {
        guard let one = left.mid, let other = right.mid else { return false }
        return one != other
    }

    // MARK: Shape

    /// Whether the answer has the offer's sections, in the offer's order, under the offer's names.
    private var shape: [AnswerIssue] {
        let (wanted, count) = (offer.sections.count, answer.sections.count)
        guard wanted == count else { return [.sectionCount(offered: wanted, answered: count)] + repeatedMids }
        return misplaced + repeatedMids + missingMids
    }

    /// RFC 9429 §5.8.3: the first section that is answered out of its place; those behind it are out of place too.
    private var misplaced: [AnswerIssue] {
        let index = sections.endIndex
        guard index < answer.sections.count else { return [] }
        let (left, right) = (offer.sections[index], answer.sections[index])
        guard !Self.isSameKind(left, right) else {
            return [.mid(section: index, offered: left.mid ?? "", answered: right.mid ?? "")]
        }
        return [
            left.kind == right.kind
                ? .kind(section: index, offered: left.transport, answered: right.transport)
                : .kind(section: index, offered: left.kind, answered: right.kind)
        ]
    }

    /// RFC 5888 §4.
    private var repeatedMids: [AnswerIssue] {
        [(offer, true), (answer, false)].compactMap { terms, isOffered in
            terms.repeatedMid.map { .repeatedMid($0, isOffered: isOffered) }
        }
    }

    private var missingMids: [AnswerIssue] {
        let open = answer.openSections
        return !open.isEmpty && open.allSatisfy { $0.mid == nil } ? [.missingMids] : []
    }
}
