public import Events
public import Messages

/// A message that the operator sends: a replay, a changed message, or one that the operator wrote.
public struct Sending: Hashable, Sendable {
    /// The recipients of a sending.
    public enum Destination: Hashable, Sendable {
        /// These peers, as far as they are connected.
        case peers([PeerID])
        /// All peers of a room but the author.
        case room(String)
    }

    /// The delay after the start of a replay, in nanoseconds; 0 to send at once.
    public var delay: Int64
    /// The message.
    public let message: Message
    /// The source of the message.
    public let origin: Delivery.Origin
    /// The peer in whose name the message is sent; ``PeerID/relay`` for a message of the relay's own.
    public let author: PeerID
    /// The room of the message.
    public let room: String
    /// The recipients.
    public let destination: Destination

    public init(
        _ message: Message, _ origin: Delivery.Origin, author: PeerID, room: String, to destination: Destination,
        delay: Int64 = 0
    ) {
        self.message = message
        self.origin = origin
        self.author = author
        self.room = room
        self.destination = destination
        self.delay = delay
    }
}

/// A replay: messages that are sent with delays.
struct Playback: Sendable {
    private let sendings: [Sending]
    private let began: Instant
    /// The number of messages sent.
    private(set) var sent = 0

    /// Creates a replay of `sendings`, in order of their delays, that starts at `began`.
    init(_ sendings: [Sending], from began: Instant) {
        self.sendings = sendings.enumerated().sorted { ($0.element.delay, $0.offset) < ($1.element.delay, $1.offset) }
            .map(\.element)
        self.began = began
    }

    /// The number of messages in all.
    var count: Int { sendings.count }

    /// The time of the next message; `nil` if all have been sent.
    var due: Instant? { sent < count ? began.advanced(by: sendings[sent].delay) : nil }

    /// Returns the next message, if it is due at `time`, and advances.
    mutating func next(at time: Instant) -> Sending? {
        guard let due, due <= time else { return nil }
        defer { sent += 1 }
        return sendings[sent]
    }
}
