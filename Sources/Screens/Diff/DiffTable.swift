import Drawing
import Text

/// How a summary stands in a width: which columns there are, and how wide.
struct DiffTable {
    /// From so many columns on RTCP and streams have columns too.
    private static let wide = 110

    private let summary: DiffSummary
    private let isWide: Bool
    private var columns: [(head: String, width: Int)] = []
    private let facts: [TextLine]

    init(_ summary: DiffSummary, width: Int) {
        self.summary = summary
        isWide = width >= Self.wide
        facts = Self.facts(summary, width: width - 3, isWide: width >= Self.wide)
        for (head, limit) in [("mid", 8), ("kind", 11), ("direction", 21), ("setup", 18)] { add(head, limit) }
        if isWide { for (head, limit) in [("rtcp-mux", 8), ("ssrc/rid", 13)] { add(head, limit) } }
        add("verdict", isWide ? 44 : 30)
        let codecs = min(
            natural("codecs", of: summary.sections), width - 6 - columns.reduce(0) { $0 + $1.width + 2 })
        // Where there is no room for all, the verdict tells of codecs and roles where they matter.
        if codecs < 8 { columns.removeAll { $0.head == "setup" } }
        let room = width - 4 - columns.reduce(0) { $0 + $1.width + 2 }
        if room >= 8 { columns.insert(("codecs", min(room, natural("codecs", of: summary.sections))), at: 3) }
    }

    private mutating func add(_ head: String, _ limit: Int) {
        columns.append((head, min(limit, natural(head, of: summary.sections))))
    }

    private func natural(_ head: String, of sections: [DiffSummary.Section]) -> Int {
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
        default: section.verdict.words
        }
    }

    /// Several to a line, as many as fit.
    private static func facts(_ summary: DiffSummary, width: Int, isWide: Bool) -> [TextLine] {
        var lines: [String] = []
        for (name, step) in summary.facts {
            let text = "\(name) \(step.text(isWide: isWide))"
            if let last = lines.last, Printable.width(last) + 3 + Printable.width(text) <= width {
                lines[lines.count - 1] += "   " + text
            } else {
                lines.append(text)
            }
        }
        return lines.map { TextLine(text: $0) } + summary.faults.map { TextLine(text: $0, style: Style(.warning)) }
    }

    /// How many lines it takes.
    var count: Int { (summary.sections.isEmpty ? 0 : summary.sections.count + 1) + facts.count }

    /// Draws line `index`, counted from 0.
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
