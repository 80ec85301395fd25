/// The state of the relay at one moment, for watchers that missed entries.
public struct Snapshot: Hashable, Sendable {
    /// The rooms in which the glare guard is on.
    public struct Guarded: Hashable, Sendable {
        /// Whether ``rooms`` are the exceptions in which the guard is off, rather than those in which it is on.
        public var isEverywhere = false
        /// The rooms that differ from ``isEverywhere``.
        public var rooms: Set<String> = []

        public init(isEverywhere: Bool = false, rooms: Set<String> = []) {
            self.isEverywhere = isEverywhere
            self.rooms = rooms
        }

        /// Whether the guard is off in all rooms.
        public var isOff: Bool { !isEverywhere && rooms.isEmpty }

        /// Returns whether the guard is on in `room`.
        public func covers(_ room: String) -> Bool { rooms.contains(room) != isEverywhere }

        /// Switches the guard on or off in `room`, or in all rooms if that is `nil`.
        public mutating func set(_ room: String?, isOn: Bool) {
            guard let room else {
                (isEverywhere, rooms) = (isOn, [])
                return
            }
            if isOn == isEverywhere { rooms.remove(room) } else { rooms.insert(room) }
        }
    }

    /// The progress of a replay with delays.
    public struct Playback: Hashable, Sendable {
        /// The number of messages sent.
        public var sent = 0
        /// The number of messages in all.
        public let count: Int

        public init(sent: Int = 0, count: Int) {
            self.sent = sent
            self.count = count
        }
    }

    /// The connected peers, in order of arrival.
    public let peers: [Peer]
    /// The intercept rules, in the order in which they were added.
    public let rules: [ActiveRule]
    /// The held messages, in the order in which they were sent.
    public let held: [HeldMessage]
    /// The bans.
    public let bans: [Ban]
    /// The rooms in which the glare guard is on.
    public let guarded: Guarded
    /// The progress of the current replay; `nil` if there is none.
    public let playback: Playback?

    public init(
        peers: [Peer], rules: [ActiveRule] = [], held: [HeldMessage] = [], bans: [Ban] = [],
        guarded: Guarded = Guarded(), playback: Playback? = nil
    ) {
        self.peers = peers
        self.rules = rules
        self.held = held
        self.bans = bans
        self.guarded = guarded
        self.playback = playback
    }
}

/// An intercept rule that was added, with its number.
public struct ActiveRule: Hashable, Sendable {
    /// The number, counted from 1, by which commands refer to the rule.
    public let number: Int
    /// The rule.
    public let rule: InterceptRule

    public init(_ number: Int, _ rule: InterceptRule) {
        self.number = number
        self.rule = rule
    }
}

/// An event of the stream that the relay sends to its watchers.
public enum RelayEvent: Hashable, Sendable {
    /// The next entry.
    case entry(Entry)
    /// The state at this moment, for watchers that missed entries.
    case snapshot(Snapshot)
    /// New gauges, at most once a second and only if they have changed.
    case gauges(Gauges)
    /// A report of a probe that is no entry: statistics, and what the messages of its page tell already.
    indirect case report(PageReport)
}
