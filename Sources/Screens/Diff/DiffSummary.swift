import Drawing
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

/// The values of a property in two descriptions: `sendrecv → recvonly`, or `sendrecv` if they are equal.
struct DiffValues: Hashable, Sendable {
    let before: String
    let after: String

    /// The maximum length of a value in bytes; peers choose values, and no screen is wider.
    private static let limit = 400

    /// Creates a pair of values; a missing value is `-`.
    init(_ before: String?, _ after: String?) {
        self.before = before.map(Self.shortened) ?? "-"
        self.after = after.map(Self.shortened) ?? "-"
    }

    /// Returns the first ``limit`` bytes of `text`.
    static func shortened(_ text: String) -> String {
        text.utf8.count > limit ? String(decoding: text.utf8.prefix(limit), as: UTF8.self) : text
    }

    func text(isWide: Bool) -> String {
        before == after ? before : before + (isWide ? " → " : "→") + after
    }
}

/// A ``DiffSummary`` laid out for a width.
struct DiffTable {
    /// The minimum width with columns for RTCP multiplexing and streams.
    private static let wideColumns = 110

    private let summary: DiffSummary
    private let isWide: Bool
    private var columns: [(head: String, width: Int)] = []
    private let facts: [TextLine]

    init(_ summary: DiffSummary, width: Int) {
        self.summary = summary
        isWide = width >= Self.wideColumns
        facts = Self.facts(summary, width: width - 3, isWide: width >= Self.wideColumns)
        for (head, maximum) in [("mid", 8), ("kind", 11), ("direction", 21), ("setup", 18)] {
            add(head, maximum: maximum)
        }
        if isWide { for (head, maximum) in [("rtcp-mux", 8), ("ssrc/rid", 13)] { add(head, maximum: maximum) } }
        add("verdict", maximum: isWide ? 44 : 30)
        let codecs = min(
            naturalWidth("codecs", of: summary.sections), width - 6 - columns.reduce(0) { $0 + $1.width + 2 })
        // Setup and codecs can be omitted, as the verdict names the problems of both.
        if codecs < 8 { columns.removeAll { $0.head == "setup" } }
        let available = width - 4 - columns.reduce(0) { $0 + $1.width + 2 }
        if available >= 8 {
            columns.insert(("codecs", min(available, naturalWidth("codecs", of: summary.sections))), at: 3)
        }
    }

    private mutating func add(_ head: String, maximum: Int) {
        columns.append((head, min(maximum, naturalWidth(head, of: summary.sections))))
    }

    /// Returns the width of the widest cell of a column.
    private func naturalWidth(_ head: String, of sections: [DiffSummary.Section]) -> Int {
        sections.reduce(Printable.width(head)) { max($0, Printable.width(text(head, $1, width: .max))) }
    }

    private func text(_ head: String, _ section: DiffSummary.Section, width: Int) -> String {
        switch head {
        case "mid": section.mid
        case "kind": section.kind
        case "direction": section.direction.text(isWide: isWide)
        case "codecs": section.codecs.text(isWide: isWide, width: width)
        case "setup": section.setup.text(isWide: isWide)
        case "rtcp-mux": section.muxesRTCP.text(isWide: isWide)
        case "ssrc/rid": section.streams.text(isWide: isWide)
        default: section.verdict.text
        }
    }

    /// Joins facts to lines of at most `width` columns.
    private static func facts(_ summary: DiffSummary, width: Int, isWide: Bool) -> [TextLine] {
        var lines: [String] = []
        for (name, values) in summary.facts {
            let text = "\(name) \(values.text(isWide: isWide))"
            if let last = lines.last, Printable.width(last) + 3 + Printable.width(text) <= width {
                lines[lines.count - 1] += "   " + text
            } else {
                lines.append(text)
            }
        }
        return lines.map { TextLine(text: $0) } + summary.faults.map { TextLine(text: $0, style: Style(.warning)) }
    }

    /// The number of lines.
    var count: Int { (summary.sections.isEmpty ? 0 : summary.sections.count + 1) + facts.count }

    /// Draws line `index`, counted from 0, in row `row` of the canvas.
    func draw(_ index: Int, row: Int, on canvas: inout Canvas) {
        let table = count - facts.count
        guard index < table else {
            canvas.put(facts[index - table], row: row, column: 2)
            return
        }
        var column = 2
        for (head, width) in columns {
            if index == 0 {
                canvas.put(head, row: row, column: column, width: width, .chrome)
            } else {
                let section = summary.sections[index - 1]
                let style = head == "verdict" ? section.verdict.style : .plain
                canvas.put(text(head, section, width: width), row: row, column: column, width: width, style)
            }
            column += width + 2
        }
    }
}
