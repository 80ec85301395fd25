public import Events

/// Converts times of the relay to the local time of day.
///
/// The relay's clock is monotonic; the wall clock may be set, and may leave daylight saving time. The two are compared from
/// time to time, and times before a change keep their time of day.
public struct WallClock: Hashable, Sendable {
    /// The limit of changes that are kept: 1,000, after which the oldest are removed.
    private static let changeLimit = 1000
    /// The smallest difference that counts as a change, in milliseconds: 10, as reading two clocks takes some time.
    private static let tolerance: Int64 = 10

    private struct Setting: Hashable, Sendable {
        /// The first time that the setting applies to.
        let from: Instant
        /// The start of the relay by this setting, in milliseconds since 1970-01-01 UTC.
        let start: Int64
        /// The offset of the local time from UTC, in seconds.
        let offset: Int64
    }

    private var settings: [Setting]
    /// The time of the last comparison.
    private var compared = Instant.start

    /// Creates a clock from one reading.
    ///
    /// - Parameters:
    ///   - start: The start of the relay, in milliseconds since 1970-01-01 UTC.
    ///   - offset: The offset of the local time from UTC, in seconds.
    public init(start: Int64, offset: Int64) {
        settings = [Setting(from: .start, start: start, offset: offset)]
    }

    /// Compares with a new reading at `moment`; a change applies from the last comparison on.
    public mutating func follow(_ clock: WallClock, at moment: Instant) {
        defer { compared = max(compared, moment) }
        guard let last = settings.last, let new = clock.settings.last else { return }
        guard abs(new.start - last.start) > Self.tolerance || new.offset != last.offset else { return }
        settings.append(Setting(from: compared.advanced(by: 1), start: new.start, offset: new.offset))
        if settings.count > Self.changeLimit { settings.removeFirst() }
    }

    private func setting(at moment: Instant) -> Setting? {
        settings.last { $0.from <= moment } ?? settings.first
    }

    /// Returns `moment` in milliseconds since 1970-01-01 UTC.
    public func milliseconds(_ moment: Instant) -> Int64 {
        (setting(at: moment)?.start ?? 0) + moment.milliseconds
    }

    /// Returns the local time of day in milliseconds since midnight.
    public func timeOfDay(_ instant: Instant) -> Int64 {
        let local = milliseconds(instant) + (setting(at: instant)?.offset ?? 0) * 1000
        let day: Int64 = 86_400_000
        return (local % day + day) % day
    }

    /// Returns the local time of day, such as `12:41:07.691`.
    public func text(_ instant: Instant) -> String {
        let inDay = Int(timeOfDay(instant))
        let parts = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60]
        return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":") + "."
            + String(String(1000 + inDay % 1000).dropFirst())
    }

    /// Returns an instant as date and time in UTC (RFC 3339): `2026-11-23T20:39:39.123Z`.
    public func timestamp(_ instant: Instant) -> String {
        let milliseconds = max(0, milliseconds(instant))
        let (days, inDay) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
        // Days since 0000-03-01 in eras of 400 years, so that leap days are at the ends of years.
        let shifted = days + 719_468
        let (era, inEra) = (shifted / 146_097, shifted % 146_097)
        let year = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let date = [
            Self.padded(year + era * 400 + (month >= 10 ? 1 : 0), 4),
            Self.padded(month < 10 ? month + 3 : month - 9, 2),
            Self.padded(inYear - (153 * month + 2) / 5 + 1, 2),
        ]
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { Self.padded($0, 2) }
        return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "." + Self.padded(inDay % 1000, 3)
            + "Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
