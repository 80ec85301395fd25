/// How often each delay came, in buckets that grow with it: as large after a million delays as after one.
///
/// Sixteen buckets for each power of two, so that a delay is known to a sixteenth, whether it is microseconds or
/// seconds:
/// ```
/// nanoseconds  0 1 2 … 15 │ 16 17 … 31 │ 32 34 … 62 │ 64 68 … 124 │ … │ 2^35 …
/// ```
public struct DelayHistogram: Hashable, Sendable {
    /// The buckets of a power of two, as a power of two itself.
    private static let precision = 4
    /// The first power of two that is beyond all buckets, in nanoseconds: 69 s, and what takes longer counts as that.
    private static let powers = 36
    private static let bucketCount = (powers - precision + 1) << precision

    private var counts = [Int](repeating: 0, count: bucketCount)
    /// How many delays were noted.
    public private(set) var count = 0
    private var largest: Int64 = 0

    /// A histogram of nothing.
    public init() {}

    /// Counts a delay of so many nanoseconds; one below 0 counts as 0.
    public mutating func note(_ nanoseconds: Int64) {
        let delay = max(0, nanoseconds)
        counts[Self.bucket(of: delay)] += 1
        count += 1
        largest = max(largest, delay)
    }

    /// Forgets all delays.
    public mutating func clear() {
        guard count > 0 else { return }
        for bucket in counts.indices { counts[bucket] = 0 }
        count = 0
        largest = 0
    }

    /// The longest that the shortest `percent` of 100 took, in nanoseconds; `nil` if nothing was noted.
    ///
    /// By nearest rank, as the upper bound of the bucket that this delay is in: never too short, and never longer than
    /// the longest.
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

    /// What is told of all delays; `nil` if nothing was noted.
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

    /// The longest delay in `bucket`; the last one has no end.
    private static func upperBound(of bucket: Int) -> Int64 {
        guard bucket < bucketCount - 1 else { return .max }
        let shift = max(0, (bucket >> precision) - 1)
        return (Int64(bucket - (shift << precision) + 1) << Int64(shift)) - 1
    }
}
