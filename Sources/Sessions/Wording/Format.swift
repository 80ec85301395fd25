public import Events

/// Formats quantities in few columns.
public enum Format {
    /// Returns a number of bytes in at most five columns: `176`, `2.9K`, `1.0M`.
    public static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1000: String(count)
        case ..<1_000_000: tenths(count, 1000) + "K"
        default: tenths(count, 1_000_000) + "M"
        }
    }

    /// Returns a number of bytes in MiB: `1.2 MiB`.
    public static func mebibytes(_ count: Int) -> String {
        let tenths = count * 10 / 1_048_576
        return "\(tenths / 10).\(tenths % 10) MiB"
    }

    private static func tenths(_ count: Int, _ unit: Int) -> String {
        let tenths = count * 10 / unit
        return tenths >= 1000 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    /// Returns a time in at most eight columns: `7.691`, from 10,000 s on `2:46:40`.
    public static func time(_ instant: Instant) -> String {
        let seconds = instant.milliseconds / 1000
        guard seconds >= 10_000 else { return instant.text }
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60)
        return "\(seconds / 3600):\(minutes < 10 ? "0" : "")\(minutes):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Returns the time since `instant`: seconds up to ten, then whole minutes, so that an idle screen changes rarely.
    public static func age(_ instant: Instant, at now: Instant) -> String {
        let seconds = now.seconds(since: instant)
        return switch seconds {
        case ..<10: "\(seconds)s"
        case ..<60: "<1m"
        case ..<3600: "\(seconds / 60)m"
        default: "\(seconds / 3600)h"
        }
    }

    /// Returns a duration: `151ms`, `4.3s`.
    public static func duration(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds < 1000 ? "\(milliseconds)ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10)s"
    }

    /// Returns a remaining time, rounded up to whole seconds: `27s`, `9m`.
    static func countdown(_ nanoseconds: Int64) -> String {
        let seconds = (nanoseconds + 999_999_999) / 1_000_000_000
        return seconds < 600 ? "\(seconds)s" : "\(seconds / 60)m"
    }

    /// Returns a short duration: `210us`, `1.2ms`, `4.3s`.
    public static func fine(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ..<1_000_000: "\(nanoseconds / 1000)us"
        case ..<100_000_000: "\(nanoseconds / 1_000_000).\(nanoseconds / 100_000 % 10)ms"
        default: duration(nanoseconds)
        }
    }

    /// Returns a round-trip time in whole milliseconds, so that an idle screen changes rarely: `<1ms`, `42ms`.
    public static func roundTrip(_ nanoseconds: Int64) -> String {
        nanoseconds < 1_000_000 ? "<1ms" : duration(nanoseconds)
    }

    /// Returns the time between two instants in at most six columns: `+151`, `+4.3s`, `+17m`.
    public static func milliseconds(from one: Instant, to other: Instant) -> String {
        let milliseconds = max(0, other.nanoseconds - one.nanoseconds) / 1_000_000
        return switch milliseconds {
        case ..<10_000: "+\(milliseconds)"
        case ..<1_000_000: "+\(milliseconds / 1000).\(milliseconds / 100 % 10)s"
        default: "+\(milliseconds / 60_000)m"
        }
    }

    /// Returns a count with its noun: `1 peer`, `2 peers`.
    public static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// Returns a number with thousands separators: `2,911`.
    public static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
            index -= 3
        }
        return digits
    }
}
