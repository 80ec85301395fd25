/// Messages that arrived, and how long each was under way.
struct Tally: Equatable, Sendable {
    private(set) var latency = Histogram()

    /// How many arrived.
    var deliveries: Int { latency.count }

    mutating func delivered(after nanoseconds: UInt64) { latency.record(nanoseconds) }

    /// Deliveries a second, and the latency that half, 99 and 99.9 of a hundred did not exceed.
    func figures(_ things: String, seconds: Double) -> [Figure] {
        [
            Figure(things, seconds > 0 ? Double(deliveries) / seconds : 0, .perSecond),
            Figure("latency p50", milliseconds(0.5), .milliseconds),
            Figure("latency p99", milliseconds(0.99), .milliseconds),
            Figure("latency p99.9", milliseconds(0.999), .milliseconds),
        ]
    }

    private func milliseconds(_ part: Double) -> Double { Double(latency.quantile(part)) / 1e6 }
}
