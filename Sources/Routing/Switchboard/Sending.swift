public import Events
public import Messages

/// Something that the operator sends: said before, changed, or written by hand.
public struct Sending: Hashable, Sendable {
    /// To whom.
    public enum Destination: Hashable, Sendable {
        /// Those of these who are here.
        case peers([PeerID])
        /// All in a room but the one in whose name it is sent.
        case room(String)
    }

    /// How long after the first of several, in nanoseconds; 0 for at once.
    public var delay: Int64
    /// What is sent.
    public let message: Message
    /// Where it is from.
    public let origin: Delivery.Origin
    /// In whose name; ``PeerID/relay`` if it is what the relay itself would say.
    public let author: PeerID
    /// The room it belongs to.
    public let room: String
    /// To whom.
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

/// Several that are sent with time between them.
struct Playback: Sendable {
    private let sendings: [Sending]
    private let began: Instant
    /// How many have been sent.
    private(set) var sent = 0

    /// Those of `sendings` in order of their delays, from `began` on.
    init(_ sendings: [Sending], from began: Instant) {
        self.sendings = sendings.enumerated().sorted { ($0.element.delay, $0.offset) < ($1.element.delay, $1.offset) }
            .map(\.element)
        self.began = began
    }

    var count: Int { sendings.count }

    /// When the next is sent; `nil` if all have been.
    var due: Instant? { sent < count ? began.advanced(by: sendings[sent].delay) : nil }

    /// Takes the next one, if its time has come.
    mutating func next(at time: Instant) -> Sending? {
        guard let due, due <= time else { return nil }
        defer { sent += 1 }
        return sendings[sent]
    }
}
