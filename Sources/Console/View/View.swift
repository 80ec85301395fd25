import Sessions
import Text

/// The screen that shows `model`: drawn anew from it each time.
///
/// ```
/// header
/// panes               see Areas
/// status              what is selected, or what the last key had to say; or what a question means
/// hints               keys; or the question
/// ```
public func view(_ model: Model) -> Canvas {
    var canvas = Canvas(size: model.size, charset: model.charset)
    let areas = model.areas
    if areas.isTooSmall {
        StatusLines.drawTooSmall(model, on: &canvas)
        return canvas
    }
    Header.draw(model, on: &canvas)
    if let screen = model.screen {
        screen.draw(model, in: Areas.body(model.size), on: &canvas)
    } else {
        if areas.isSideBySide { drawDivider(areas, on: &canvas) }
        if areas.peers.rows > 0 { PeersPane.draw(model, in: areas.peers, on: &canvas) }
        if areas.log.rows > 0 { LogPane.draw(model, in: areas.log, on: &canvas) }
        if areas.events.rows > 0 { EventsPane.draw(model, in: areas.events, on: &canvas) }
        if areas.detail.rows > 0 { DetailPane.draw(model, in: areas.detail, on: &canvas) }
    }
    StatusLines.draw(model, on: &canvas)
    return canvas
}

/// The line between the lists and the detail, joined to the title bars.
private func drawDivider(_ areas: Areas, on canvas: inout Canvas) {
    let column = areas.detail.column - 1
    for row in areas.detail.row..<areas.detail.row + areas.detail.rows {
        let joint = row == areas.detail.row ? "┬" : row == areas.log.row ? "┤" : "│"
        canvas.put(joint, row: row, column: column, .chrome)
    }
    if areas.events.rows > 0 { canvas.put("┴", row: areas.events.row, column: column, .chrome) }
}

extension Canvas {
    /// Draws a pane's title bar: `─2 Log 34 ──────────── FOLLOW ──`; it is bright where the pane has the focus.
    mutating func drawTitle(_ title: String, note: String = "", in rect: Rect, isFocused: Bool) {
        fill("─", row: rect.row, column: rect.column, width: rect.columns, .chrome)
        let noteWidth = note.isEmpty ? 0 : Printable.width(note) + 4
        let room = rect.columns - noteWidth - 3
        let used = put(
            title,
            row: rect.row,
            column: rect.column + 1,
            width: max(0, room),
            isFocused ? .title : Style(.plain)
        )
        put(" ", row: rect.row, column: rect.column + 1 + used, width: 1)
        guard noteWidth > 0, rect.columns > noteWidth + 8 else { return }
        let start = rect.column + rect.columns - noteWidth
        put(" \(note) ", row: rect.row, column: start, width: noteWidth - 2, Style(isFocused ? .title : .plain))
    }
}
