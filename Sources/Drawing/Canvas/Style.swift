/// The meaning of a piece of text, which ``Palette`` maps to a colour.
public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    case plain
    /// Borders, labels and secondary text.
    case chrome
    case title
    case key
    case offer
    case answer
    case candidate
    /// A peer that connected or disconnected.
    case fact
    /// A message that the operator sent or intercepted, or an intercept rule.
    case operated
    /// A possible problem, or a line that the operator should read first.
    case warning
    /// A definite problem.
    case error
    /// A remark that needs no action.
    case information
    case good
    /// A search match.
    case match
    /// Prompt input that parses.
    case valid
    /// Prompt input that does not parse.
    case invalid
}

/// The style of a cell: its role and emphasis.
public struct Style: Hashable, Sendable {
    public var role: Role
    public var isBold: Bool
    /// Whether the cell is under the cursor or otherwise shown in reverse.
    public var isSelected: Bool

    public init(_ role: Role = .plain, bold: Bool = false, selected: Bool = false) {
        self.role = role
        isBold = bold
        isSelected = selected
    }

    public static let plain = Style()
    public static let chrome = Style(.chrome)
    /// The style of the title of a pane or screen that has the focus.
    public static let title = Style(.title, bold: true)
    /// The style of the name of a key.
    public static let key = Style(.key)
}
