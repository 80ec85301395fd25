public import Text

/// A character position of a canvas.
///
/// A scalar that is two columns wide takes two cells: the scalar itself, then ``continuation``.
public struct Cell: Hashable, Sendable {
    /// The scalar that is shown; ``continuation`` in the right half of a wide scalar.
    public var scalar: Unicode.Scalar
    public var style: Style

    /// A placeholder in the right half of a wide scalar, which is never sent to a terminal.
    public static let continuation: Unicode.Scalar = "\0"
    static let blank = Cell(scalar: " ", style: .plain)
}

/// A rectangle of cells, independent of any terminal.
///
/// All text is drawn with ``put(_:row:column:width:_:alignment:)``, which makes it printable and clips it to the
/// canvas. A wide scalar is drawn whole or not at all.
public struct Canvas: Hashable, Sendable {
    /// The size of the canvas; never negative.
    public let size: Size
    /// The cells in row-major order.
    public private(set) var cells: [Cell]

    private let charset: Charset

    /// Creates a blank canvas; negative dimensions become 0.
    public init(size: Size, charset: Charset = .utf8) {
        self.charset = charset
        self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    /// Returns the cells of a row, which must be on the canvas.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Draws `text` in one row, starting at `column`.
    ///
    /// - Parameters:
    ///   - text: The text; control characters and invisible characters are replaced.
    ///   - row: The row, counted from 0; nothing is drawn outside the canvas.
    ///   - column: The column, counted from 0.
    ///   - width: The number of columns available; longer text is truncated with `…`. Default: up to the edge.
    ///   - style: The style of the text.
    ///   - alignment: The alignment of text that is shorter than `width`.
    /// - Returns: The number of columns used.
    @discardableResult
    public mutating func put(
        _ text: String,
        row: Int,
        column: Int,
        width: Int = .max,
        _ style: Style = .plain,
        alignment: Alignment = .left
    ) -> Int {
        let available = max(0, min(width, size.columns - column))
        guard available > 0 else { return 0 }
        var glyphs: [Printable.Glyph] = []
        var used = 0
        for glyph in text.unicodeScalars.lazy.flatMap(charset.glyphs) {
            if used + glyph.width > available {
                while let last = glyphs.last, used + 1 > available {
                    glyphs.removeLast()
                    used -= last.width
                }
                glyphs.append(charset.ellipsis)
                used += 1
                break
            }
            glyphs.append(glyph)
            used += glyph.width
        }
        var position = column + (alignment == .right ? available - used : 0)
        for glyph in glyphs {
            set(glyph, row: row, column: position, style)
            position += glyph.width
        }
        return used
    }

    /// Fills `width` cells of a row with `scalar`, which must be one column wide.
    public mutating func fill(_ scalar: Unicode.Scalar, row: Int, column: Int, width: Int, _ style: Style) {
        for position in max(0, column)..<max(0, column, min(column + width, size.columns)) {
            for glyph in charset.glyphs(scalar).prefix(1) { set(glyph, row: row, column: position, style) }
        }
    }

    /// Marks `width` cells of a row as selected, keeping their text.
    public mutating func select(row: Int, column: Int, width: Int) {
        guard (0..<size.rows).contains(row) else { return }
        for position in max(0, column)..<max(0, column, min(column + width, size.columns)) {
            cells[row * size.columns + position].style.isSelected = true
        }
    }

    private mutating func set(_ glyph: Printable.Glyph, row: Int, column: Int, _ style: Style) {
        guard (0..<size.rows).contains(row), column >= 0, column + glyph.width <= size.columns else { return }
        let index = row * size.columns + column
        for position in index..<index + glyph.width { clearWide(at: position, column: column + position - index) }
        cells[index] = Cell(scalar: glyph.scalar, style: style)
        if glyph.width == 2 { cells[index + 1] = Cell(scalar: Cell.continuation, style: style) }
    }

    /// Blanks the other half of a wide scalar if the cell at `index`, about to be overwritten, is one of its halves.
    private mutating func clearWide(at index: Int, column: Int) {
        if cells[index].scalar == Cell.continuation, column > 0 {
            cells[index - 1].scalar = " "
        } else if column + 1 < size.columns, cells[index + 1].scalar == Cell.continuation {
            cells[index + 1].scalar = " "
        }
    }

    /// The rows as text, without trailing blanks.
    public var text: String {
        (0..<size.rows).map { index in
            var line = String.UnicodeScalarView()
            for cell in row(index) where cell.scalar != Cell.continuation { line.append(cell.scalar) }
            let blanks = line.reversed().prefix { $0 == " " }.count
            return String(String.UnicodeScalarView(line.dropLast(blanks)))
        }.joined(separator: "\n")
    }
}

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

/// The characters that a terminal can show.
public enum Charset: Hashable, Sendable {
    case utf8
    case ascii

    /// Returns the glyphs that stand for `scalar`; empty if it has no width.
    ///
    /// In ASCII, the symbols that the console uses have equivalents; any other character becomes question marks.
    func glyphs(_ scalar: Unicode.Scalar) -> [Printable.Glyph] {
        guard let glyph = Printable.glyph(scalar) else { return [] }
        guard self == .ascii, !glyph.scalar.isASCII else { return [glyph] }
        let text = Self.asciiEquivalents[scalar] ?? String(repeating: "?", count: glyph.width)
        return text.unicodeScalars.map { Printable.Glyph(scalar: $0, width: 1) }
    }

    /// Returns the number of columns of `text` in this charset; an ASCII equivalent can be wider than the symbol.
    public func width(_ text: String) -> Int {
        text.unicodeScalars.lazy.flatMap(glyphs).reduce(0) { $0 + $1.width }
    }

    /// The sign at the end of truncated text.
    var ellipsis: Printable.Glyph {
        Printable.Glyph(scalar: self == .utf8 ? "…" : "~", width: 1)
    }

    private static let asciiEquivalents: [Unicode.Scalar: String] = [
        "─": "-", "┄": "-", "│": "|", "┬": "+", "┴": "+", "┼": "+", "├": "+", "┤": "+", "┌": "+", "┐": "+", "└": "+",
        "┘": "+", "▸": ">", "→": ">", "↑": "up", "↓": "down", "←": "left", "⇄": "<>", "▶": ">", "◀": "<", "╳": "x",
        "↺": "@", "═": "=", "╞": "+", "╡": "+", "╪": "+", "●": "*", "◆": "*", "·": ".",
        "…": "~", "⋯": "...", "⏎": "ret", "⌫": "bsp", "✓": "v", "×": "x", "§": "S", "Δ": "d", "▁": "_", "▂": ".",
        "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#",
    ]
}
