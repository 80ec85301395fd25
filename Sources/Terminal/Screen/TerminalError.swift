/// An error that keeps the screen from being opened: what is wrong, with the value, and how to fix it.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or standard output is not a terminal.
    case notATerminal
    /// `TERM` is empty, or terminfo knows neither the type nor the fallback.
    case unknownType(String)
    /// The terminal cannot position its cursor.
    case cannotMoveCursor(type: String)
    /// A system call failed.
    case system(call: String, reason: String)

    public var description: String {
        switch self {
        case .notATerminal:
            "standard input and output are not a terminal"
        case .unknownType(""):
            "TERM is not set; set it to what the terminal is, such as TERM=xterm-256color"
        case .unknownType(let type):
            "terminal type '\(type)' is not known here; set TERM to one that is, such as TERM=xterm-256color"
        case .cannotMoveCursor(let type):
            "terminal type '\(type)' cannot move its cursor; set TERM to what the terminal is, such as xterm-256color"
        case .system(let call, let reason):
            "\(call): \(reason)"
        }
    }
}
