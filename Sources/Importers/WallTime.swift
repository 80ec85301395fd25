import Text

/// Times of a dump, by the wall clock.
///
/// Chromium writes milliseconds since 1970; former versions wrote a local time as the browser's language spells it, with
/// seconds. The ends of statistics are ISO 8601 times in UTC in all versions.
struct WallTime: Hashable {
    /// The latest time: 2⁵³ µs since 1970, so that it has nanoseconds.
    static let latest: Int64 = 9_007_199_254_740_992

    /// Microseconds since 1970; of a local time, since 1970 in that time zone.
    let microseconds: Int64
    /// Whether it is a local time, whose time zone is not told.
    let isLocal: Bool

    /// The time in a JSON value; `nil` if it is none.
    init?(_ value: JSONValue?) {
        guard let value, value.byteCount <= 100 else { return nil }
        let text = value.string ?? value.text(32)
        if let milliseconds = Double(text) {
            guard let time = Self.microseconds(milliseconds) else { return nil }
            self.init(microseconds: time, isLocal: false)
        } else {
            self.init(text: text)
        }
    }

    private init(microseconds: Int64, isLocal: Bool) { (self.microseconds, self.isLocal) = (microseconds, isLocal) }

    /// Milliseconds as microseconds; `nil` if they are negative, or more than ``latest``.
    static func microseconds(_ milliseconds: Double) -> Int64? {
        let scaled = (milliseconds * 1000).rounded()
        return scaled >= 0 && scaled <= Double(latest) ? Int64(scaled) : nil
    }

    /// A time such as `2026-11-30T01:22:37.494Z`, `11/30/2026, 1:22:37 AM`, `30/11/2026, 01:22:37` or
    /// `30.11.2026, 01:22:37`.
    private init?(text: String) {
        let isISO = text.utf8.contains(UInt8(ascii: "T")) && text.hasSuffix("Z")
        let groups = text.split { !$0.isASCII || !$0.isNumber }
        let numbers = groups.prefix(6).compactMap { Int($0) }
        guard numbers.count == 6 else { return nil }
        let half = text.utf8.last == UInt8(ascii: "M") ? text.utf8.dropLast().last : nil
        let (year, month, day) =
            groups[0].count == 4
            ? (numbers[0], numbers[1], numbers[2])
            : half != nil && text.contains("/")
                ? (numbers[2], numbers[0], numbers[1]) : (numbers[2], numbers[1], numbers[0])
        let hour = half == nil ? numbers[3] : numbers[3] % 12 + (half == UInt8(ascii: "P") ? 12 : 0)
        guard (1970...2250).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(numbers[4]), (0...60).contains(numbers[5])
        else { return nil }
        let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + numbers[4]) * 60 + numbers[5]
        let fraction = isISO && groups.count > 6 ? Double("0." + groups[6].prefix(9)) ?? 0 : 0
        self.init(
            microseconds: Int64(seconds) * 1_000_000 + Int64((fraction * 1e6).rounded()), isLocal: !isISO)
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar, in which a year begins with March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
