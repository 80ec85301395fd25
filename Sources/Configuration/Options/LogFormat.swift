/// What headless mode prints of each entry.
public enum LogFormat: String, CaseIterable, Sendable {
    /// A line to read.
    case text
    /// A JSON object a line.
    case json
    /// Nothing.
    case off
}
