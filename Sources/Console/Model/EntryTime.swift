import Events
import Sessions

/// A time that the operator types: seconds since the start, or a time of day.
enum EntryTime: Hashable {
    /// Nanoseconds since the start: `7.5s`.
    case elapsed(Int64)
    /// Milliseconds since midnight, up to the end of what was typed: `14:03` is all of that minute.
    case clock(Int64)

    private static let day: Int64 = 86_400_000

    /// Reads `7.5s`, `14:03` or `14:03:22`; `nil` if `text` is none of these.
    init?(_ text: String) {
        if text.last == "s" {
            guard let seconds = Double(text.dropLast()), (0...1e9).contains(seconds) else { return nil }
            self = .elapsed(Int64(seconds * 1e9))
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.count == 2 && $0.allSatisfy(\.isASCII) ? Int64($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count, (0...23).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
        else { return nil }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        self = .clock(seconds * 1000 + (numbers.count == 3 ? 999 : 59_999))
    }

    /// The time in nanoseconds since the start, after which entries are later; `nil` if it is before a recording that begins
    /// at `first` and ends at `last`.
    ///
    /// A time of day is that on the first day, or on the next one if the recording goes on over midnight.
    func limit(from first: Instant, through last: Instant, _ wall: WallClock) -> Int64? {
        switch self {
        case .elapsed(let nanoseconds): return nanoseconds
        case .clock(let milliseconds):
            let start = wall.timeOfDay(first)
            let sameDay = first.milliseconds + milliseconds - start
            let found = milliseconds >= start ? sameDay : sameDay + Self.day
            guard milliseconds >= start || found <= last.milliseconds else { return nil }
            return (found + 1) * 1_000_000 - 1
        }
    }
}
