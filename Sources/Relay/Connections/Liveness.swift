import Events

/// Detects idle peers by pings, and measures the round trip to them (RFC 6455 §5.5.2).
struct Liveness {
    /// The result of a check.
    enum Check: Equatable {
        case alive
        /// A ping is due, with this payload.
        case sendPing([UInt8])
        /// The idle timeout has passed.
        case timedOut
    }

    /// The time at which bytes were last received, even if they did not complete a message.
    var lastReceived: Instant
    /// The time of the last ping; `nil` before the first.
    private var lastPing: Instant?
    /// The number of pings, which is the payload of each.
    private var pingCount: UInt32 = 0
    private var isAwaitingPong = false
    /// The nanoseconds between the last ping that was answered and its pong; `nil` before the first pong.
    private(set) var roundTrip: Int64?

    init(connectedAt time: Instant) {
        lastReceived = time
    }

    /// Checks whether a ping is due or the idle timeout has passed.
    ///
    /// The first check of a peer always sends a ping, so that its round trip becomes known.
    ///
    /// - Parameters:
    ///   - now: The time of the check.
    ///   - isWithinFrame: Whether the peer has sent a part of a frame. It is not pinged then, because some clients
    ///     would send the pong at once, in the middle of that frame.
    ///   - pingInterval: The silence after which a ping is due; `nil` for no pings.
    ///   - idleTimeout: The silence after which the peer has timed out; `nil` for no timeout.
    /// - Returns: The result, with the payload of a ping that is to be sent.
    mutating func check(
        at now: Instant, isWithinFrame: Bool, pingInterval: Duration?, idleTimeout: Duration?
    ) -> Check {
        let silence = Duration.nanoseconds(now.nanoseconds - lastReceived.nanoseconds)
        if let idleTimeout, silence >= idleTimeout { return .timedOut }
        guard let pingInterval, !isWithinFrame else { return .alive }
        if let lastPing {
            let sincePing = Duration.nanoseconds(now.nanoseconds - lastPing.nanoseconds)
            guard min(silence, sincePing) >= pingInterval else { return .alive }
        }
        lastPing = now
        pingCount &+= 1
        isAwaitingPong = true
        return .sendPing(payload)
    }

    /// Records a pong; returns whether it answers the last ping, and so updates ``roundTrip`` (RFC 6455 §5.5.3).
    ///
    /// A pong with another payload is unsolicited, or answers an earlier ping.
    mutating func recordPong(_ pong: [UInt8]) -> Bool {
        guard let lastPing, isAwaitingPong, pong == payload else { return false }
        isAwaitingPong = false
        roundTrip = lastReceived.nanoseconds - lastPing.nanoseconds
        return true
    }

    private var payload: [UInt8] {
        withUnsafeBytes(of: pingCount.bigEndian) { Array($0) }
    }
}
