public import Text

/// The columns of a table that fit a width.
///
/// Columns are removed in order of descending rank until the rest fits; the last one is widened to fill the width.
///
/// ```
/// requested      # time delta route kind size summary
/// at 80 columns  # time       route kind size summary
/// ```
public struct TableColumns<Name: Hashable & Sendable>: Sendable {
    /// A requested column.
    public struct Column: Sendable {
        public let name: Name
        public let head: String
        /// The width in cells; for the last column, the minimum.
        public var width: Int
        public var alignment = Alignment.left
        /// The number of blanks after the column.
        public var gap = 2
        /// The order of removal: the highest rank is removed first, 0 never.
        public var rank = 0

        public init(
            name: Name, head: String, width: Int, alignment: Alignment = Alignment.left, gap: Int = 2, rank: Int = 0
        ) {
            self.name = name
            self.head = head
            self.width = width
            self.alignment = alignment
            self.gap = gap
            self.rank = rank
        }
    }

    public private(set) var columns: [Column]
    private let width: Int

    /// Selects those of the `requested` columns that fit `width`.
    public init(_ requested: [Column], width: Int) {
        var columns = requested
        func used() -> Int { columns.reduce(0) { $0 + $1.width + $1.gap } - (columns.last?.gap ?? 0) }
        while used() > width, let rank = columns.map(\.rank).max(), rank > 0,
            let index = columns.lastIndex(where: { $0.rank == rank })
        {
            columns.remove(at: index)
        }
        if let last = columns.indices.last {
            // A right-aligned column keeps its width, so that its values stay below its head.
            if columns[last].alignment == .left {
                columns[last].width = max(0, width - used() + columns[last].width)
            }
        }
        (self.columns, self.width) = (columns, width)
    }

    public func drawHeads(row: Int, column: Int, on canvas: inout Canvas) {
        draw(row: row, column: column, on: &canvas) { TextLine(text: $0.head, style: .chrome) }
    }

    public func draw(row: Int, column: Int, on canvas: inout Canvas, text: (Column) -> TextLine) {
        let end = column + width
        var position = column
        for column in columns {
            let (text, available) = (text(column), min(column.width, end - position))
            let used = min(text.width, available)
            let indent = column.alignment == .right ? available - used : 0
            canvas.put(text, row: row, column: position + indent, width: available - indent)
            position += column.width + column.gap
        }
    }
}
