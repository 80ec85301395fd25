import Drawing
import Text

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
