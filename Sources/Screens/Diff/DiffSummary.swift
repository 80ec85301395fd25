import SDP
import Text

/// What the difference of two descriptions comes to: a line for each section, and what holds for all of them.
///
/// ```
/// mid  kind   direction          codecs        setup           verdict
/// 0    audio  sendrecv           opus red→opus actpass→active  ok: red dropped
/// 1    video  sendrecv→recvonly  VP8 rtx       actpass→active  ! bob sends no video
/// BUNDLE 0 1   ufrag Xy1f→p9Kd   fp 3C:91…→7A:1C…   trickle yes
/// ```
struct DiffSummary: Sendable {
    /// What is said of a section.
    struct Section: Sendable {
        let mid: String
        let kind: String
        let direction: DiffStep
        let codecs: Codecs
        let setup: DiffStep
        let muxesRTCP: DiffStep
        /// How many sources and restricted streams there are: `2 → 1`, `3 rid → 0`.
        let streams: DiffStep
        let verdict: DiffVerdict
    }

    /// The codecs of a section, in full or how many there are.
    struct Codecs: Sendable {
        let names: DiffStep
        let counts: DiffStep

        func text(isWide: Bool, width: Int) -> String {
            let text = names.text(isWide: isWide)
            guard Printable.width(text) > width, names.before != names.after else { return text }
            return counts.text(isWide: isWide) + " " + names.after
        }
    }

    let sections: [Section]
    /// What holds for all: `BUNDLE` with `0 1` and `0 1`.
    let facts: [(name: String, step: DiffStep)]
    /// What is wrong with the whole.
    let faults: [String]

    init(
        _ difference: SDPDifference, _ before: SessionDescription, _ after: SessionDescription,
        _ relation: DiffVerdict.Relation, _ names: (String, String)
    ) {
        sections = difference.sections.map { Section($0, DiffVerdict($0, relation, names)) }
        var facts = [
            ("BUNDLE", DiffStep(Self.bundle(before), Self.bundle(after))),
            ("ufrag", DiffStep(before.attribute("ice-ufrag"), after.attribute("ice-ufrag"))),
            ("fp", DiffStep(Self.fingerprint(before), Self.fingerprint(after))),
            ("trickle", DiffStep(Self.trickles(before), Self.trickles(after))),
        ]
        if before.isICELite || after.isICELite {
            facts.append(("ICE lite", DiffStep(Self.word(before.isICELite), Self.word(after.isICELite))))
        }
        self.facts = facts
        faults =
            (difference.isMunged ? ["! the text changed, and its version did not (RFC 3264 §8)"] : [])
            + relation.faults
    }

    private static func word(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }

    private static func bundle(_ description: SessionDescription) -> String? {
        let mids = description.bundle
        guard !mids.isEmpty else { return nil }
        return mids.prefix(8).joined(separator: " ") + (mids.count > 8 ? " +\(mids.count - 8)" : "")
    }

    /// The first two bytes of it.
    private static func fingerprint(_ description: SessionDescription) -> String? {
        guard let value = description.attribute("fingerprint") else { return nil }
        let bytes = value.utf8.drop { $0 != UInt8(ascii: " ") }.dropFirst()
        return String(decoding: bytes.prefix(5), as: UTF8.self) + "…"
    }

    private static func trickles(_ description: SessionDescription) -> String {
        word(description.attribute("ice-options")?.split(separator: " ").contains("trickle") == true)
    }
}

extension DiffSummary.Section {
    init(_ section: SectionDifference, _ verdict: DiffVerdict) {
        let (before, after) = (section.before, section.after)
        let named = after ?? before
        mid = DiffStep.shortened(named?.mid ?? named.map { "#\($0.index)" } ?? "")
        kind = DiffStep.shortened(named?.kind ?? "")
        direction = DiffStep(before.map(Self.direction), after.map(Self.direction))
        let names = (before.map(Self.codecs), after.map(Self.codecs))
        codecs = DiffSummary.Codecs(
            names: DiffStep(names.0?.joined(separator: " "), names.1?.joined(separator: " ")),
            counts: DiffStep(names.0.map { "\($0.count)" }, names.1.map { "\($0.count)" }))
        setup = DiffStep(before?.setup?.rawValue, after?.setup?.rawValue)
        muxesRTCP = DiffStep(before.map { $0.muxesRTCP ? "yes" : "no" }, after.map { $0.muxesRTCP ? "yes" : "no" })
        streams = DiffStep(before.map(Self.streams), after.map(Self.streams))
        self.verdict = verdict
    }

    private static func direction(_ media: MediaDescription) -> String {
        media.isRejected ? "rejected" : media.direction.rawValue
    }

    private static func codecs(_ media: MediaDescription) -> [String] {
        media.codecNames.isEmpty ? media.formats : media.codecNames
    }

    private static func streams(_ media: MediaDescription) -> String {
        let rids = media.rids.count
        return rids > 0 ? "\(rids) rid" : "\(media.sourceCount)"
    }
}

extension DiffVerdict.Relation {
    /// What is wrong with the answer as a whole, and shows in none of its sections.
    fileprivate var faults: [String] {
        let check: AnswerCheck
        switch self {
        case .answered(let found), .answers(let found): check = found
        case .followed, .unrelated: return []
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
