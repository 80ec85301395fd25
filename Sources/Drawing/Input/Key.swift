/// A key as the terminal tells of it.
public enum Key: Hashable, Sendable {
    /// A key that writes.
    case character(Unicode.Scalar)
    /// A letter with Control, in lower case.
    case control(Unicode.Scalar)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete
    case function(Int)

    /// What it is called on the screen and in README.
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

    /// The key that is written so: a character, `^f`, `F1`, or a name such as `enter`, `tab` and `pgup`; `nil` if there
    /// is none of that name.
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

    /// What keys that write nothing are called in a configuration file.
    public static let names: [String: Key] = [
        "space": .character(" "), "up": .up, "down": .down, "left": .left, "right": .right, "pgup": .pageUp,
        "pgdn": .pageDown, "home": .home, "end": .end, "enter": .enter, "esc": .escape, "tab": .tab,
        "s-tab": .backTab, "backspace": .backspace, "delete": .delete,
    ]

    /// As it is written in a configuration file.
    public var name: String {
        if case .character(let scalar) = self, scalar != " " { return String(scalar) }
        return Self.names.first { $0.value == self }?.key ?? label
    }
}
