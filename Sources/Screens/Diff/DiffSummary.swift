import SDP
import Text

/// A summary of the differences of two descriptions: a row for each m-section, and the session-level properties.
///
/// ```
/// mid  kind   direction          codecs        setup           verdict
/// 0    audio  sendrecv           opus red→opus actpass→active  ok: red dropped
/// 1    video  sendrecv→recvonly  VP8 rtx       actpass→active  ! bob sends no video
/// BUNDLE 0 1   ufrag Xy1f→p9Kd   fp 3C:91…→7A:1C…   trickle yes
/// ```
struct DiffSummary: Sendable {
    /// The row of an m-section.
    struct Section: Sendable {
        let mid: String
        let kind: String
        let direction: DiffValues
        let codecs: Codecs
        let setup: DiffValues
        let muxesRTCP: DiffValues
        /// The number of sources, or of RIDs if there are any: `2 → 1`, `3 rid → 0`.
        let streams: DiffValues
        let verdict: DiffVerdict
    }

    /// The codecs of an m-section, by name and by number.
    struct Codecs: Sendable {
        let names: DiffValues
        let counts: DiffValues

        func text(isWide: Bool, width: Int) -> String {
            let text = names.text(isWide: isWide)
            guard Printable.width(text) > width, names.before != names.after else { return text }
            return counts.text(isWide: isWide) + " " + names.after
        }
    }

    let sections: [Section]
    /// The session-level properties, such as `BUNDLE` with `0 1` and `0 1`.
    let facts: [(name: String, values: DiffValues)]
    /// Problems of the description as a whole.
    let faults: [String]

    /// Summarizes the difference of two descriptions.
    ///
    /// - Parameters:
    ///   - difference: The differences by m-section.
    ///   - before: The first description.
    ///   - after: The second description.
    ///   - relation: The relation of the two.
    ///   - names: The names of their senders.
    init(
        _ difference: SDPDifference, before: SessionDescription, after: SessionDescription,
        relation: DiffVerdict.Relation, names: (String, String)
    ) {
        sections = difference.sections.map { Section($0, DiffVerdict($0, relation, names: names)) }
        var facts = [
            ("BUNDLE", DiffValues(Self.bundle(before), Self.bundle(after))),
            ("ufrag", DiffValues(before.attribute("ice-ufrag"), after.attribute("ice-ufrag"))),
            ("fp", DiffValues(Self.fingerprint(before), Self.fingerprint(after))),
            ("trickle", DiffValues(Self.trickles(before), Self.trickles(after))),
        ]
        if before.isICELite || after.isICELite {
            facts.append(("ICE lite", DiffValues(Self.yesOrNo(before.isICELite), Self.yesOrNo(after.isICELite))))
        }
        self.facts = facts
        faults =
            (difference.isMunged ? ["! the text changed, and its version did not (RFC 3264 §8)"] : [])
            + relation.faults
    }

    private static func yesOrNo(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }

    private static func bundle(_ description: SessionDescription) -> String? {
        let mids = description.bundle
        guard !mids.isEmpty else { return nil }
        return mids.prefix(8).joined(separator: " ") + (mids.count > 8 ? " +\(mids.count - 8)" : "")
    }

    /// Returns the first two bytes of the session's fingerprint.
    private static func fingerprint(_ description: SessionDescription) -> String? {
        guard let value = description.attribute("fingerprint") else { return nil }
        let bytes = value.utf8.drop { $0 != UInt8(ascii: " ") }.dropFirst()
        return String(decoding: bytes.prefix(5), as: UTF8.self) + "…"
    }

    private static func trickles(_ description: SessionDescription) -> String {
        yesOrNo(description.attribute("ice-options")?.split(separator: " ").contains("trickle") == true)
    }
}

extension DiffSummary.Section {
    init(_ section: SectionDifference, _ verdict: DiffVerdict) {
        let (before, after) = (section.before, section.after)
        let named = after ?? before
        mid = DiffValues.shortened(named?.mid ?? named.map { "#\($0.index)" } ?? "")
        kind = DiffValues.shortened(named?.kind ?? "")
        direction = DiffValues(before.map(Self.direction), after.map(Self.direction))
        let names = (before.map(Self.codecs), after.map(Self.codecs))
        codecs = DiffSummary.Codecs(
            names: DiffValues(names.0?.joined(separator: " "), names.1?.joined(separator: " ")),
            counts: DiffValues(names.0.map { "\($0.count)" }, names.1.map { "\($0.count)" }))
        setup = DiffValues(before?.setup?.rawValue, after?.setup?.rawValue)
        muxesRTCP = DiffValues(before.map { $0.muxesRTCP ? "yes" : "no" }, after.map { $0.muxesRTCP ? "yes" : "no" })
        streams = DiffValues(before.map(Self.streams), after.map(Self.streams))
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
    /// The problems of an answer that concern none of its m-sections in particular.
    fileprivate var faults: [String] {
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
