import Analysis
import Connections
public import Drawing
import Events
import Filtering
import Findings
import Negotiations
public import Screens
import Sessions
import Text

extension LogPane {
    /// Draws the pane: a title bar, the column heads and one line for each entry.
    public func draw(_ context: ViewContext, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let (journal, shown) = (context.session.journal, shown(context))
        let title = title(shown, context)
        // If the title bar is narrow, the filter is more important than the position.
        let notes = notes(shown, context)
        let note = notes.first { Printable.width(title) + Printable.width($0) + 8 <= rect.columns } ?? notes.last ?? ""
        canvas.drawTitle(title, note: note, in: rect, isFocused: isFocused)
        let columns = LogColumns(self, context, width: rect.columns)
        columns.drawHeads(row: rect.row + 1, rect, on: &canvas)
        var row = rect.row + 2
        let end = rect.row + rect.rows
        let first = shown.index(atOrAfter: top ?? 0)
        if shown.isEmpty, !journal.isEmpty {
            drawEmpty(context, row: row, rect, on: &canvas)
        } else if showsStart(context, pageLines: rect.rows - 2) {
            columns.drawStart(row: row, rect, on: &canvas)
            row += 1
        }
        var before = first > 0 ? journal.time(of: shown.number(at: first - 1)) : nil
        for index in first..<max(first, min(shown.count, first + end - row)) {
            let number = shown.number(at: index)
            guard let record = journal[number: number] else { continue }
            let line = context.session.line(record)
            columns.draw(line, record, previousTime: before, row: row, rect, on: &canvas)
            before = record.entry.time
            if number == cursor {
                canvas.put("▸", row: row, column: rect.column, .key)
                if isFocused { canvas.select(row: row, column: rect.column, width: rect.columns) }
            }
            row += 1
        }
    }

    /// Whether the line about the relay's start precedes the first entry: if all entries ever recorded are visible, and the
    /// address of the relay is known.
    public func showsStart(_ context: ViewContext, pageLines: Int) -> Bool {
        let (journal, count) = (context.session.journal, shown(context).count)
        return count == rowCount(context) && count < pageLines && journal.firstNumber ?? 1 == 1
            && !context.session.endpoint.socket.isEmpty
    }

    /// `2 Log 3/34  kind:offer|answer from:bob`.
    private func title(_ shown: ShownEntries, _ context: ViewContext) -> String {
        let count = rowCount(context)
        let counts = shown.count == count && filtered == nil ? "\(count)" : "\(shown.count)/\(count)"
        guard let filtered else { return "2 Log " + counts }
        let matches = context.settings.filter == .highlight ? "\(filtered.passing.count) match" : ""
        let progress = filtered.percent(of: context.session.journal).map { "searching… \($0) %" } ?? ""
        let parts = ["2 Log \(counts)", filterLabel ?? filtered.filter.text, matches, progress]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// The mode and the position of the cursor, from the longest text to the shortest.
    private func notes(_ shown: ShownEntries, _ context: ViewContext) -> [String] {
        if let frozen {
            let count = unseen(context)
            return ["FROZEN at #\(frozen), +\(count) new (p resumes)", "FROZEN +\(count)"]
        }
        if isFollowing { return ["FOLLOW"] }
        guard let cursor, let newest = shown.last else { return ["PAUSED"] }
        let below = shown.count - 1 - shown.index(atOrAfter: cursor)
        let position = below > 0 ? "#\(cursor), \(below) below" : "#\(newest)"
        return ["PAUSED at \(position) (f follows)", "PAUSED at \(position)", "PAUSED"]
    }

    private func drawEmpty(_ context: ViewContext, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let lines =
            if frozen.map({ $0 < context.session.journal.firstNumber ?? 0 }) == true {
                ["The view is frozen, and what it showed is gone.", "p resumes."]
            } else if cleared > 0 {
                ["The earlier entries are hidden, and kept.", "c shows them again."]
            } else if filterText == "is:finding" {
                ["No entry has a finding. One that gets one appears here.", "! shows all entries again."]
            } else {
                ["Nothing passes the filter. What does appears here.", "\\ shows all entries again."]
            }
        for (line, text) in lines.prefix(max(0, rect.rows - 2)).enumerated() {
            canvas.put(text, row: row + line, column: rect.column + 3, width: rect.columns - 3)
        }
    }
}
