import Glibc

/// How long this thread has worked: what others do on the machine does not count.
enum ThreadClock {
    /// Nanoseconds of processor time since the thread began; 0 if the system keeps none.
    static func now() -> UInt64 {
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
