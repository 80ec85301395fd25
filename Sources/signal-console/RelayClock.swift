import Console
import Glibc
import Signaling

/// The one clock: moments since the program's start that never go back, and what time of day that was.
struct RelayClock: Sendable {
    private let start: Int64
    /// The start, in milliseconds since 1970-01-01 UTC.
    private let epoch: Int64

    init() {
        start = Self.nanoseconds(CLOCK_MONOTONIC)
        epoch = Self.nanoseconds(CLOCK_REALTIME) / 1_000_000
    }

    var now: Instant { Instant(nanoseconds: Self.nanoseconds(CLOCK_MONOTONIC) - start) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// What time of day the start was where the operator sits.
    var wall: WallClock {
        var seconds = time_t(epoch / 1000)
        var date = tm()
        localtime_r(&seconds, &date)
        return WallClock(start: epoch, offset: Int64(date.tm_gmtoff))
    }

    /// The moment as a date and a time in UTC (RFC 3339): `2026-11-23T20:39:39.123Z`.
    func timestamp(_ instant: Instant) -> String {
        let milliseconds = epoch + instant.milliseconds
        var seconds = time_t(milliseconds / 1000)
        var date = tm()
        gmtime_r(&seconds, &date)
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = "\(date.tm_year + 1900)-\(padded(date.tm_mon + 1, 2))-\(padded(date.tm_mday, 2))"
        let time = "\(padded(date.tm_hour, 2)):\(padded(date.tm_min, 2)):\(padded(date.tm_sec, 2))"
        return "\(day)T\(time).\(padded(milliseconds % 1000, 3))Z"
    }
}
