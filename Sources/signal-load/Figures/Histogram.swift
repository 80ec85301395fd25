/// A histogram of durations with constant memory usage.
///
/// Each power of two is divided into 64 equal buckets, so that a quantile is at most 1.6 % too long.
struct Histogram: Equatable, Sendable {
    /// The number of buckets per power of two, as a power of two.
    private static let bucketBits = 6
    /// The longest duration that has a bucket of its own, as a power of two: 2^40 ns are 18 minutes.
    private static let longestBits = 40

    private var counts = [Int](repeating: 0, count: Self.index(1 << Self.longestBits) + 1)
    /// The number of recorded durations.
    private(set) var count = 0
    /// The longest recorded duration, in nanoseconds.
    private(set) var longest: UInt64 = 0

    /// Records a duration in nanoseconds.
    mutating func record(_ nanoseconds: UInt64) {
        counts[min(Self.index(nanoseconds), counts.count - 1)] += 1
        count += 1
        longest = max(longest, nanoseconds)
    }

    /// Returns the duration in nanoseconds that a fraction (0 to 1) of all durations do not exceed; 0 if there are none.
    func quantile(_ fraction: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, Int((fraction * Double(count)).rounded(.up)))
        var seen = 0
        for (index, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(Self.upperBound(index), longest) }
        }
        return longest
    }

    /// Durations under 64 ns have a bucket each; above, the highest bit selects the power and the next six bits the
    /// bucket.
    private static func index(_ duration: UInt64) -> Int {
        guard duration >> bucketBits > 0 else { return Int(duration) }
        let shift = UInt64.bitWidth - 1 - duration.leadingZeroBitCount - bucketBits
        return (shift << bucketBits) + Int(duration >> UInt64(shift))
    }

    /// The longest duration in the bucket with this index.
    private static func upperBound(_ index: Int) -> UInt64 {
        guard index >> (bucketBits + 1) > 0 else { return UInt64(index) }
        let shift = (index >> bucketBits) - 1
        return (UInt64(index - (shift << bucketBits)) + 1) << UInt64(shift) - 1
    }
}

/// The number of delivered messages, and their latency.
struct Tally: Equatable, Sendable {
    private(set) var latency = Histogram()

    /// The number of delivered messages.
    var deliveries: Int { latency.count }

    mutating func recordDelivery(after nanoseconds: UInt64) { latency.record(nanoseconds) }

    /// Returns the rate per second, and the 50th, 99th and 99.9th percentiles of the latency.
    ///
    /// `noun` is the plural of the counted events.
    func figures(_ noun: String, seconds: Double) -> [Figure] {
        [
            Figure(noun, seconds > 0 ? Double(deliveries) / seconds : 0, .perSecond),
            Figure("latency p50", milliseconds(0.5), .milliseconds),
            Figure("latency p99", milliseconds(0.99), .milliseconds),
            Figure("latency p99.9", milliseconds(0.999), .milliseconds),
        ]
    }

    private func milliseconds(_ fraction: Double) -> Double { Double(latency.quantile(fraction)) / 1e6 }
}
