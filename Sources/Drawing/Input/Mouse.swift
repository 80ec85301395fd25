/// An event of the mouse's left button or its wheel.
public struct Mouse: Hashable, Sendable {
    public enum Action: Hashable, Sendable, CaseIterable {
        case press
        /// A movement while the button is held.
        case drag
        case release
        case wheelUp, wheelDown
    }

    public var action: Action
    /// The row of the cell under the pointer, counted from 0.
    public var row: Int
    /// The column of the cell under the pointer, counted from 0.
    public var column: Int

    public init(_ action: Action, row: Int, column: Int) {
        self.action = action
        self.row = row
        self.column = column
    }
}
