import Events
import Sessions

/// A time that the operator types: seconds since the start, or a time of day.
enum EntryTime: Hashable {
    /// Nanoseconds since the start: `7.5s`.
    case elapsed(Int64)
    /// The text of a time of day, as the log shows it: `14:03`, `14:03:22.5`.
    case clock(String)

    /// Reads `7.5s` or `14:03:22`; `nil` if `text` is neither.
    init?(_ text: String) {
        if text.last == "s" {
            guard let seconds = Double(text.dropLast()), (0...1e9).contains(seconds) else { return nil }
            self = .elapsed(Int64(seconds * 1e9))
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0].count == 2, parts.allSatisfy({ Double($0) != nil }) else {
            return nil
        }
        self = .clock(text)
    }

    /// Whether it is before `moment`, by the time of day of the log for a time of day.
    func isBefore(_ moment: Instant, _ wall: WallClock) -> Bool {
        switch self {
        case .elapsed(let nanoseconds): nanoseconds < moment.nanoseconds
        // The digits that were typed are compared: 14:03 is all of that minute.
        case .clock(let text): text < wall.text(moment).prefix(text.count)
        }
    }
}
