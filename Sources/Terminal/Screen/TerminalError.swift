/// Why there is no screen.
///
/// Its ``description`` says what is wrong, with the value, and what to do.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is a file, a pipe or nothing.
    case notATerminal
    /// TERM is empty, or terminfo knows neither it nor what stands in for it.
    case unknownType(String)
    /// A terminal that only prints one line below the other.
    case cannotMoveCursor(type: String)
    /// What the system refused.
    case system(call: String, reason: String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notATerminal:
            "standard input and output are no terminal"
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
