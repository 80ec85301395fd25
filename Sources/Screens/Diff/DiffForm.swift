import Drawing
import SDP
import Sessions

/// How the rows of a comparison are drawn: below one another, or in two columns.
struct DiffForm {
    let isBeside: Bool
    let isDescription: Bool
    let showsSecrets: Bool
    /// The columns that are scrolled away.
    let skipped: Int

    /// Draws `row` in row `line` of a screen of so many `columns`; a row that begins the hunk one is at is marked.
    func draw(_ row: DiffRow, marked: Bool, line: Int, columns: Int, on canvas: inout Canvas) {
        let divider = Self.divider(columns)
        if isBeside { canvas.put("│", row: line, column: divider, .chrome) }
        let halves = [(0, isBeside ? divider : columns)] + (isBeside ? [(divider + 1, columns - divider - 1)] : [])
        for (index, (column, width)) in halves.enumerated() {
            draw(row, isLeft: index == 0, row: line, column: column, width: width, on: &canvas)
        }
        if marked { canvas.put("▸", row: line, column: 0, .key) }
    }

    /// The column of the line between the two.
    static func divider(_ columns: Int) -> Int { columns / 2 - 1 }

    private func draw(
        _ row: DiffRow, isLeft: Bool, row line: Int, column: Int, width: Int, on canvas: inout Canvas
    ) {
        let text: TextLine
        switch row {
        case .head(let before, let after):
            let name = isBeside ? (isLeft ? before : after) : Self.joined(before, after)
            canvas.put(
                name ?? "(none)", row: line, column: column + 1, width: width - 1, name == nil ? .chrome : .title)
            return
        case .hidden(let count):
            let words = "┄ \(Format.count(count, "identical line")) ┄"
            canvas.put(words, row: line, column: column + 3, width: width - 3, .chrome)
            return
        case .note(let words):
            if isLeft { canvas.put(words, row: line, column: column + 3, width: width - 3) }
            return
        case .line(let pair, let sides, _):
            guard let (sign, content) = content(pair, sides, isLeft: isLeft) else { return }
            canvas.put(sign, row: line, column: column + 1, Style(Self.role(sign)))
            text = content
        }
        // What is cut off on the left must not touch the line between the two.
        let room = isBeside && isLeft ? width - 4 : width - 3
        canvas.put(text.dropping(skipped), row: line, column: column + 3, width: room)
    }

    private static func role(_ sign: String) -> Role {
        switch sign {
        case "-": .error
        case "+": .good
        case "~": .warning
        default: .plain
        }
    }

    /// The sign of a line, and the line; `nil` if there is none on this side.
    private func content(_ pair: LinePair, _ sides: DiffRow.Sides, isLeft: Bool) -> (String, TextLine)? {
        let showsAfter = isBeside ? !isLeft : sides == .after
        if pair.isSame {
            let text = String((isBeside && isLeft ? pair.before : pair.after) ?? "")
            return (" ", DiffText.same(text, showsSecrets: showsSecrets))
        }
        guard let text = showsAfter ? pair.after : pair.before else { return nil }
        let other = showsAfter ? pair.before : pair.after
        let isChange = isBeside && other != nil
        let line = DiffText.line(
            String(text), beside: other.map(String.init), showsAfter ? .good : .error, isDescription: isDescription,
            showsSecrets: showsSecrets)
        return (isChange ? "~" : showsAfter ? "+" : "-", line)
    }

    /// One head for both: `m0 audio  mid 0`, `m2 video · new`.
    static func joined(_ before: String?, _ after: String?) -> String {
        switch (before, after) {
        case (let before?, let after?): before == after ? before : "\(before) → \(after)"
        case (let before?, nil): before + " · gone"
        case (nil, let after): (after ?? "") + " · new"
        }
    }
}
