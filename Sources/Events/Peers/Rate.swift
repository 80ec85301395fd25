/// How much may be said in a second.
public enum Rate: Hashable, Sendable {
    /// So many messages, and what RFC 6455 §5.5 calls control frames.
    case messages(Int)
    /// So many bytes.
    case bytes(Int)

    /// In words that fit a close frame: `over 200 messages/s`, `over 4 MiB/s`.
    public var words: String {
        switch self {
        case .messages(let count): "over \(count) messages/s"
        case .bytes(let count): "over \(Self.text(count))/s"
        }
    }

    private static func text(_ bytes: Int) -> String {
        for (unit, name) in [(1 << 20, "MiB"), (1 << 10, "KiB")] where bytes >= unit && bytes % unit == 0 {
            return "\(bytes / unit) \(name)"
        }
        return "\(bytes) bytes"
    }
}
