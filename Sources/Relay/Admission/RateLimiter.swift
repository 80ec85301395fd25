import Events

/// How much one may take in a time: so much a second in the long run, and five times that at once.
///
/// ```
/// full ●●●●●  each take is paid back in time; if more than five seconds' worth is owed, nothing is given
/// ```
/// Kept is only when all is paid back (the generic cell rate algorithm, ITU-T I.371), as a fraction that no count of any
/// size makes overflow; after a hundred days it is less exact than a nanosecond.
struct RateLimiter {
    /// How many seconds' worth can be taken at once.
    static let burst = 5.0

    private let nanosecondsEach: Double
    /// When all that was taken is paid back.
    private var paid = 0.0

    /// - Parameter rate: How much a second, at least 1.
    init(rate: Int) {
        nanosecondsEach = 1e9 / Double(max(1, rate))
    }

    /// Whether `count` may be taken at `time`; if not, nothing is.
    mutating func take(_ count: Int, at time: Instant) -> Bool {
        let now = Double(time.nanoseconds)
        let after = max(paid, now) + Double(count) * nanosecondsEach
        guard after - now <= Self.burst * 1e9 else { return false }
        paid = after
        return true
    }

    /// Whether it is as it was at the beginning.
    func isFull(at time: Instant) -> Bool { paid <= Double(time.nanoseconds) }
}
