import Drawing
import SDP
import Sessions

/// Draws the rows of a comparison, side by side or unified.
struct DiffRowRenderer {
    let isSideBySide: Bool
    let isDescription: Bool
    let showsSecrets: Bool
    /// The number of columns scrolled out of view on the left.
    let scrolledColumns: Int

    /// Draws a row of the comparison.
    ///
    /// - Parameters:
    ///   - row: The row to draw.
    ///   - marked: Whether it is the first row of the current hunk.
    ///   - line: The row of the canvas.
    ///   - columns: The width of the screen.
    ///   - canvas: The canvas to draw on.
    func draw(_ row: DiffRow, marked: Bool, line: Int, columns: Int, on canvas: inout Canvas) {
        let divider = Self.divider(columns)
        if isSideBySide { canvas.put("│", row: line, column: divider, .chrome) }
        let halves =
            [(0, isSideBySide ? divider : columns)] + (isSideBySide ? [(divider + 1, columns - divider - 1)] : [])
        for (index, (column, width)) in halves.enumerated() {
            draw(row, isLeft: index == 0, row: line, column: column, width: width, on: &canvas)
        }
        if marked { canvas.put("▸", row: line, column: 0, .key) }
    }

    /// Returns the column of the divider between the two sides.
    static func divider(_ columns: Int) -> Int { columns / 2 - 1 }

    private func draw(
        _ row: DiffRow, isLeft: Bool, row line: Int, column: Int, width: Int, on canvas: inout Canvas
    ) {
        let text: TextLine
        switch row {
        case .head(let before, let after):
            let name = isSideBySide ? (isLeft ? before : after) : Self.joined(before, after)
            canvas.put(
                name ?? "(none)", row: line, column: column + 1, width: width - 1, name == nil ? .chrome : .title)
            return
        case .hidden(let count):
            let note = "┄ \(Format.count(count, "identical line")) ┄"
            canvas.put(note, row: line, column: column + 3, width: width - 3, .chrome)
            return
        case .note(let note):
            if isLeft { canvas.put(note, row: line, column: column + 3, width: width - 3) }
            return
        case .line(let pair, let sides, _):
            guard let (sign, content) = content(pair, sides, isLeft: isLeft) else { return }
            canvas.put(sign, row: line, column: column + 1, Style(Self.role(sign)))
            text = content
        }
        // Truncated text on the left must not touch the divider.
        let textWidth = isSideBySide && isLeft ? width - 4 : width - 3
        canvas.put(text.dropping(scrolledColumns), row: line, column: column + 3, width: textWidth)
    }

    private static func role(_ sign: String) -> Role {
        switch sign {
        case "-": .error
        case "+": .good
        case "~": .warning
        default: .plain
        }
    }

    /// Returns the sign and the text of a line; `nil` if this side has no such line.
    private func content(_ pair: LinePair, _ sides: DiffRow.Sides, isLeft: Bool) -> (String, TextLine)? {
        let showsAfter = isSideBySide ? !isLeft : sides == .after
        if pair.isSame {
            let text = String((isSideBySide && isLeft ? pair.before : pair.after) ?? "")
            return (" ", DiffText.same(text, showsSecrets: showsSecrets))
        }
        guard let text = showsAfter ? pair.after : pair.before else { return nil }
        let other = showsAfter ? pair.before : pair.after
        let isChange = isSideBySide && other != nil
        let line = DiffText.line(
            String(text), beside: other.map(String.init), showsAfter ? .good : .error, isDescription: isDescription,
            showsSecrets: showsSecrets)
        return (isChange ? "~" : showsAfter ? "+" : "-", line)
    }

    /// Joins the heads of both sides: `m0 audio  mid 0`, `m2 video · new`.
    static func joined(_ before: String?, _ after: String?) -> String {
        switch (before, after) {
        case (let before?, let after?): before == after ? before : "\(before) → \(after)"
        case (let before?, nil): before + " · gone"
        case (nil, let after): (after ?? "") + " · new"
        }
    }
}
