/// What the relay measures of itself, looked at about once a second while something happens.
///
/// What would jitter is rounded, so that a relay at rest has the same gauges for as long as it rests.
public struct Gauges: Hashable, Sendable {
    /// Of each peer that is here.
    public var peers: [PeerID: PeerGauges]
    /// How long messages took through the relay since the gauges were last read; `nil` if none passed.
    public var delay: Delay?
    /// Messages handed to peers in the same time, once for each that heard.
    public var deliveries: Int
    /// Bytes of memory that the process has, in whole ``memoryStep``s; 0 if that is not known.
    public var memory: Int
    /// Connections that are open, those included that are no WebSocket, or not yet.
    public var connections: Int

    /// What ``memory`` is rounded down to: a sixteenth of a MiB.
    public static let memoryStep = 64 * 1024

    public init(
        peers: [PeerID: PeerGauges] = [:], delay: Delay? = nil, deliveries: Int = 0, memory: Int = 0,
        connections: Int = 0
    ) {
        self.peers = peers
        self.delay = delay
        self.deliveries = deliveries
        self.memory = memory - memory % Self.memoryStep
        self.connections = connections
    }
}

/// What the relay measures of the way to one peer.
public struct PeerGauges: Hashable, Sendable {
    /// Bytes that wait to be read by the peer, beyond what the system has taken.
    public var queued: Int
    /// Nanoseconds from the last ping that was answered to its pong (RFC 6455 §5.5.3), in whole microseconds.
    ///
    /// Nil until a pong came.
    public var roundTrip: Int64?

    public init(queued: Int = 0, roundTrip: Int64? = nil) {
        self.queued = queued
        self.roundTrip = roundTrip.map { $0 - $0 % 1000 }
    }
}
