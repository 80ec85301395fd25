/// How long messages took through the relay: from when it read their last bytes to when all who hear were written to.
///
/// Times are nanoseconds. ``median`` and ``percentile99`` may be up to a sixteenth too long (see ``DelayHistogram``),
/// ``largest`` is exact.
public struct Delay: Hashable, Sendable {
    /// Messages.
    public var count: Int
    /// What half of the messages did not take longer than.
    public var median: Int64
    /// What 99 of 100 messages did not take longer than.
    public var percentile99: Int64
    /// What the slowest message took.
    public var largest: Int64

    public init(count: Int, median: Int64, percentile99: Int64, largest: Int64) {
        self.count = count
        self.median = median
        self.percentile99 = percentile99
        self.largest = largest
    }
}
