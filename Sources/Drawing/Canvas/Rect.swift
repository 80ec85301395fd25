/// How large something is, in cells.
public struct Size: Hashable, Sendable {
    /// Cells from left to right.
    public var columns: Int
    /// Cells from top to bottom.
    public var rows: Int

    /// So many columns and rows.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A part of the screen: its upper left cell and its size.
///
/// Row and column are counted from 0.
public struct Rect: Hashable, Sendable {
    /// The uppermost row, counted from 0.
    public var row: Int
    /// The leftmost column, counted from 0.
    public var column: Int
    /// Cells from top to bottom.
    public var rows: Int
    /// Cells from left to right.
    public var columns: Int

    /// A rectangle; a negative size becomes 0.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    public func contains(row: Int) -> Bool { (self.row..<self.row + rows).contains(row) }
    public func contains(column: Int) -> Bool { (self.column..<self.column + columns).contains(column) }

    /// The part below the first `count` rows.
    public func below(_ count: Int) -> Rect {
        Rect(row: row + count, column: column, rows: rows - count, columns: columns)
    }
}
