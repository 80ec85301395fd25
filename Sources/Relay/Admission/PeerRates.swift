import Events

/// What one peer may say in a second: messages and control frames, and bytes as they come from its socket.
struct PeerRates {
    private var messages: TokenBucket?
    private var bytes: TokenBucket?
    private let limits: (messages: Int, bytes: Int)

    init(_ limits: RelayLimits) {
        self.limits = (limits.messageRate, limits.byteRate)
        messages = limits.messageRate == .max ? nil : TokenBucket(rate: limits.messageRate)
        bytes = limits.byteRate == .max ? nil : TokenBucket(rate: limits.byteRate)
    }

    /// Which rate a message or a control frame more is over; nil where it is not.
    mutating func noteMessage(at time: Instant) -> Rate? {
        messages?.take(1, at: time) == false ? .messages(limits.messages) : nil
    }

    /// Which rate so many bytes more are over; nil where they are not.
    mutating func noteBytes(_ count: Int, at time: Instant) -> Rate? {
        bytes?.take(count, at: time) == false ? .bytes(limits.bytes) : nil
    }
}
