import Signaling

/// The journal, an entry a line.
enum LogPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let shown = model.shown
        canvas.drawTitle(title(model, shown), note: note(model, shown), in: rect, isFocused: model.focus == .log)
        let columns = LogColumns(width: rect.columns, newest: model.journal.last?.entry.number ?? 0)
        columns.drawHeads(row: rect.row + 1, rect, on: &canvas)
        var row = rect.row + 2
        let end = rect.row + rect.rows
        let first = shown.index(atOrAfter: model.log.top ?? 0)
        if model.passing != nil, shown.isEmpty {
            drawEmpty(model, row: row, rect, on: &canvas)
        } else if model.passing == nil, first == 0, shown.count < rect.rows - 2,
            model.journal.first?.entry.number ?? 1 == 1
        {
            // Where all of it is in sight, it begins with what the relay itself had to say.
            columns.drawStart(model.place, row: row, rect, on: &canvas)
            row += 1
        }
        for index in first..<max(first, min(shown.count, first + end - row)) {
            let number = shown.number(at: index)
            guard let record = model.journal[number: number] else { continue }
            let line = LogLine(
                record, model.roster, reply: model.calls.reply(number),
                findings: model.calls.findings.of(entry: number))
            columns.draw(line, row: row, rect, on: &canvas)
            if record.entry.number == model.log.cursor {
                canvas.put("▸", row: row, column: rect.column, .key)
                if model.focus == .log { canvas.select(row: row, column: rect.column, width: rect.columns) }
            }
            row += 1
        }
    }

    private static func title(_ model: Model, _ shown: ShownEntries) -> String {
        let count = model.journal.count
        return model.passing == nil ? "2 Log \(count)" : "2 Log \(shown.count)/\(count) only findings"
    }

    private static func drawEmpty(_ model: Model, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let lines = ["No entry has a finding. One that gets one appears here.", "! shows all entries again."]
        for (line, text) in lines.prefix(max(0, rect.rows - 2)).enumerated() {
            canvas.put(text, row: row + line, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    private static func note(_ model: Model, _ shown: ShownEntries) -> String {
        if model.isFollowing { return "FOLLOW" }
        guard let cursor = model.log.cursor, let newest = shown.last else { return "PAUSED" }
        let below = shown.count - 1 - shown.index(atOrAfter: cursor)
        return below > 0 ? "PAUSED at #\(cursor), \(below) below (f follows)" : "PAUSED at #\(newest) (f follows)"
    }
}
