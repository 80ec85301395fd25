/// All that holds at this moment, for one who has missed entries.
public struct Census: Hashable, Sendable {
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

        /// Makes it work in `room`, or everywhere where that is nil, or no more.
        public mutating func set(_ room: String?, isOn: Bool) {
            guard let room else {
                (isEverywhere, rooms) = (isOn, [])
                return
            }
            if isOn == isEverywhere { rooms.remove(room) } else { rooms.insert(room) }
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

    public init(
        peers: [Peer], rules: [ArmedRule] = [], held: [HeldMessage] = [], bans: [Ban] = [],
        guarded: Guarded = Guarded()
    ) {
        self.peers = peers
        self.rules = rules
        self.held = held
        self.bans = bans
        self.guarded = guarded
    }
}

/// A rule that works, and what it is called by.
public struct ArmedRule: Hashable, Sendable {
    /// Counted from 1; what disarms it names it by this.
    public let number: Int
    public let rule: WireRule

    public init(_ number: Int, _ rule: WireRule) {
        self.number = number
        self.rule = rule
    }
}
