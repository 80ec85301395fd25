import Analysis
import Drawing
import Events
import Filtering
import Screens
import Sessions
import Text

/// The journal, an entry a line.
enum LogPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let shown = model.shown
        let title = title(model, shown)
        // What is shown comes before where one is in it.
        let notes = notes(model, shown)
        let note = notes.first { Printable.width(title) + Printable.width($0) + 8 <= rect.columns } ?? notes.last ?? ""
        canvas.drawTitle(title, note: note, in: rect, isFocused: model.focus == .log)
        let columns = LogColumns(
            model.context.settings, width: rect.columns, newest: model.context.session.journal.last?.entry.number ?? 0)
        columns.drawHeads(row: rect.row + 1, rect, on: &canvas)
        var row = rect.row + 2
        let end = rect.row + rect.rows
        let first = shown.index(atOrAfter: model.log.top ?? 0)
        if shown.isEmpty, !model.context.session.journal.isEmpty {
            drawEmpty(model, row: row, rect, on: &canvas)
        } else if showsStart(model) {
            columns.drawStart(model, row: row, rect, on: &canvas)
            row += 1
        }
        var before = first > 0 ? model.context.session.journal[number: shown.number(at: first - 1)]?.entry.time : nil
        for index in first..<max(first, min(shown.count, first + end - row)) {
            let number = shown.number(at: index)
            guard let record = model.context.session.journal[number: number] else { continue }
            let line = LogLine(
                record, model.context.session.roster, reply: model.context.session.calls.reply(number),
                findings: model.context.session.calls.findings.of(entry: number))
            columns.draw(line, record, after: before, model, row: row, rect, on: &canvas)
            before = record.entry.time
            if record.entry.number == model.log.cursor {
                canvas.put("▸", row: row, column: rect.column, .key)
                if model.focus == .log { canvas.select(row: row, column: rect.column, width: rect.columns) }
            }
            row += 1
        }
    }

    /// Whether it begins with what the relay itself had to say: if all of it is in sight.
    static func showsStart(_ model: Model) -> Bool {
        let shown = model.shown
        return shown.count == model.context.session.journal.count && shown.count < model.areas.logLines
            && model.context.session.journal.firstNumber ?? 1 == 1
    }

    /// `2 Log 3/34  kind:offer|answer from:bob`.
    private static func title(_ model: Model, _ shown: ShownEntries) -> String {
        let count = model.context.session.journal.count
        let counts = shown.count == count && model.sifting == nil ? "\(count)" : "\(shown.count)/\(count)"
        guard let sifting = model.sifting else { return "2 Log " + counts }
        let matches = model.context.settings.filter == .highlight ? "\(sifting.passing.count) match" : ""
        let parts = ["2 Log \(counts)", sifting.filter.text, matches, sifting.isSearching ? "searching…" : ""]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func drawEmpty(_ model: Model, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let lines =
            if model.frozen.map({ $0 < model.context.session.journal.firstNumber ?? 0 }) == true {
                ["The view is frozen, and what it showed is gone.", "p goes on."]
            } else if model.cleared > 0 {
                ["The entries there were are hidden, and kept.", "c shows them again."]
            } else if model.filterText == "is:finding" {
                ["No entry has a finding. One that gets one appears here.", "! shows all entries again."]
            } else {
                ["Nothing passes the filter. What does appears here.", "\\ shows all entries again."]
            }
        for (line, text) in lines.prefix(max(0, rect.rows - 2)).enumerated() {
            canvas.put(text, row: row + line, column: rect.column + 3, width: rect.columns - 3)
        }
    }

    /// Where one is in it, in many words and in few.
    private static func notes(_ model: Model, _ shown: ShownEntries) -> [String] {
        if let frozen = model.frozen {
            return ["FROZEN at #\(frozen), +\(model.unseen) new (p goes on)", "FROZEN +\(model.unseen)"]
        }
        if model.isFollowing { return ["FOLLOW"] }
        guard let cursor = model.log.cursor, let newest = shown.last else { return ["PAUSED"] }
        let below = shown.count - 1 - shown.index(atOrAfter: cursor)
        let place = below > 0 ? "#\(cursor), \(below) below" : "#\(newest)"
        return ["PAUSED at \(place) (f follows)", "PAUSED at \(place)", "PAUSED"]
    }
}
