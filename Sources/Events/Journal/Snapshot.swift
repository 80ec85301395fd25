/// All that holds at this moment, for one who has missed entries.
public struct Snapshot: Hashable, Sendable {
    /// Where the glare guard works.
    public struct Guarded: Hashable, Sendable {
        /// Whether it works everywhere but in ``rooms``, or only there.
        public var isEverywhere = false
        public var rooms: Set<String> = []

        public init(isEverywhere: Bool = false, rooms: Set<String> = []) {
            self.isEverywhere = isEverywhere
            self.rooms = rooms
        }

        /// Whether it works nowhere.
        public var isOff: Bool { !isEverywhere && rooms.isEmpty }

        /// Whether it works in `room`.
        public func covers(_ room: String) -> Bool { rooms.contains(room) != isEverywhere }

        /// Makes it work in `room`, or everywhere if that is nil, or no more.
        public mutating func set(_ room: String?, isOn: Bool) {
            guard let room else {
                (isEverywhere, rooms) = (isOn, [])
                return
            }
            if isOn == isEverywhere { rooms.remove(room) } else { rooms.insert(room) }
        }
    }

    /// How far what is sent with time between has come.
    public struct Playback: Hashable, Sendable {
        public var sent = 0
        public let count: Int

        public init(sent: Int = 0, count: Int) {
            self.sent = sent
            self.count = count
        }
    }

    /// Who is here, in order of arrival.
    public let peers: [Peer]
    /// The rules that work, by number, in the order in which they were armed.
    public let rules: [ArmedRule]
    /// What waits, in the order in which it was said.
    public let held: [HeldMessage]
    /// Who is not let in.
    public let bans: [Ban]
    /// Where the glare guard works.
    public let guarded: Guarded
    /// What is being sent with time between; `nil` if nothing is.
    public let playback: Playback?

    public init(
        peers: [Peer], rules: [ArmedRule] = [], held: [HeldMessage] = [], bans: [Ban] = [],
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

/// A rule that works, and what it is called by.
public struct ArmedRule: Hashable, Sendable {
    /// Counted from 1; what disarms it names it by this.
    public let number: Int
    public let rule: InterceptRule

    public init(_ number: Int, _ rule: InterceptRule) {
        self.number = number
        self.rule = rule
    }
}

/// What the relay tells those who watch it, in order.
public enum RelayEvent: Hashable, Sendable {
    case entry(Entry)
    /// What holds at this moment, for one who has missed entries.
    case census(Snapshot)
    /// What the relay measures of itself, at most once a second and only if it has changed.
    case gauges(Gauges)
}
