/// What the operator wants done to messages on their way: to those that pass a filter, in a direction.
///
/// ```
/// kind:offer   p1 → any   hold, 30 s at the most
/// ```
public struct WireRule: Hashable, Sendable {
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

    /// Which messages.
    public let filter: Filter
    /// Between whom.
    public let direction: Direction
    /// What is done to them.
    public let action: Action

    /// A rule for what `filter` lets pass.
    ///
    /// - Throws: what the filter asks that nobody knows of a message that is still on its way.
    public init(_ filter: Filter, _ action: Action, _ direction: Direction = Direction()) throws(WireRuleError) {
        if let term = filter.lateTerm { throw .notKnownYet(term) }
        self.filter = filter
        self.direction = direction
        self.action = action
    }
}

/// Why a rule cannot be.
public enum WireRuleError: Error, Hashable, CustomStringConvertible {
    /// The filter asks this, which shows only once a message has been written down.
    case notKnownYet(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notKnownYet(let term):
            "'\(term)' is not known while a message is on its way: ask for kind, from, to, room, size or a text"
        }
    }
}

extension Filter {
    /// Whether what it says of a message depends on who hears it.
    var asksForHearers: Bool {
        expression.terms.contains { term, _ in
            if case .peer(let role, _, _) = term { role != .author } else { false }
        }
    }

    /// The first thing it asks of an entry that is not known of a message on its way; nil where there is none.
    fileprivate var lateTerm: String? {
        for (term, _) in expression.terms {
            switch term {
            case .call: return "call:"
            case .interval: return "dt"
            case .age: return "age"
            case .trait: return "is:"
            case .source: return "src:"
            case .kind, .candidate, .peer, .room, .mid, .sdp, .size, .text, .expression: continue
            }
        }
        return nil
    }
}
