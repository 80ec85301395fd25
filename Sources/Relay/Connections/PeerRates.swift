import Events
import Routing

/// The rate limits of one peer: messages and control frames, and bytes read from its socket.
struct PeerRates {
    private var messages: RateLimiter?
    private var bytes: RateLimiter?
    private let limits: (messages: Int, bytes: Int)

    init(_ limits: Limits) {
        self.limits = (limits.maxMessageRate, limits.maxByteRate)
        messages = limits.maxMessageRate == Limits.none ? nil : RateLimiter(rate: limits.maxMessageRate)
        bytes = limits.maxByteRate == Limits.none ? nil : RateLimiter(rate: limits.maxByteRate)
    }

    /// Counts a message or a control frame; returns the limit that it exceeds, or `nil`.
    mutating func countMessage(at time: Instant) -> Rate? {
        messages?.take(1, at: time) == false ? .messages(limits.messages) : nil
    }

    /// Counts `count` bytes; returns the limit that they exceed, or `nil`.
    mutating func countBytes(_ count: Int, at time: Instant) -> Rate? {
        bytes?.take(count, at: time) == false ? .bytes(limits.bytes) : nil
    }
}
