/// A key press that a terminal can report.
public enum Key: Hashable, Sendable {
    /// A key that types a character.
    case character(Unicode.Scalar)
    /// A lowercase letter with Control.
    case control(Unicode.Scalar)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete
    case function(Int)

    /// The name of the key on the screen and in the documentation.
    public var label: String {
        switch self {
        case .character(let scalar): scalar == " " ? "space" : String(scalar)
        case .control(let scalar): "^" + String(scalar).uppercased()
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .home: "Home"
        case .end: "End"
        case .enter: "⏎"
        case .escape: "esc"
        case .tab: "tab"
        case .backTab: "S-tab"
        case .backspace: "⌫"
        case .delete: "Del"
        case .function(let number): "F\(number)"
        }
    }

    /// Creates a key from its name in a configuration file: a character, `^f`, `F1`, or one of ``names``.
    ///
    /// Returns `nil` if there is no such key.
    public init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        let name = text.lowercased()
        if scalars.count == 1, scalars[0].value > 0x20 {
            self = .character(scalars[0])
        } else if scalars.count == 2, scalars[0] == "^", let letter = name.unicodeScalars.last,
            ("a"..."z").contains(letter)
        {
            self = .control(letter)
        } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else if let key = Self.names[name] {
            self = key
        } else {
            return nil
        }
    }

    /// The names of non-character keys and of the space bar in a configuration file.
    public static let names: [String: Key] = [
        "space": .character(" "), "up": .up, "down": .down, "left": .left, "right": .right, "pgup": .pageUp,
        "pgdn": .pageDown, "home": .home, "end": .end, "enter": .enter, "esc": .escape, "tab": .tab,
        "s-tab": .backTab, "backspace": .backspace, "delete": .delete,
    ]

    /// The name of the key in a configuration file.
    public var name: String {
        if case .character(let scalar) = self, scalar != " " { return String(scalar) }
        return Self.names.first { $0.value == self }?.key ?? label
    }
}

/// An event of the mouse's left button or its wheel.
public struct MouseEvent: Hashable, Sendable {
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
