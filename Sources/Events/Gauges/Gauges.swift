/// Measurements of the relay, taken about once a second while there is traffic.
///
/// Values that jitter are rounded, so that the gauges of an idle relay stay the same.
public struct Gauges: Hashable, Sendable {
    /// The gauges of each connected peer.
    public var peers: [PeerID: PeerGauges]
    /// The delays of messages through the relay since the last measurement; `nil` if there were none.
    public var delay: Delay?
    /// The number of deliveries in the same time: each message counts once for each recipient.
    public var deliveries: Int
    /// The resident memory of the process, in bytes, rounded down to ``memoryStep``; 0 if it is unknown.
    public var memory: Int
    /// The number of open connections, including those that are no WebSocket, or not yet.
    public var connections: Int
    /// The number of HTTP requests that the proxy has forwarded since the start, WebSocket handshakes included.
    public var requests: Int
    /// Whether the upstream server answered the last request; `nil` before the first, or if the relay is no proxy.
    public var isUpstreamReachable: Bool?

    /// The step that ``memory`` is rounded down to: 64 KiB.
    public static let memoryStep = 64 * 1024

    public init(
        peers: [PeerID: PeerGauges] = [:], delay: Delay? = nil, deliveries: Int = 0, memory: Int = 0,
        connections: Int = 0, requests: Int = 0, isUpstreamReachable: Bool? = nil
    ) {
        self.peers = peers
        self.delay = delay
        self.deliveries = deliveries
        self.memory = memory - memory % Self.memoryStep
        self.connections = connections
        self.requests = requests
        self.isUpstreamReachable = isUpstreamReachable
    }
}

/// Measurements of the connection to one peer.
public struct PeerGauges: Hashable, Sendable {
    /// The number of bytes queued for the peer, without those in the system's socket buffer.
    public var queued: Int
    /// The time from the last answered ping to its pong (RFC 6455 §5.5.3), in nanoseconds, rounded to microseconds.
    ///
    /// `nil` before the first pong.
    public var roundTrip: Int64?

    public init(queued: Int = 0, roundTrip: Int64? = nil) {
        self.queued = queued
        self.roundTrip = roundTrip.map { $0 - $0 % 1000 }
    }
}

/// The delays of messages through the relay: from the read of the last byte to the write to the last recipient.
///
/// Times are in nanoseconds. ``median`` and ``percentile99`` are at most a sixteenth too long (see ``DelayHistogram``);
/// ``largest`` is exact.
public struct Delay: Hashable, Sendable {
    /// The number of messages.
    public var count: Int
    /// The median.
    public var median: Int64
    /// The 99th percentile.
    public var percentile99: Int64
    /// The longest delay.
    public var largest: Int64

    public init(count: Int, median: Int64, percentile99: Int64, largest: Int64) {
        self.count = count
        self.median = median
        self.percentile99 = percentile99
        self.largest = largest
    }
}
