import Signaling

/// The journal, an entry a line.
enum LogPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        canvas.drawTitle(
            "2 Log \(model.journal.count)",
            note: note(model),
            in: rect,
            isFocused: model.focus == .log
        )
        let columns = LogColumns(width: rect.columns, newest: model.journal.last?.entry.number ?? 0)
        columns.drawHeads(row: rect.row + 1, rect, on: &canvas)
        var row = rect.row + 2
        let end = rect.row + rect.rows
        let first = model.journal.index(atOrAfter: model.log.top ?? 0)
        // Where all of it is in sight, it begins with what the relay itself had to say.
        if first == 0, model.journal.count < rect.rows - 2, model.journal.first?.entry.number ?? 1 == 1 {
            columns.drawStart(model.place, row: row, rect, on: &canvas)
            row += 1
        }
        for index in first..<max(first, min(model.journal.count, first + end - row)) {
            let record = model.journal[index]
            columns.draw(
                LogLine(record, model.roster, reply: model.calls.reply(record.entry.number)), row: row, rect,
                on: &canvas)
            if record.entry.number == model.log.cursor {
                canvas.put("▸", row: row, column: rect.column, .key)
                if model.focus == .log { canvas.select(row: row, column: rect.column, width: rect.columns) }
            }
            row += 1
        }
    }

    private static func note(_ model: Model) -> String {
        if model.isFollowing { return "FOLLOW" }
        guard let cursor = model.log.cursor, let newest = model.journal.last?.entry.number else { return "PAUSED" }
        let below = model.journal.count - 1 - model.journal.index(atOrAfter: cursor)
        return below > 0 ? "PAUSED at #\(cursor), \(below) below (f follows)" : "PAUSED at #\(newest) (f follows)"
    }
}
