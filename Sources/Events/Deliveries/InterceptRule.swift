/// An action for messages that match a filter, in a direction.
///
/// ```
/// kind:offer   p1 → any   hold, 30 s at the most
/// ```
public struct InterceptRule: Hashable, Sendable {
    /// The limit of rules at a time: 32, as each is evaluated for every message.
    public static let limit = 32
    /// The default time after which a held message is released, in seconds: 30, before most clients give up.
    public static let holdSeconds = 30
    /// The longest time for which a message may be held or delayed, in seconds.
    public static let secondsLimit = 3600

    /// The action for a matching message.
    public enum Action: Hashable, Sendable {
        /// The message is held until the operator releases it, for at most this many seconds.
        case hold(seconds: Int)
        /// The message is held until one in the other direction matches too, for at most this many seconds. With
        /// `kind:offer` this makes two offers cross (glare).
        case holdUntilGlare(seconds: Int)
        /// The message is delivered this many milliseconds later.
        case delay(milliseconds: Int)
        /// The message is not delivered.
        case drop
    }

    /// The direction of a message; a side that is `nil` matches all peers.
    public struct Direction: Hashable, Sendable {
        /// The sender.
        public var from: PeerID?
        /// The recipient.
        public var to: PeerID?

        public init(from: PeerID? = nil, to: PeerID? = nil) {
            self.from = from
            self.to = to
        }
    }

    /// The filter that messages are matched by; empty for all messages.
    public let filter: String
    /// The direction.
    public let direction: Direction
    /// The action for matching messages.
    public let action: Action

    public init(_ filter: String, _ action: Action, _ direction: Direction = Direction()) {
        self.filter = filter
        self.direction = direction
        self.action = action
    }

    /// Returns the rule in a line, such as `hold kind:offer from alice, 30 s at the most`.
    ///
    /// - Parameter name: Returns the name of a peer.
    /// - Returns: The line.
    public func text(_ name: (PeerID) -> String) -> String {
        let which = filter.isEmpty ? "everything" : filter
        let way = [direction.from.map { "from \(name($0))" }, direction.to.map { "to \(name($0))" }]
        let subject = ([which] + way.compactMap(\.self)).joined(separator: " ")
        return switch action {
        case .hold(let seconds): "hold \(subject), \(seconds) s at the most"
        case .holdUntilGlare(let seconds): "hold \(subject) until both sides have one, \(seconds) s at the most"
        case .delay(let milliseconds): "delay \(subject) by \(milliseconds) ms"
        case .drop: "drop \(subject)"
        }
    }
}
