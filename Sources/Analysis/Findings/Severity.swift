/// How much a finding matters.
public enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Worth knowing; nothing is wrong with it.
    case information
    /// The call may fail by it, or part of it is missing.
    case warning
    /// The call cannot connect like this, or a client is in error.
    case error

    /// In one word.
    public var word: String {
        switch self {
        case .information: "information"
        case .warning: "warning"
        case .error: "error"
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
