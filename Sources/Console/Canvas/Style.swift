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
}

/// How a cell looks: its role and what is laid over it.
public struct Style: Hashable, Sendable {
    /// What the text is.
    public var role: Role
    /// Whether it stands out.
    public var isBold: Bool
    /// The row under the cursor.
    public var isSelected: Bool

    public init(_ role: Role = .plain, bold: Bool = false, selected: Bool = false) {
        self.role = role
        isBold = bold
        isSelected = selected
    }

    public static let plain = Style()
    public static let chrome = Style(.chrome)
    public static let title = Style(.title, bold: true)
    public static let key = Style(.key)
}

/// What a terminal is asked for: colours by number, -1 for its own, and attributes.
public struct Ink: Hashable, Sendable {
    /// The colour of the text, by its number on the terminal; -1 is the terminal's own.
    public var foreground: Int16 = -1
    /// The colour behind it.
    public var background: Int16 = -1
    public var isBold = false
    public var isDim = false
    public var isReverse = false
}

/// The ink of each style.
///
/// A colour never says anything that the text does not say too.
public enum Palette {
    /// The ink of `style` on a terminal of so many `colors`; below 8 there are only attributes.
    public static func ink(_ style: Style, colors: Int) -> Ink {
        var ink = Ink()
        ink.isBold = style.isBold
        ink.isReverse = style.isSelected
        // One bar: a colour of its own would be a patch in it.
        if style.isSelected { return ink }
        if colors >= 256 {
            ink.foreground = rich(style.role)
        } else if colors >= 8 {
            ink.foreground = basic(style.role)
        }
        if style.role == .chrome, colors < 256 { ink.isDim = true }
        return ink
    }

    private static func rich(_ role: Role) -> Int16 {
        switch role {
        case .plain: -1
        case .chrome: 244
        case .title: 75
        case .key: 80
        case .offer: 114
        case .answer: 117
        case .candidate: 180
        case .fact: 146
        case .operated: 176
        case .warning: 215
        case .error: 203
        case .information: 110
        case .good: 114
        }
    }

    private static func basic(_ role: Role) -> Int16 {
        switch role {
        case .plain, .chrome: -1
        case .title, .answer: 4
        case .key, .fact, .information: 6
        case .offer, .good: 2
        case .candidate, .warning: 3
        case .operated: 5
        case .error: 1
        }
    }
}
