public import Text

/// The columns of a table: those of the wanted ones that fit a width, in order.
///
/// ```
/// wanted      # time delta route kind size summary      rank: what has no room goes, the highest first
/// at 80       # time       route kind size summary      the last one takes what the others leave
/// ```
public struct TableColumns<Name: Hashable & Sendable>: Sendable {
    /// A column as it is wanted.
    public struct Column: Sendable {
        public let name: Name
        public let head: String
        /// Its columns on the screen; for the last one, the fewest it is of use with.
        public var width: Int
        public var alignment = Alignment.left
        /// Blanks behind it.
        public var gap = 2
        /// The higher, the sooner it goes; 0 stays.
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

    /// Those of `wanted` that fit `width`.
    public init(_ wanted: [Column], width: Int) {
        var columns = wanted
        func used() -> Int { columns.reduce(0) { $0 + $1.width + $1.gap } - (columns.last?.gap ?? 0) }
        while used() > width, let rank = columns.map(\.rank).max(), rank > 0,
            let index = columns.lastIndex(where: { $0.rank == rank })
        {
            columns.remove(at: index)
        }
        if let last = columns.indices.last {
            // Figures stand under their head, not at the far edge.
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
            let (text, room) = (text(column), min(column.width, end - position))
            let used = min(text.width, room)
            let indent = column.alignment == .right ? room - used : 0
            canvas.put(text, row: row, column: position + indent, width: room - indent)
            position += column.width + column.gap
        }
    }
}
