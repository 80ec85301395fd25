public import Text

/// One cell of a screen: a scalar of one column, the left half of a wide one, or its right half.
public struct Cell: Hashable, Sendable {
    /// What is shown; ``continuation`` in the right half of a wide scalar.
    public var scalar: Unicode.Scalar
    /// How it looks.
    public var style: Style

    /// Stands in the right half of a wide scalar, and is never sent to a terminal.
    public static let continuation: Unicode.Scalar = "\0"
    static let blank = Cell(scalar: " ", style: .plain)
}

/// A grid of cells that knows no terminal: panes are drawn on it, tests read it, and a terminal shows it.
///
/// All text comes in through ``put(_:row:column:width:_:alignment:)`` and is made printable there; what lies outside
/// is cut off. A wide scalar takes two cells or none.
public struct Canvas: Hashable, Sendable {
    /// How large it is; never negative.
    public let size: Size
    /// Row by row.
    public private(set) var cells: [Cell]

    private let charset: Charset

    /// A canvas of blanks.
    public init(size: Size, charset: Charset = .utf8) {
        self.charset = charset
        self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    /// The cells of a row.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Draws `text` in one row from `column` on.
    ///
    /// - Parameters:
    ///   - text: Any text; made printable.
    ///   - row: Counted from 0; outside the canvas nothing is drawn.
    ///   - column: Counted from 0.
    ///   - width: The columns it may take; a longer text ends in `…`. Default: to the edge.
    ///   - style: How it looks.
    ///   - alignment: Where it stands when it is shorter. Default left.
    /// - Returns: The columns that it took.
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

    /// Fills the rest of a row from `column` on with `scalar`, which is one column wide.
    public mutating func fill(_ scalar: Unicode.Scalar, row: Int, column: Int, width: Int, _ style: Style) {
        for position in max(0, column)..<max(0, column, min(column + width, size.columns)) {
            for glyph in charset.glyphs(scalar).prefix(1) { set(glyph, row: row, column: position, style) }
        }
    }

    /// Lays the cursor's look over a row.
    public mutating func select(row: Int, column: Int, width: Int) {
        guard (0..<size.rows).contains(row) else { return }
        for position in max(0, column)..<max(0, column, min(column + width, size.columns)) {
            cells[row * size.columns + position].style.isSelected = true
        }
    }

    private mutating func set(_ glyph: Printable.Glyph, row: Int, column: Int, _ style: Style) {
        guard (0..<size.rows).contains(row), column >= 0, column + glyph.width <= size.columns else { return }
        let index = row * size.columns + column
        for half in index..<index + glyph.width { clearWide(at: half, column: column + half - index) }
        cells[index] = Cell(scalar: glyph.scalar, style: style)
        if glyph.width == 2 { cells[index + 1] = Cell(scalar: Cell.continuation, style: style) }
    }

    /// Blanks the other half of a wide scalar one of whose halves is about to be overwritten.
    private mutating func clearWide(at index: Int, column: Int) {
        if cells[index].scalar == Cell.continuation, column > 0 {
            cells[index - 1].scalar = " "
        } else if column + 1 < size.columns, cells[index + 1].scalar == Cell.continuation {
            cells[index + 1].scalar = " "
        }
    }

    /// The rows as text, without the blanks at their ends.
    public var text: String {
        (0..<size.rows).map { index in
            var line = String.UnicodeScalarView()
            for cell in row(index) where cell.scalar != Cell.continuation { line.append(cell.scalar) }
            let blanks = line.reversed().prefix { $0 == " " }.count
            return String(String.UnicodeScalarView(line.dropLast(blanks)))
        }.joined(separator: "\n")
    }
}
