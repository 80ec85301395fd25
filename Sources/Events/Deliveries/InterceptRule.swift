/// What the operator wants done to messages on their way: to those that pass a filter, in a direction.
///
/// ```
/// kind:offer   p1 → any   hold, 30 s at the most
/// ```
public struct InterceptRule: Hashable, Sendable {
    /// How many can be armed at a time; each is asked about every message.
    public static let limit = 32
    /// For how long a message is held if nobody lets it go, in seconds; default 30, before most clients give up.
    public static let holdSeconds = 30
    /// The longest that a message may be held or delayed, in seconds.
    public static let secondsLimit = 3600

    /// What is done.
    public enum Action: Hashable, Sendable {
        /// It waits for the operator, for so many seconds at the most.
        case hold(seconds: Int)
        /// It waits until the other side has something that waits by this rule too, for so many seconds at the most: of
        /// offers, so that both cross.
        case cross(seconds: Int)
        /// It goes on so many milliseconds later.
        case delay(milliseconds: Int)
        /// It does not go on.
        case drop
    }

    /// Between whom; anybody where nobody is named.
    public struct Direction: Hashable, Sendable {
        /// Whose words.
        public var from: PeerID?
        /// For whom.
        public var to: PeerID?

        public init(from: PeerID? = nil, to: PeerID? = nil) {
            self.from = from
            self.to = to
        }
    }

    /// Which messages, in the language of filters; all of them if it is empty.
    public let filter: String
    /// Between whom.
    public let direction: Direction
    /// What is done to them.
    public let action: Action

    public init(_ filter: String, _ action: Action, _ direction: Direction = Direction()) {
        self.filter = filter
        self.direction = direction
        self.action = action
    }

    /// `hold kind:offer from alice, 30 s at the most`; `name` says what a peer is called.
    public func words(_ name: (PeerID) -> String) -> String {
        let which = filter.isEmpty ? "everything" : filter
        let way = [direction.from.map { "from \(name($0))" }, direction.to.map { "to \(name($0))" }]
        let subject = ([which] + way.compactMap(\.self)).joined(separator: " ")
        return switch action {
        case .hold(let seconds): "hold \(subject), \(seconds) s at the most"
        case .cross(let seconds): "hold \(subject) until both sides have one, \(seconds) s at the most"
        case .delay(let milliseconds): "delay \(subject) by \(milliseconds) ms"
        case .drop: "drop \(subject)"
        }
    }
}
