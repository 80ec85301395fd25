import Text

extension Canvas {
    /// Draws a title bar in the first row of `rect`: `─2 Log 34 ──────────── FOLLOW ──`.
    ///
    /// The note is omitted if there is no room for it.
    public mutating func drawTitle(_ title: String, note: String = "", in rect: Rect, isFocused: Bool) {
        fill("─", row: rect.row, column: rect.column, width: rect.columns, .chrome)
        let noteWidth = note.isEmpty ? 0 : Printable.width(note) + 4
        let titleWidth = rect.columns - noteWidth - 3
        let used = put(
            title,
            row: rect.row,
            column: rect.column + 1,
            width: max(0, titleWidth),
            isFocused ? .title : Style(.plain)
        )
        put(" ", row: rect.row, column: rect.column + 1 + used, width: 1)
        guard noteWidth > 0, rect.columns > noteWidth + 8 else { return }
        let start = rect.column + rect.columns - noteWidth
        put(" \(note) ", row: rect.row, column: start, width: noteWidth - 2, Style(isFocused ? .title : .plain))
    }
}
