/// What the mouse did on the screen, with its left button or its wheel.
public struct Mouse: Hashable, Sendable {
    /// What it did.
    public enum Action: Hashable, Sendable, CaseIterable {
        case press
        /// It moved while the button was held.
        case drag
        case release
        case wheelUp, wheelDown
    }

    /// What it did.
    public var action: Action
    /// The cell it points at: its row, counted from 0.
    public var row: Int
    /// The cell's column, counted from 0.
    public var column: Int

    /// What it did at the cell in `row` and `column`, counted from 0.
    public init(_ action: Action, row: Int, column: Int) {
        self.action = action
        self.row = row
        self.column = column
    }
}
