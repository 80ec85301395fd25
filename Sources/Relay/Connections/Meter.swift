import Events

/// Counts deliveries and measures their delay between two readings of the gauges.
struct Meter {
    /// The number of open connections.
    var connections = 0
    /// The number of HTTP requests that the proxy has forwarded.
    var requests = 0
    /// Whether the upstream server answered the last request; `nil` before the first.
    var isUpstreamReachable: Bool?
    private var delays = DelayHistogram()
    private var deliveries = 0
    private var last: Gauges?

    /// Counts the deliveries of `entry`.
    ///
    /// - Parameters:
    ///   - entry: A recorded entry; it counts only if it is a delivery with recipients.
    ///   - read: The time at which the last bytes of the message were read; `nil` if it was not just received.
    ///   - delivered: The time at which the message had been written to its recipients.
    mutating func count(_ entry: Entry, read: Instant?, delivered: Instant) {
        guard let delivery = entry.delivery, !delivery.recipients.isEmpty else { return }
        deliveries += delivery.recipients.count
        if let read { delays.note(delivered.nanoseconds - read.nanoseconds) }
    }

    /// Returns the gauges since the last reading, and whether they differ from it; starts over.
    mutating func read(peers: [PeerID: PeerGauges], memory: Int) -> (gauges: Gauges, isNew: Bool) {
        let gauges = Gauges(
            peers: peers, delay: delays.delay, deliveries: deliveries, memory: memory, connections: connections,
            requests: requests, isUpstreamReachable: isUpstreamReachable)
        defer { last = gauges }
        delays.clear()
        deliveries = 0
        return (gauges, gauges != last)
    }
}
