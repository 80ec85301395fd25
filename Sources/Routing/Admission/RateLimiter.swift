package import Events

/// A rate limit that permits bursts: `rate` tokens a second, of which at most ``burst`` seconds' worth accumulate.
///
/// The state is one number, the time at which the bucket is full again (the generic cell rate algorithm, ITU-T I.371).
/// It is a floating-point number so that no count overflows it; after a hundred days it is less precise than a
/// nanosecond.
struct RateLimiter {
    /// The seconds' worth of tokens that a full bucket holds; 5.
    static let burst = 5.0

    private let nanosecondsPerToken: Double
    /// The time at which the bucket is full again, in nanoseconds.
    private var fullTime = 0.0

    /// A full bucket.
    ///
    /// - Parameter rate: The number of tokens a second, at least 1.
    init(rate: Int) {
        nanosecondsPerToken = 1e9 / Double(max(1, rate))
    }

    /// Takes `count` tokens; returns false and takes none if there are fewer.
    mutating func take(_ count: Int, at time: Instant) -> Bool {
        let now = Double(time.nanoseconds)
        let newFullTime = max(fullTime, now) + Double(count) * nanosecondsPerToken
        guard newFullTime - now <= Self.burst * 1e9 else { return false }
        fullTime = newFullTime
        return true
    }

    /// Returns whether all tokens are available.
    func isFull(at time: Instant) -> Bool { fullTime <= Double(time.nanoseconds) }
}

/// The rate limits of one peer: messages and control frames, and bytes read from its socket.
package struct PeerRates {
    private var messages: RateLimiter?
    private var bytes: RateLimiter?
    private let limits: (messages: Int, bytes: Int)

    /// No limits.
    package init() { limits = (Limits.none, Limits.none) }

    package init(_ limits: Limits) {
        self.limits = (limits.maxMessageRate, limits.maxByteRate)
        messages = limits.maxMessageRate == Limits.none ? nil : RateLimiter(rate: limits.maxMessageRate)
        bytes = limits.maxByteRate == Limits.none ? nil : RateLimiter(rate: limits.maxByteRate)
    }

    /// Counts a message or a control frame; returns the limit that it exceeds, or `nil`.
    package mutating func countMessage(at time: Instant) -> Rate? {
        messages?.take(1, at: time) == false ? .messages(limits.messages) : nil
    }

    /// Counts `count` bytes; returns the limit that they exceed, or `nil`.
    package mutating func countBytes(_ count: Int, at time: Instant) -> Rate? {
        bytes?.take(count, at: time) == false ? .bytes(limits.bytes) : nil
    }
}
