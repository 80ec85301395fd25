import Drawing
import SDP

/// What the difference of a section comes to, in a few words.
struct DiffVerdict: Hashable, Sendable {
    /// How the one description stands to the other.
    enum Relation: Hashable, Sendable {
        /// The first is an offer, the second the answer to it.
        case answered
        /// The other way round.
        case answers
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
            case .answered: Self.answered(before, after, section.keptCodecs, section.droppedCodecs, names)
            case .answers:
                Self.answered(after, before, section.keptCodecs, section.addedCodecs, (names.1, names.0))
            case .followed, .unrelated: Self.changed(section)
            }
    }

    private static func wrong(_ words: String) -> DiffVerdict { DiffVerdict("! " + words, Style(.warning)) }

    // MARK: An offer and its answer

    /// The rules are those of RFC 3264 §6 and RFC 8842 §5.3.
    private static func answered(
        _ offer: MediaDescription?, _ answer: MediaDescription?, _ kept: [String], _ dropped: [String],
        _ names: (offerer: String, answerer: String)
    ) -> DiffVerdict {
        guard let offer else { return wrong("was not offered") }
        guard let answer else { return wrong("\(names.answerer) leaves it out") }
        guard !offer.isRejected else {
            return answer.isRejected ? DiffVerdict("rejected", .chrome) : wrong("was offered as rejected")
        }
        guard !answer.isRejected else { return wrong("rejected by \(names.answerer)") }
        if offer.kind != answer.kind || offer.transport != answer.transport { return wrong("another kind") }
        if kept.isEmpty, !dropped.isEmpty { return wrong("no codec in common") }
        if let fault = fault(offer.setup, answer.setup) { return wrong(fault) }
        if let lack = lack(offer, answer, names) { return wrong(lack) }
        return DiffVerdict("ok" + (dropped.isEmpty ? "" : ": \(listed(dropped)) dropped"), Style(.good))
    }

    private static func fault(_ offer: SetupRole?, _ answer: SetupRole?) -> String? {
        switch (offer, answer) {
        case (_, .actpass): "setup is left open"
        case (.active, .active): "both are active"
        case (.passive, .passive): "both are passive"
        default: nil
        }
    }

    /// Who of the two sends nothing, or takes nothing, that was offered.
    private static func lack(
        _ offer: MediaDescription, _ answer: MediaDescription, _ names: (offerer: String, answerer: String)
    ) -> String? {
        // The direction says nothing of data channels.
        guard offer.kind != "application" else { return nil }
        let media = ["audio", "video"].contains(offer.kind) ? offer.kind : "media"
        let (asked, given) = (offer.direction, answer.direction)
        if given.sends && !asked.receives || given.receives && !asked.sends { return "direction does not fit" }
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

extension Direction {
    fileprivate var sends: Bool { self == .sendrecv || self == .sendonly }
    fileprivate var receives: Bool { self == .sendrecv || self == .recvonly }
}
