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
        let milliseconds = (real - (before - start)) / 1_000_000
        return WallClock(start: milliseconds, offset: Self.offset(at: real / 1_000_000))
    }

    /// The offset of the local time from UTC in seconds, at a time in milliseconds since 1970-01-01 UTC.
    static func offset(at milliseconds: Int64) -> Int64 {
        var seconds = time_t(milliseconds / 1000)
        var date = tm()
        localtime_r(&seconds, &date)
        return Int64(date.tm_gmtoff)
    }
}
