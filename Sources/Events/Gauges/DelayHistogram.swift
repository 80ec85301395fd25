/// A histogram of delays with logarithmic buckets, of constant size.
///
/// Each power of two has sixteen buckets, so the relative error is at most a sixteenth:
/// ```
/// nanoseconds  0 1 2 … 15 │ 16 17 … 31 │ 32 34 … 62 │ 64 68 … 124 │ … │ 2^35 …
/// ```
public struct DelayHistogram: Hashable, Sendable {
    /// The binary logarithm of the number of buckets per power of two.
    private static let precision = 4
    /// The binary logarithm of the longest delay that is told apart, in nanoseconds: 69 s.
    private static let powers = 36
    private static let bucketCount = (powers - precision + 1) << precision

    private var counts = [Int](repeating: 0, count: bucketCount)
    /// The number of delays.
    public private(set) var count = 0
    private var largest: Int64 = 0

    /// Creates an empty histogram.
    public init() {}

    /// Adds a delay, in nanoseconds; a negative one counts as 0.
    public mutating func note(_ nanoseconds: Int64) {
        let delay = max(0, nanoseconds)
        counts[Self.bucket(of: delay)] += 1
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
    public func percentile(_ percent: Int) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, (count * percent + 99) / 100)
        var sum = 0
        for (bucket, number) in counts.enumerated() {
            sum += number
            if sum >= rank { return min(Self.upperBound(of: bucket), largest) }
        }
        return largest
    }

    /// The count, the percentiles and the longest delay; `nil` if the histogram is empty.
    public var delay: Delay? {
        guard let median = percentile(50), let percentile99 = percentile(99) else { return nil }
        return Delay(count: count, median: median, percentile99: percentile99, largest: largest)
    }

    private static func bucket(of delay: Int64) -> Int {
        let delay = min(delay, (1 << Int64(powers)) - 1)
        let power = Int64.bitWidth - 1 - delay.leadingZeroBitCount
        guard power > precision else { return Int(delay) }
        let shift = power - precision
        return (shift << precision) + Int(delay >> Int64(shift))
    }

    /// The longest delay in `bucket`; the last one is unbounded.
    private static func upperBound(of bucket: Int) -> Int64 {
        guard bucket < bucketCount - 1 else { return .max }
        let shift = max(0, (bucket >> precision) - 1)
        return (Int64(bucket - (shift << precision) + 1) << Int64(shift)) - 1
    }
}
