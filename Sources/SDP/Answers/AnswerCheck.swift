/// A check of an answer against its offer (RFC 3264 §6, RFC 8842 §5.3, RFC 9429 §5.3.1).
///
/// ```
/// offer             answer
/// m0 audio mid 0 ── m0 audio mid 0     matching sections: setup, codecs and direction are compared
/// m1 video mid 1 ── m1 video mid 7     mismatched mids: an issue, and no section from here on is compared
/// ```
/// It depends on the two descriptions alone, not on who sent them or when.
public struct AnswerCheck: Hashable, Sendable {
    /// The summary of the offer.
    public let offer: SDPSummary
    /// The summary of the answer.
    public let answer: SDPSummary
    /// The indices of the sections that match in kind and mid (RFC 3264 §6), up to the first that does not.
    public let sections: Range<Int>
    /// The issues in order: those of the sections as a whole, then of security, then of media.
    public private(set) var issues: [AnswerIssue] = []
    /// The matching sections that carry media and that neither side rejects.
    let mediaSections: [Int]

    /// Checks `answer` against `offer`.
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

    /// Whether both sections have the same kind of media. Transport protocols differ only if they cannot interoperate.
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

    /// The issues with the number, order, kinds and mids of the sections.
    private var shape: [AnswerIssue] {
        let (wanted, count) = (offer.sections.count, answer.sections.count)
        guard wanted == count else { return [.sectionCount(offered: wanted, answered: count)] + repeatedMids }
        return misplaced + repeatedMids + missingMids
    }

    /// The first mismatched section (RFC 9429 §5.8.3). The sections after it are out of order, too.
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

    /// Mids that occur twice in one description (RFC 5888 §4).
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
