package import Events

/// The number of open connections of each network, and the rate at which it connects.
///
/// A network is an IPv4 address or the first 64 bits of an IPv6 address. Only networks that have a connection, or had
/// one in the last few seconds, are stored.
package struct NetworkTally {
    private struct Record {
        var connections = 0
        /// `nil` if there is no limit.
        var rate: RateLimiter?
    }

    /// The interval at which idle networks are removed, in nanoseconds; 1 s.
    private static let sweepInterval: Int64 = 1_000_000_000

    private let connectionLimit: Int
    private let rateLimit: Int
    private var records: [Ban.Subject: Record] = [:]
    private var nextSweep = Instant.start

    /// A tally with no connections.
    ///
    /// - Parameters:
    ///   - connections: The maximum number of connections of a network; ``Limits/none`` for no limit.
    ///   - rate: The maximum number of new connections a second of a network; ``Limits/none`` for no limit.
    package init(connections: Int, rate: Int) {
        (connectionLimit, rateLimit) = (connections, rate)
    }

    /// The number of networks that are stored.
    var count: Int { records.count }

    /// Counts a connection, including one that is refused, until ``disconnect(_:)`` is called for it.
    ///
    /// - Returns: The reason to refuse it; `nil` if it is accepted.
    package mutating func connect(_ network: Ban.Subject, at time: Instant) -> Refusal? {
        removeIdle(at: time)
        var record = records[network] ?? Record(rate: rateLimit == Limits.none ? nil : RateLimiter(rate: rateLimit))
        defer { records[network] = record }
        record.connections += 1
        if record.connections > connectionLimit { return .networkFull(network, limit: connectionLimit) }
        if record.rate?.take(1, at: time) == false { return .networkTooFast(network, limit: rateLimit) }
        return nil
    }

    /// Records that a connection of `network` was closed.
    package mutating func disconnect(_ network: Ban.Subject) {
        guard var record = records[network] else { return }
        record.connections -= 1
        records[network] = record.connections > 0 || record.rate != nil ? record : nil
    }

    /// Removes networks that have no connection and whose rate limiter is full again.
    private mutating func removeIdle(at time: Instant) {
        guard time >= nextSweep else { return }
        nextSweep = time.advanced(by: Self.sweepInterval)
        records = records.filter { $0.value.connections > 0 || $0.value.rate?.isFull(at: time) == false }
    }
}
