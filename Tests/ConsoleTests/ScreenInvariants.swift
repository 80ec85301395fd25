import Panes

@testable import Console
@testable import Drawing
@testable import Events
@testable import Screens
@testable import Text

/// What holds of every screen, whatever is on it and however large it is.
enum ScreenInvariants {
    /// The invariants that the screen of `model` breaks, in words; none if all hold.
    static func violations(_ model: Model) -> [String] { violations(model, view(model)) }

    /// The invariants that `canvas` breaks, which is the screen of `model`.
    static func violations(_ model: Model, _ canvas: Canvas) -> [String] {
        let cells = cellViolations(canvas, model)
        guard cells.isEmpty, !model.layout.isTooSmall else { return cells }
        // Drawing parses nothing: the current entry was parsed by `update`.
        guard model.context.isInspected(model.currentRecord?.entry.number) else {
            return ["entry \(String(describing: model.currentEntry)) is drawn without having been parsed"]
        }
        return lineViolations(canvas, model) + cursorViolations(canvas) + paneViolations(canvas, model)
    }

    /// The rows whose first cell is under the cursor.
    static func cursorRows(_ canvas: Canvas) -> [Int] {
        guard canvas.size.columns > 0 else { return [] }
        return (0..<canvas.size.rows).filter { canvas.row($0).first?.style.isSelected == true }
    }

    /// The text of a row, without the blanks at its end.
    static func line(_ row: Int, _ canvas: Canvas) -> String {
        let scalars = canvas.row(row).map(\.scalar).filter { $0 != Cell.continuation }
        let end = scalars.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
        return String(String.UnicodeScalarView(scalars[..<end]))
    }

    /// `text` as a terminal with `charset` shows it.
    static func shown(_ text: String, _ charset: Charset) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.flatMap(charset.glyphs).map(\.scalar)))
    }

    // MARK: Cells

    /// The grid is as large as the terminal, each cell can be shown, and no wide character is cut in half.
    private static func cellViolations(_ canvas: Canvas, _ model: Model) -> [String] {
        let size = Size(columns: max(0, model.context.size.columns), rows: max(0, model.context.size.rows))
        guard canvas.size == size, canvas.cells.count == size.columns * size.rows else {
            return ["a canvas of \(canvas.size), \(canvas.cells.count) cells, on a terminal of \(size)"]
        }
        let (cells, isASCII) = (canvas.cells, model.context.charset == .ascii)
        var isWithinWide = false
        for index in cells.indices {
            let scalar = cells[index].scalar
            if scalar == " ", !isWithinWide { continue }
            var place: String { "row \(index / size.columns), column \(index % size.columns)" }
            let isContinuation = scalar == Cell.continuation && index % size.columns > 0
            guard isContinuation == isWithinWide else { return ["half a wide character at \(place)"] }
            isWithinWide = false
            if isContinuation { continue }
            guard let glyph = Printable.glyph(scalar), glyph.scalar == scalar, scalar.isASCII || !isASCII else {
                return ["U+\(String(scalar.value, radix: 16)) at \(place)"]
            }
            isWithinWide = glyph.width == 2
        }
        return isWithinWide ? ["half a wide character in the last cell"] : []
    }

    // MARK: The first line and the last two

    private static func lineViolations(_ canvas: Canvas, _ model: Model) -> [String] {
        let end = canvas.size.rows
        let (header, status, last) = (line(0, canvas), line(end - 2, canvas), line(end - 1, canvas))
        var violations: [String] = []
        if !header.hasPrefix(" signal-console") || !header.contains(" LIVE") {
            violations.append("an incomplete header: \(header)")
        }
        if status.isEmpty { violations.append("no status line") }
        if let question = model.question {
            let answers = QuestionText(question, model).answers.map {
                shown($0.key, model.context.charset) + " " + shown($0.word, model.context.charset)
            }
            if !last.hasSuffix("  " + answers.joined(separator: "  ")) {
                violations.append("no answers \(answers) on the line of the question: \(last)")
            }
        } else if model.prompt != nil {
            let cursors = canvas.row(end - 1).count { $0.style.isSelected }
            if cursors != 1 { violations.append("\(cursors) cursors in the prompt: \(last)") }
        } else {
            let hints = CommandTable.hints(in: model)
            let words = hints.map {
                shown($0.key.label, model.context.charset) + " " + shown($0.word, model.context.charset)
            }
            if last != " " + words.joined(separator: "  ") { violations.append("hints that are cut: \(last)") }
            if !["back", "quit"].contains(hints.last?.command) { violations.append("no way out: \(last)") }
        }
        return violations
    }

    // MARK: The cursor

    /// At most one row is under the cursor, from edge to edge or to the pane beside it, and a sign stands in it.
    private static func cursorViolations(_ canvas: Canvas) -> [String] {
        let rows = cursorRows(canvas)
        guard let row = rows.first else { return [] }
        guard rows.count == 1 else { return ["the cursor is on the rows \(rows)"] }
        guard 0 < row, row < canvas.size.rows - 2 else { return ["the cursor is outside of the panes, on row \(row)"] }
        let signs = canvas.row(row).prefix(2).map(\.scalar)
        return signs.contains("▸") || signs.contains(">") ? [] : ["no sign in the row under the cursor"]
    }

    // MARK: Panes

    /// Each pane and each screen draws within its rectangle, and is named in its first row.
    private static func paneViolations(_ canvas: Canvas, _ model: Model) -> [String] {
        if let screen = model.screen {
            let body = model.context.size.body
            var violations = strayCells(model, body) { screen.draw(model.context, in: body, on: &$0) }
            let isTitled = ["─", "-"].contains(canvas.row(body.row).first?.scalar)
            if !isTitled, screen.place != .plain { violations.append("no title bar") }
            return violations
        }
        return Pane.allCases.filter { model.layout[$0].rows > 0 }.flatMap { pane in
            let rect = model.layout[pane]
            var violations = strayCells(model, rect) { drawPane(pane, of: model, in: rect, on: &$0) }
            let title = "\(pane.rawValue) \(pane.title)"
            let scalars = canvas.row(rect.row).dropFirst(rect.column + 1).prefix(title.unicodeScalars.count)
            // The completions of a prompt may lie over it.
            if model.prompt == nil, scalars.map(\.scalar) != Array(title.unicodeScalars) {
                violations.append("no title \(title) in row \(rect.row)")
            }
            return violations
        }
    }

    /// The first cell that `draw` changes outside of `rect`.
    private static func strayCells(_ model: Model, _ rect: Rect, _ draw: (inout Canvas) -> Void) -> [String] {
        var canvas = Canvas(size: model.context.size, charset: model.context.charset)
        draw(&canvas)
        let (cells, columns) = (canvas.cells, canvas.size.columns)
        for row in 0..<canvas.size.rows {
            let inside = rect.contains(row: row) ? rect.column..<rect.column + rect.columns : 0..<0
            for column in 0..<columns where !inside.contains(column) {
                if cells[row * columns + column] != .blank {
                    return ["a cell of \(rect) is drawn at \(row), \(column)"]
                }
            }
        }
        return []
    }
}
