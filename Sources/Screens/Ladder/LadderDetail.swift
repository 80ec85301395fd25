import Analysis
import Drawing
import Events
import Exports
import Messages
import Sessions

/// The detail of the selected row of a ladder: the message in full, and a summary of its call.
struct LadderDetail {
    let captions: LadderCaptions
    /// The index of the row.
    let row: Int
    /// The number of the entry under the cursor.
    let entry: Int
    let context: ViewContext

    func draw(in rect: Rect, isSideBySide: Bool, on canvas: inout Canvas) {
        guard isSideBySide, let call = LadderCall(captions, row: row, entry: entry) else {
            return drawMessage(in: rect, on: &canvas)
        }
        // The summary is at the bottom, so that its position does not depend on the message.
        let lines = call.lines(width: rect.columns - 3)
        let rows = min(lines.count + 1, rect.rows * 2 / 3)
        drawMessage(
            in: Rect(row: rect.row, column: rect.column, rows: rect.rows - rows, columns: rect.columns), on: &canvas)
        let lower = Rect(row: rect.row + rect.rows - rows, column: rect.column, rows: rows, columns: rect.columns)
        canvas.put("├", row: lower.row, column: lower.column - 1, .chrome)
        canvas.drawTitle(call.title, in: lower, isFocused: false)
        draw(lines, in: lower.below(1), on: &canvas)
    }

    private func drawMessage(in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(columns: rect.columns)
        let height = rect.rows - 1
        let note = lines.count > height ? "1-\(height)/\(lines.count)" : ""
        canvas.drawTitle(title, note: note, in: rect, isFocused: false)
        draw(lines, in: rect.below(1), on: &canvas)
    }

    private func draw(_ lines: [TextLine], in rect: Rect, on canvas: inout Canvas) {
        for (line, text) in lines.prefix(rect.rows).enumerated() {
            canvas.put(text, row: rect.row + line, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    // MARK: Text

    private var title: String {
        switch captions.ladder.rows[row].content {
        case .fold(let fold): "#\(fold.first)-#\(fold.last) \(fold.label) \(captions.route(fold.path))"
        case .arrow(let arrow): "#\(arrow.entry) \(arrow.label) \(captions.route(arrow))"
        case .fact(let fact): "#\(fact.entry) \(captions.name(fact.column)) \(fact.label)"
        case .gap: ""
        }
    }

    private func lines(columns: Int) -> [TextLine] {
        if case .fold = captions.ladder.rows[row].content {
            let entries = captions.ladder.entries(of: row)
            let findings = captions.findings(inRow: row).flatMap {
                FindingWords.sentence($0, context.session, width: max(1, columns - 3))
            }
            return findings + entries.map(candidate)
        }
        guard let record = context.session.journal[number: entry] else { return gone }
        return EntryDetail.lines(record, context, columns: columns, isCompact: !context.isSideBySide)
    }

    /// Returns a line for a candidate of a run.
    private func candidate(_ number: Int) -> TextLine {
        let isSelected = number == entry
        guard let record = context.session.journal[number: number] else {
            return TextLine(text: "#\(number) is no longer in the journal", style: .chrome)
        }
        let size = record.entry.transit.map { Format.bytes($0.message.payload.count) } ?? ""
        return TextLine([
            TextLine.Span("#\(number) ", isSelected ? .key : .chrome),
            TextLine.Span("+\(record.entry.time.text) \(size) ", .chrome),
            TextLine.Span(record.summary.isEmpty ? record.kind?.rawValue ?? "" : Secrets.masked(record.summary)),
        ])
    }

    private var gone: [TextLine] {
        let line = TextLine(text: "#\(entry) is no longer in the journal", style: .chrome)
        guard case .arrow(let arrow) = captions.ladder.rows[row].content else { return [line] }
        return [TextLine(text: LadderCaptions.labels(arrow)[0]), line]
    }
}
