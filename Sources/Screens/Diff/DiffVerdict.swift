import Drawing
import SDP
import Text

/// A verdict on the difference of an m-section, in a few words.
struct DiffVerdict: Hashable, Sendable {
    /// The relation of the two descriptions.
    enum Relation: Hashable, Sendable {
        /// The first is an offer and the second its answer.
        case offerThenAnswer(AnswerCheck)
        /// The first is an answer and the second its offer.
        case answerThenOffer(AnswerCheck)
        /// Both are from the same sender and session.
        case sameSender
        case unrelated
    }

    /// The names of the two peers of an offer and its answer.
    private typealias Names = (offerer: String, answerer: String)

    let text: String
    let style: Style

    private init(_ text: String, _ style: Style) {
        (self.text, self.style) = (DiffValues.shortened(text), style)
    }

    /// Judges the difference of an m-section; `names` are those of the senders of the two descriptions.
    init(_ section: SectionDifference, _ relation: Relation, names: (String, String)) {
        let (before, after) = (section.before, section.after)
        self =
            switch relation {
            case .offerThenAnswer(let check):
                Self.answered(offer: before, answer: after, droppedCodecs: section.droppedCodecs, check, names: names)
            case .answerThenOffer(let check):
                Self.answered(
                    offer: after, answer: before, droppedCodecs: section.addedCodecs, check, names: (names.1, names.0))
            case .sameSender, .unrelated: Self.changed(section)
            }
    }

    private static func warning(_ text: String) -> DiffVerdict { DiffVerdict("! " + text, Style(.warning)) }

    // MARK: An offer and its answer

    /// Judges an m-section of an answer, by the same `check` as the findings, so that the two never disagree.
    private static func answered(
        offer: MediaDescription?, answer: MediaDescription?, droppedCodecs: [String], _ check: AnswerCheck, names: Names
    ) -> DiffVerdict {
        let indices = [answer, offer].compactMap { $0?.index }
        if let index = indices.first, indices.allSatisfy(check.sections.contains) {
            let dropped = offer == nil || answer == nil ? [] : droppedCodecs
            return matched(index, droppedCodecs: dropped, check, names: names)
        }
        guard let offer else { return warning("was not offered") }
        guard let answer else { return warning("\(names.answerer) leaves it out") }
        guard offer.index == answer.index else { return warning("wrong position") }
        let isMisplaced = check.issues.contains { $0.sections == [answer.index] }
        return isMisplaced ? warning("another kind") : DiffVerdict("not compared", .chrome)
    }

    /// Judges the m-section at `index`, which offer and answer have in the same place.
    private static func matched(
        _ index: Int, droppedCodecs dropped: [String], _ check: AnswerCheck, names: Names
    ) -> DiffVerdict {
        let (offer, answer) = (check.offer.sections[index], check.answer.sections[index])
        let issues = check.issues.filter { $0.sections.contains(index) }.sorted { $0.rank < $1.rank }
        let texts = issues.lazy.compactMap { text(of: $0, offer: offer, answer: answer, names: names) }
        if let text = texts.first { return warning(text) }
        if offer.isRejected { return DiffVerdict("rejected", .chrome) }
        guard !answer.isRejected else { return DiffVerdict("rejected by \(names.answerer)", Style(.information)) }
        return DiffVerdict("ok" + (dropped.isEmpty ? "" : ": \(listed(dropped)) dropped"), Style(.good))
    }

    /// Describes `issue` for one m-section; `nil` if it is no problem there.
    private static func text(
        of issue: AnswerIssue, offer: SDPSummary.Section, answer: SDPSummary.Section, names: Names
    ) -> String? {
        switch issue {
        case .rejected: "rejected by \(names.answerer)"
        case .reopened: "was offered as rejected"
        case .noCommonCodec: "no codec in common"
        case .undecidedSetup: "setup is left open"
        case .setupConflict(_, let role): "both are \(role.rawValue)"
        case .suspendedSetup: "setup is postponed"
        case .illegalDirection: "direction does not fit"
        case .oneWay, .inactive: missingMedia(offer: offer, answer: answer, names: names)
        case .sectionCount, .kind, .mid, .repeatedMid, .missingMids, .sharedFingerprint: nil
        }
    }

    /// Describes the media that were offered in a direction and not accepted; `nil` if there are none.
    private static func missingMedia(
        offer: SDPSummary.Section, answer: SDPSummary.Section, names: Names
    ) -> String? {
        let media = ["audio", "video"].contains(offer.kind) ? offer.kind : "media"
        let (offered, accepted) = (offer.direction, answer.direction)
        switch (offered.receives && !accepted.sends, offered.sends && !accepted.receives) {
        case (true, true): return "no \(media) flows"
        case (true, false): return "\(names.answerer) sends no \(media)"
        case (false, true): return "\(names.answerer) takes no \(media)"
        case (false, false): return nil
        }
    }

    // MARK: Two other descriptions

    private static func changed(_ section: SectionDifference) -> DiffVerdict {
        guard let before = section.before else { return DiffVerdict("new", Style(.information)) }
        guard let after = section.after else { return warning("gone") }
        var changes = section.changes.map(\.rawValue)
        if !after.isRejected {
            if before.direction != after.direction { changes.append("now \(after.direction.rawValue)") }
            if !section.droppedCodecs.isEmpty { changes.append(listed(section.droppedCodecs) + " dropped") }
            if !section.addedCodecs.isEmpty { changes.append(listed(section.addedCodecs) + " added") }
        }
        if changes.isEmpty { return DiffVerdict(after.isRejected ? "rejected" : "same", .chrome) }
        let text = changes.joined(separator: ", ")
        let isProblem = section.changes.contains { [.rejected, .halfICERestart, .kind].contains($0) }
        return isProblem ? warning(text) : DiffVerdict(text, Style(.information))
    }

    private static func listed(_ names: [String]) -> String {
        names.count > 2 ? "\(names.count) codecs" : names.joined(separator: " ")
    }
}

extension DiffVerdict.Relation {
    /// The problems of an answer that concern none of its m-sections in particular.
    var faults: [String] {
        let check: AnswerCheck
        switch self {
        case .offerThenAnswer(let found), .answerThenOffer(let found): check = found
        case .sameSender, .unrelated: return []
        }
        return check.issues.compactMap { issue in
            switch issue {
            case .repeatedMid(let mid, let isOffered):
                "! the \(isOffered ? "offer" : "answer") has mid \(Excerpt(mid)) more than once (RFC 5888 §4)"
            case .sharedFingerprint(let isEcho):
                "! the answer has the offer's fingerprint\(isEcho ? " and ICE user name" : "") (RFC 8122 §5)"
            default: nil
            }
        }
    }
}

extension AnswerIssue {
    /// The rank of the issue; of several issues in an m-section, the one with the lowest rank is named.
    fileprivate var rank: Int {
        switch self {
        case .rejected, .reopened: 0
        case .noCommonCodec: 1
        case .undecidedSetup, .setupConflict, .suspendedSetup: 2
        default: 3
        }
    }
}

extension Direction {
    fileprivate var sends: Bool { self == .sendrecv || self == .sendonly }
    fileprivate var receives: Bool { self == .sendrecv || self == .recvonly }
}
