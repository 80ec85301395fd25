import Text

extension Canvas {
    /// Draws a pane's title bar: `─2 Log 34 ──────────── FOLLOW ──`; it is bright where the pane has the focus.
    public mutating func drawTitle(_ title: String, note: String = "", in rect: Rect, isFocused: Bool) {
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
