import Events

/// The number of delivered messages, and their latency.
struct Tally: Equatable, Sendable {
    private(set) var latency = DelayHistogram.precise

    /// The number of delivered messages.
    var deliveries: Int { latency.count }

    mutating func recordDelivery(after nanoseconds: Int64) { latency.note(nanoseconds) }

    /// Returns the rate per second, and the 50th, 99th and 99.9th percentiles of the latency.
    ///
    /// `noun` is the plural of the counted events.
    func figures(_ noun: String, seconds: Double) -> [Figure] {
        [
            Figure(noun, seconds > 0 ? Double(deliveries) / seconds : 0, .perSecond),
            Figure("latency p50", latency.milliseconds(permille: 500), .milliseconds),
            Figure("latency p99", latency.milliseconds(permille: 990), .milliseconds),
            Figure("latency p99.9", latency.milliseconds(permille: 999), .milliseconds),
        ]
    }
}

extension DelayHistogram {
    /// An empty histogram whose percentiles are at most 1.6 % too long.
    static var precise: DelayHistogram { DelayHistogram(precision: 6) }

    /// Returns the delay in milliseconds that `permille` of 1,000 delays do not exceed; 0 if there are none.
    func milliseconds(permille: Int) -> Double { Double(self.permille(permille) ?? 0) / 1e6 }
}
