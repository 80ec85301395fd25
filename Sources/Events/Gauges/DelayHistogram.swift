/// A histogram of delays with logarithmic buckets, of constant size.
///
/// All powers of two have the same number of buckets, so the relative error is constant. With 16 buckets:
/// ```
/// nanoseconds  0 1 2 … 15 │ 16 17 … 31 │ 32 34 … 62 │ 64 68 … 124 │ … │ 2^35 …
/// ```
public struct DelayHistogram: Hashable, Sendable {
    /// The binary logarithm of the longest delay that has a bucket of its own, in nanoseconds: 69 s.
    private static let powers = 36

    /// The binary logarithm of the number of buckets per power of two.
    private let precision: Int
    private var counts: [Int]
    /// The number of delays.
    public private(set) var count = 0
    /// The longest delay in nanoseconds, which is exact.
    public private(set) var largest: Int64 = 0

    /// Creates an empty histogram.
    ///
    /// - Parameter precision: The binary logarithm of the number of buckets per power of two. By default, percentiles are
    ///   at most a sixteenth too long, in 4 KiB.
    public init(precision: Int = 4) {
        self.precision = precision
        counts = [Int](repeating: 0, count: (Self.powers - precision + 1) << precision)
    }

    /// Adds a delay, in nanoseconds; a negative one counts as 0.
    public mutating func note(_ nanoseconds: Int64) {
        let delay = max(0, nanoseconds)
        counts[bucket(of: delay)] += 1
        count += 1
        largest = max(largest, delay)
    }

    /// Removes all delays.
    public mutating func clear() {
        guard count > 0 else { return }
        for bucket in counts.indices { counts[bucket] = 0 }
        count = 0
        largest = 0
    }

    /// Returns a percentile by nearest rank, in nanoseconds; `nil` if the histogram is empty.
    ///
    /// The result is the upper bound of the bucket, so it is never too short, and never above the longest delay.
    public func percentile(_ percent: Int) -> Int64? { permille(10 * percent) }

    /// Returns a quantile in thousandths by nearest rank, in nanoseconds; `nil` if the histogram is empty.
    public func permille(_ permille: Int) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, (count * permille + 999) / 1000)
        var sum = 0
        for (bucket, number) in counts.enumerated() {
            sum += number
            if sum >= rank { return min(upperBound(of: bucket), largest) }
        }
        return largest
    }

    /// The count, the percentiles and the longest delay; `nil` if the histogram is empty.
    public var delay: Delay? {
        guard let median = percentile(50), let percentile99 = percentile(99) else { return nil }
        return Delay(count: count, median: median, percentile99: percentile99, largest: largest)
    }

    private func bucket(of delay: Int64) -> Int {
        let delay = min(delay, (1 << Int64(Self.powers)) - 1)
        let power = Int64.bitWidth - 1 - delay.leadingZeroBitCount
        guard power > precision else { return Int(delay) }
        let shift = power - precision
        return (shift << precision) + Int(delay >> Int64(shift))
    }

    /// The longest delay in `bucket`; the last one is unbounded.
    private func upperBound(of bucket: Int) -> Int64 {
        guard bucket < counts.count - 1 else { return .max }
        let shift = max(0, (bucket >> precision) - 1)
        return (Int64(bucket - (shift << precision) + 1) << Int64(shift)) - 1
    }
}
