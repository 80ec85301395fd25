/// How often which length of time was seen, in memory that does not grow.
///
/// Log-linear: each power of two is cut into 64 equal parts, so that a quantile is at most 1.6 % too long.
struct Histogram: Equatable, Sendable {
    /// Parts to a power of two, as a power of two.
    private static let partBits = 6
    /// The longest length told apart, as a power of two: 2^40 ns are 18 minutes.
    private static let longestBits = 40

    private var counts = [Int](repeating: 0, count: Self.index(1 << Self.longestBits) + 1)
    /// How many lengths were seen.
    private(set) var count = 0
    /// The longest seen, in nanoseconds.
    private(set) var longest: UInt64 = 0

    /// Counts a length in nanoseconds.
    mutating func record(_ nanoseconds: UInt64) {
        counts[min(Self.index(nanoseconds), counts.count - 1)] += 1
        count += 1
        longest = max(longest, nanoseconds)
    }

    /// The length in nanoseconds that `part` (0 to 1) of all are not longer than; 0 if none was seen.
    func quantile(_ part: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, Int((part * Double(count)).rounded(.up)))
        var seen = 0
        for (index, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(Self.upperBound(index), longest) }
        }
        return longest
    }

    /// Lengths under 64 ns have an index each; above, the highest bit chooses the power, the next six the part.
    private static func index(_ length: UInt64) -> Int {
        guard length >> partBits > 0 else { return Int(length) }
        let shift = UInt64.bitWidth - 1 - length.leadingZeroBitCount - partBits
        return (shift << partBits) + Int(length >> UInt64(shift))
    }

    /// The longest length that has this index.
    private static func upperBound(_ index: Int) -> UInt64 {
        guard index >> (partBits + 1) > 0 else { return UInt64(index) }
        let shift = (index >> partBits) - 1
        return (UInt64(index - (shift << partBits)) + 1) << UInt64(shift) - 1
    }
}
