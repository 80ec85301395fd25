import Events

/// What has happened since the gauges were last read, and what they said then.
struct Meter {
    /// Connections that are open.
    var connections = 0
    private var delays = DelayHistogram()
    private var deliveries = 0
    private var last: Gauges?

    /// Counts the deliveries of `entry`.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - read: When the last bytes of its message were read; `nil` if no peer has just sent it.
    ///   - delivered: When the message had been handed to its recipients.
    mutating func note(_ entry: Entry, read: Instant?, delivered: Instant) {
        guard let transit = entry.transit, !transit.hearers.isEmpty else { return }
        deliveries += transit.hearers.count
        if let read { delays.note(delivered.nanoseconds - read.nanoseconds) }
    }

    /// The gauges at this moment, and whether they differ from the last.
    mutating func read(peers: [PeerID: PeerGauges], memory: Int) -> (gauges: Gauges, isNew: Bool) {
        let gauges = Gauges(
            peers: peers, delay: delays.delay, deliveries: deliveries, memory: memory, connections: connections)
        defer { last = gauges }
        delays.clear()
        deliveries = 0
        return (gauges, gauges != last)
    }
}
