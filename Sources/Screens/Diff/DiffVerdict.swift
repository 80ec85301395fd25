import Drawing
import SDP

/// What the difference of a section comes to, in a few words.
struct DiffVerdict: Hashable, Sendable {
    /// How the one description stands to the other.
    enum Relation: Hashable, Sendable {
        /// The first is an offer, the second the answer to it.
        case answered(AnswerCheck)
        /// The other way round.
        case answers(AnswerCheck)
        /// Both are of one side.
        case followed
        case unrelated
    }

    let words: String
    let style: Style

    private init(_ words: String, _ style: Style) {
        (self.words, self.style) = (DiffStep.shortened(words), style)
    }

    /// The verdict on `section` of two descriptions, by authors called so.
    init(_ section: SectionDifference, _ relation: Relation, _ names: (String, String)) {
        let (before, after) = (section.before, section.after)
        self =
            switch relation {
            case .answered(let check): Self.answered(before, after, section.droppedCodecs, check, names)
            case .answers(let check):
                Self.answered(after, before, section.addedCodecs, check, (names.1, names.0))
            case .followed, .unrelated: Self.changed(section)
            }
    }

    private static func wrong(_ words: String) -> DiffVerdict { DiffVerdict("! " + words, Style(.warning)) }

    // MARK: An offer and its answer

    /// The judgement is that of the findings: both go by the issues of one `check`.
    private static func answered(
        _ offer: MediaDescription?, _ answer: MediaDescription?, _ dropped: [String], _ check: AnswerCheck,
        _ names: (offerer: String, answerer: String)
    ) -> DiffVerdict {
        let places = [answer, offer].compactMap { $0?.index }
        if let place = places.first, places.allSatisfy(check.sections.contains) {
            return inPlace(place, offer == nil || answer == nil ? [] : dropped, check, names)
        }
        guard let offer else { return wrong("was not offered") }
        guard let answer else { return wrong("\(names.answerer) leaves it out") }
        guard offer.index == answer.index else { return wrong("out of its place") }
        let isMisplaced = check.issues.contains { $0.sections == [answer.index] }
        return isMisplaced ? wrong("another kind") : DiffVerdict("not compared", .chrome)
    }

    /// The verdict on the section at index `place`, which is answered there.
    private static func inPlace(
        _ place: Int, _ dropped: [String], _ check: AnswerCheck, _ names: (offerer: String, answerer: String)
    ) -> DiffVerdict {
        let (offer, answer) = (check.offer.sections[place], check.answer.sections[place])
        let issues = check.issues.filter { $0.sections.contains(place) }.sorted { $0.rank < $1.rank }
        if let words = issues.lazy.compactMap({ words($0, offer, answer, names) }).first { return wrong(words) }
        if offer.isRejected {
            return answer.isRejected
                ? DiffVerdict("rejected", .chrome) : DiffVerdict("was offered as rejected", Style(.information))
        }
        guard !answer.isRejected else { return DiffVerdict("rejected by \(names.answerer)", Style(.information)) }
        return DiffVerdict("ok" + (dropped.isEmpty ? "" : ": \(listed(dropped)) dropped"), Style(.good))
    }

    /// What `issue` comes to in one section; `nil` if that is in order.
    private static func words(
        _ issue: AnswerIssue, _ offer: SDPSummary.Section, _ answer: SDPSummary.Section,
        _ names: (offerer: String, answerer: String)
    ) -> String? {
        switch issue {
        case .rejected: "rejected by \(names.answerer)"
        case .noCommonCodec: "no codec in common"
        case .undecidedSetup: "setup is left open"
        case .setupConflict(_, let role): "both are \(role.rawValue)"
        case .suspendedSetup: "setup is put off"
        case .illegalDirection: "direction does not fit"
        case .oneWay, .inactive: lack(offer, answer, names)
        case .sectionCount, .kind, .mid, .repeatedMid, .missingMids, .sharedFingerprint: nil
        }
    }

    /// Who of the two sends nothing, or takes nothing, that was offered.
    private static func lack(
        _ offer: SDPSummary.Section, _ answer: SDPSummary.Section, _ names: (offerer: String, answerer: String)
    ) -> String? {
        let media = ["audio", "video"].contains(offer.kind) ? offer.kind : "media"
        let (asked, given) = (offer.direction, answer.direction)
        switch (asked.receives && !given.sends, asked.sends && !given.receives) {
        case (true, true): return "no \(media) flows"
        case (true, false): return "\(names.answerer) sends no \(media)"
        case (false, true): return "\(names.answerer) takes no \(media)"
        case (false, false): return nil
        }
    }

    // MARK: Any two

    private static func changed(_ section: SectionDifference) -> DiffVerdict {
        guard let before = section.before else { return DiffVerdict("new", Style(.information)) }
        guard let after = section.after else { return wrong("gone") }
        var words = section.changes.map(\.rawValue)
        if !after.isRejected {
            if before.direction != after.direction { words.append("now \(after.direction.rawValue)") }
            if !section.droppedCodecs.isEmpty { words.append(listed(section.droppedCodecs) + " dropped") }
            if !section.addedCodecs.isEmpty { words.append(listed(section.addedCodecs) + " added") }
        }
        if words.isEmpty { return DiffVerdict(after.isRejected ? "rejected" : "same", .chrome) }
        let text = words.joined(separator: ", ")
        let isWrong = section.changes.contains { [.rejected, .halfICERestart, .kind].contains($0) }
        return isWrong ? wrong(text) : DiffVerdict(text, Style(.information))
    }

    private static func listed(_ names: [String]) -> String {
        names.count > 2 ? "\(names.count) codecs" : names.joined(separator: " ")
    }
}

extension AnswerIssue {
    /// Which of several in one section is named: that of the lowest rank.
    fileprivate var rank: Int {
        switch self {
        case .rejected: 0
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
