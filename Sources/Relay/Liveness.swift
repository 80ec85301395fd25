import Events

/// When a peer last gave a sign of life, when it was asked for one, and how long it took to answer (RFC 6455 §5.5.2).
struct Liveness {
    enum Verdict: Equatable {
        case alive
        /// A ping is due, and says this.
        case isToBeAsked([UInt8])
        /// It has been silent for too long.
        case silent
    }

    /// When bytes of it were last read, a part of a long message included.
    var heard: Instant
    /// When it was last asked; nil before the first time.
    private var pinged: Instant?
    private var pings: UInt32 = 0
    /// Whether the last ping waits for its pong.
    private var isAsked = false
    /// Nanoseconds from the last ping that was answered to its pong.
    private(set) var roundTrip: Int64?

    init(heard: Instant) {
        self.heard = heard
    }

    /// Looks at the silence: each peer is asked once at the beginning, so that its round trip is known.
    ///
    /// A time that is `nil` never passes. One that is within a frame is not asked: there are clients whose pong
    /// goes out at once, into the midst of it.
    mutating func check(
        at now: Instant, isWithinFrame: Bool, pingInterval: Duration?, idleTimeout: Duration?
    ) -> Verdict {
        let silence = Duration.nanoseconds(now.nanoseconds - heard.nanoseconds)
        if let idleTimeout, silence >= idleTimeout { return .silent }
        guard let pingInterval, !isWithinFrame else { return .alive }
        if let pinged {
            let unasked = Duration.nanoseconds(now.nanoseconds - pinged.nanoseconds)
            guard min(silence, unasked) >= pingInterval else { return .alive }
        }
        pinged = now
        pings &+= 1
        isAsked = true
        return .isToBeAsked(payload)
    }

    /// Whether a pong answers the last ping, as it says the same (RFC 6455 §5.5.3), and so tells the round trip.
    ///
    /// A pong of an earlier ping, or of none, is only a sign of life.
    mutating func isAnswered(by pong: [UInt8]) -> Bool {
        guard let pinged, isAsked, pong == payload else { return false }
        isAsked = false
        roundTrip = heard.nanoseconds - pinged.nanoseconds
        return true
    }

    private var payload: [UInt8] {
        withUnsafeBytes(of: pings.bigEndian) { Array($0) }
    }
}
