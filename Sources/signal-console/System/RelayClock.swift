import Events
import Glibc
import Sessions

/// The program's clock: monotonic time since its start, and the corresponding wall-clock time.
struct RelayClock: Sendable {
    private let start = Self.nanoseconds(CLOCK_MONOTONIC)

    var now: Instant { Instant(nanoseconds: Self.nanoseconds(CLOCK_MONOTONIC) - start) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The wall-clock time of the program's start, according to the present setting of the system's clock.
    var wall: WallClock {
        var (before, real) = (Int64(0), Int64(0))
        // The thread may be interrupted between the readings of the two clocks; retry if they are over 1 ms apart.
        for _ in 0..<3 {
            before = Self.nanoseconds(CLOCK_MONOTONIC)
            real = Self.nanoseconds(CLOCK_REALTIME)
            if Self.nanoseconds(CLOCK_MONOTONIC) - before < 1_000_000 { break }
        }
        var seconds = time_t(real / 1_000_000_000)
        var date = tm()
        localtime_r(&seconds, &date)
        return WallClock(start: (real - (before - start)) / 1_000_000, offset: Int64(date.tm_gmtoff))
    }
}

extension WallClock {
    /// Returns an instant as date and time in UTC (RFC 3339): `2026-11-23T20:39:39.123Z`.
    func timestamp(_ instant: Instant) -> String {
        let milliseconds = milliseconds(instant)
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
