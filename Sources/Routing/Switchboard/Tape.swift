public import Events

/// Gives each entry its number and its time, so that all who watch agree on both.
///
/// Owned by the relay loop.
public struct Tape: Sendable {
    private var count = 0

    public init() {}

    /// The entry for `content`, with the next number.
    public mutating func record(_ content: Entry.Content, at time: Instant) -> Entry {
        count += 1
        return Entry(number: count, time: time, content: content)
    }
}
