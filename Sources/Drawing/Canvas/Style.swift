/// What a piece of text is; which colour that means is the ``Palette``'s matter.
public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    case plain
    /// Lines and labels, which are there to be overlooked.
    case chrome
    case title
    case key
    case offer
    case answer
    case candidate
    /// Somebody came or went.
    case fact
    /// The operator's doing.
    case operated
    /// Something that may go wrong, or that the operator should read first.
    case warning
    /// Something that is wrong.
    case error
    /// Something worth knowing that is not wrong.
    case information
    case good
    /// Text to be overlooked: random ids, and what is hidden.
    case dimmed
    /// Text that a search has found.
    case match
    /// What is typed into a prompt, while it can be understood.
    case valid
    /// What is typed into a prompt, while it cannot.
    case invalid
}

/// How a cell looks: its role and what is laid over it.
public struct Style: Hashable, Sendable {
    /// What the text is.
    public var role: Role
    /// Whether it stands out.
    public var isBold: Bool
    /// The row under the cursor.
    public var isSelected: Bool

    /// The style of `role`; by itself that of plain text.
    public init(_ role: Role = .plain, bold: Bool = false, selected: Bool = false) {
        self.role = role
        isBold = bold
        isSelected = selected
    }

    /// Text that is nothing else.
    public static let plain = Style()
    /// Lines and labels.
    public static let chrome = Style(.chrome)
    /// The name of a pane or a screen.
    public static let title = Style(.title, bold: true)
    /// The name of a key.
    public static let key = Style(.key)
}
