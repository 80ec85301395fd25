import Events
import Routing

/// What one peer may say in a second: messages and control frames, and bytes as they come from its socket.
struct PeerRates {
    private var messages: RateLimiter?
    private var bytes: RateLimiter?
    private let limits: (messages: Int, bytes: Int)

    init(_ limits: Limits) {
        self.limits = (limits.maxMessageRate, limits.maxByteRate)
        messages = limits.maxMessageRate == Limits.none ? nil : RateLimiter(rate: limits.maxMessageRate)
        bytes = limits.maxByteRate == Limits.none ? nil : RateLimiter(rate: limits.maxByteRate)
    }

    /// Which rate a message or a control frame more is over; `nil` if it is not.
    mutating func noteMessage(at time: Instant) -> Rate? {
        messages?.take(1, at: time) == false ? .messages(limits.messages) : nil
    }

    /// Which rate so many bytes more are over; `nil` if they are not.
    mutating func noteBytes(_ count: Int, at time: Instant) -> Rate? {
        bytes?.take(count, at: time) == false ? .bytes(limits.bytes) : nil
    }
}
