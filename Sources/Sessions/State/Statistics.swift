public import Events
public import Messages

/// How much was said: by kind, by peer, and in each of the last seconds.
///
/// Counted as entries come, so that it holds for all of them, also those that the journal has let go.
public struct Statistics: Hashable, Sendable {
    /// Messages and their bytes.
    public struct Count: Hashable, Sendable {
        public var messages = 0
        public var bytes = 0

        mutating func add(_ size: Int) {
            messages += 1
            bytes += size
        }
    }

    /// How many seconds are remembered: two minutes, twice what a sparkline shows on a wide screen.
    public static let seconds = 120
    /// How many peers are counted by themselves; who comes later is counted in all else.
    static let peerLimit = 10_000

    /// Everything.
    public private(set) var all = Count()
    public private(set) var kinds: [Kind: Count] = [:]
    public private(set) var peers: [PeerID: Count] = [:]
    /// Messages that nobody heard.
    public private(set) var unheard = 0
    /// Deliveries: a message to three peers is three.
    public private(set) var deliveries = 0
    /// Each of the last seconds, the latest at the end; the one that goes on is not among them.
    public private(set) var past: [Count] = []
    private var current = Count()
    /// The second that goes on, counted from the start.
    private var second: Int64 = 0

    /// Counts the message of `entry`, if it is one, which is of `kind`.
    mutating func fold(_ entry: Entry, _ kind: Kind) {
        advance(to: entry.time)
        guard let transit = entry.transit else { return }
        deliveries += transit.hearers.count
        // What was kept was counted when it was said.
        guard transit.release == nil else { return }
        let size = transit.message.payload.count
        all.add(size)
        current.add(size)
        kinds[kind, default: Count()].add(size)
        if peers[transit.author] != nil || peers.count < Self.peerLimit {
            peers[transit.author, default: Count()].add(size)
        }
        if transit.hearers.isEmpty, transit.interceptions.isEmpty { unheard += 1 }
    }

    /// Ends the seconds that are over by `now`.
    mutating func advance(to now: Instant) {
        let last = max(second, now.nanoseconds / 1_000_000_000)
        guard last > second else { return }
        past.append(current)
        current = Count()
        past += repeatElement(Count(), count: Int(min(last - second - 1, Int64(Self.seconds))))
        if past.count > Self.seconds { past.removeFirst(past.count - Self.seconds) }
        second = last
    }

    /// What came within the last second.
    public var rate: Count { past.last ?? Count() }
}
