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
}
