import Text

/// Times of a HAR as microseconds since 1970-01-01 UTC.
enum HARTime {
    /// The times that are read, in seconds: 2000-01-01 to 2100-01-01.
    ///
    /// Chromium writes the seconds since the start of the system in place of the time if a request was never sent.
    static let range: ClosedRange<Double> = 946_684_800...4_102_444_800
    /// The longest duration that is read, in milliseconds: a year.
    static let durationLimit = 31_536_000_000.0
    /// The longest spelling of a number or a time, in bytes.
    private static let spellingLimit = 64

    /// Returns the number of microseconds in a time in seconds since 1970, such as `time` of a WebSocket message; `nil` if
    /// it is none of ``range``.
    static func microseconds(seconds value: JSONValue?) -> Int64? {
        guard let number = number(value), range.contains(number) else { return nil }
        return Int64((number * 1_000_000).rounded())
    }

    /// Returns the microseconds of a duration in milliseconds, such as `time` of an entry; 0 if it is negative, too long or
    /// no number (HAR 1.2, "entries").
    static func duration(milliseconds value: JSONValue?) -> Int64 {
        guard let number = number(value), (0...durationLimit).contains(number) else { return 0 }
        return Int64((number * 1000).rounded())
    }

    /// Returns a whole number; `nil` if the value is none or has more than nine digits.
    static func integer(_ value: JSONValue?) -> Int? {
        guard let number = number(value), number.magnitude < 1_000_000_000, number == number.rounded() else {
            return nil
        }
        return Int(number)
    }

    private static func number(_ value: JSONValue?) -> Double? {
        guard let value, !value.isString, value.byteCount <= spellingLimit else { return nil }
        return Double(value.text(spellingLimit))
    }

    /// Returns the microseconds of a time such as `2026-01-31T12:00:00.250+01:00`; `nil` if it is none of ``range``.
    ///
    /// The format is that of ISO 8601 which HAR 1.2 requires for `startedDateTime`: Chromium writes `Z`, Firefox an offset.
    static func microseconds(date value: JSONValue?) -> Int64? {
        guard let value, value.byteCount <= spellingLimit, let text = value.string else { return nil }
        var reader = DateReader(Array(text.utf8))
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60, let fraction = reader.fraction(), let offset = reader.offset()
        else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        guard range.contains(Double(seconds)) else { return nil }
        return Int64(seconds) * 1_000_000 + Int64(fraction)
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar.
    ///
    /// A year begins in March here, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

/// Reads the parts of a time.
private struct DateReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// The next `count` digits as a number; `nil` if there are fewer.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for byte in rest.prefix(count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        guard rest.count >= count else { return nil }
        rest.removeFirst(count)
        return value
    }

    /// The fraction of a second in microseconds, with further digits ignored; 0 if there is none, `nil` if it has no digits.
    mutating func fraction() -> Int? {
        guard skip(".") || skip(",") else { return 0 }
        var (value, scale) = (0, 100_000)
        guard let first = digits(1) else { return nil }
        value = first * scale
        while let digit = digits(1) {
            scale /= 10
            value += digit * scale
        }
        return value
    }

    /// The seconds by which the time is ahead of UTC; `nil` if the zone is malformed or followed by anything.
    mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return rest.isEmpty ? 0 : nil }
        let isAhead = skip("+")
        guard isAhead || skip("-"), let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours < 24, minutes < 60, rest.isEmpty else { return nil }
        return (isAhead ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}
