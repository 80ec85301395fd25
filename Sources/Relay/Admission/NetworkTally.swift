import Events
import Routing

/// How many connections each network has, and how often it connects.
///
/// A network is an IPv4 address, or 64 bits of an IPv6 one. Known are those that have a connection, or had one a few
/// seconds ago.
struct NetworkTally {
    private struct Count {
        var connections = 0
        var rate: RateLimiter?
    }

    /// How often those that are of no matter any more are looked for, in nanoseconds.
    private static let sweepTime: Int64 = 1_000_000_000

    private let connections: Int
    private let rate: Int
    private var counts: [Ban.Subject: Count] = [:]
    private var nextSweep = Instant.start

    /// A limit that is ``Limits/none`` limits nothing.
    init(connections: Int, rate: Int) {
        (self.connections, self.rate) = (connections, rate)
    }

    /// How many networks are known.
    var known: Int { counts.count }

    /// Counts a connection, which is to be told to ``disconnect(_:)`` too where it is refused.
    ///
    /// - Returns: Why it is refused; `nil` if it is not.
    mutating func connect(_ network: Ban.Subject, at time: Instant) -> Refusal? {
        sweep(at: time)
        var count = counts[network] ?? Count(rate: rate == Limits.none ? nil : RateLimiter(rate: rate))
        defer { counts[network] = count }
        count.connections += 1
        if count.connections > connections { return .networkFull(network, limit: connections) }
        if count.rate?.take(1, at: time) == false { return .networkTooFast(network, limit: rate) }
        return nil
    }

    /// A connection of `network` is gone.
    mutating func disconnect(_ network: Ban.Subject) {
        guard var count = counts[network] else { return }
        count.connections -= 1
        counts[network] = count.connections > 0 || count.rate != nil ? count : nil
    }

    /// Forgets those without a connection that may connect as often as anybody.
    private mutating func sweep(at time: Instant) {
        guard time >= nextSweep else { return }
        nextSweep = time.advanced(by: Self.sweepTime)
        counts = counts.filter { $0.value.connections > 0 || $0.value.rate?.isFull(at: time) == false }
    }
}
