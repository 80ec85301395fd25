/// A size in cells.
public struct Size: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A rectangle of cells, by its top left cell and its size.
public struct Rect: Hashable, Sendable {
    /// The top row, counted from 0.
    public var row: Int
    /// The leftmost column, counted from 0.
    public var column: Int
    public var rows: Int
    public var columns: Int

    /// Creates a rectangle; a negative size becomes 0.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    public func contains(row: Int) -> Bool { (self.row..<self.row + rows).contains(row) }
    public func contains(column: Int) -> Bool { (self.column..<self.column + columns).contains(column) }

    /// Returns the part of the rectangle below its first `count` rows.
    public func below(_ count: Int) -> Rect {
        Rect(row: row + count, column: column, rows: rows - count, columns: columns)
    }
}
