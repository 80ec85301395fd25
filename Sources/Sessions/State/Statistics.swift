public import Events
public import Messages

/// Counts of messages: by kind, by peer, and for each of the last seconds.
///
/// They include messages whose entries were evicted from the journal.
public struct Statistics: Hashable, Sendable {
    /// A number of messages and their bytes.
    public struct Count: Hashable, Sendable {
        /// The number of messages.
        public var messages = 0
        /// The bytes of their payloads.
        public var bytes = 0

        mutating func add(_ size: Int) {
            messages += 1
            bytes += size
        }
    }

    /// The number of seconds that are kept: two minutes, twice the length of a sparkline on a wide screen.
    public static let seconds = 120
    /// The limit of peers that are counted separately; later ones count in the other numbers only.
    static let peerLimit = 10_000

    /// All messages.
    public private(set) var all = Count()
    /// The messages of each kind.
    public private(set) var kinds: [Kind: Count] = [:]
    /// The messages of each author.
    public private(set) var peers: [PeerID: Count] = [:]
    /// The number of messages without recipients.
    public private(set) var undelivered = 0
    /// The number of deliveries: a message to three peers counts three times.
    public private(set) var deliveries = 0
    /// The last complete seconds, the latest at the end.
    public private(set) var past: [Count] = []
    private var current = Count()
    /// The current second, counted from the start.
    private var second: Int64 = 0

    /// Counts the message of `entry`, if it is one; `kind` is its kind.
    mutating func fold(_ entry: Entry, _ kind: Kind) {
        advance(to: entry.time)
        guard let delivery = entry.delivery else { return }
        deliveries += delivery.recipients.count
        // A held message was counted when it was sent.
        guard delivery.release == nil else { return }
        let size = delivery.message.payload.count
        all.add(size)
        current.add(size)
        kinds[kind, default: Count()].add(size)
        if peers[delivery.author] != nil || peers.count < Self.peerLimit {
            peers[delivery.author, default: Count()].add(size)
        }
        if delivery.recipients.isEmpty, delivery.interceptions.isEmpty { undelivered += 1 }
    }

    /// Completes the seconds before `now`.
    mutating func advance(to now: Instant) {
        let last = max(second, now.nanoseconds / 1_000_000_000)
        guard last > second else { return }
        past.append(current)
        current = Count()
        past += repeatElement(Count(), count: Int(min(last - second - 1, Int64(Self.seconds))))
        if past.count > Self.seconds { past.removeFirst(past.count - Self.seconds) }
        second = last
    }

    /// The last complete second.
    public var rate: Count { past.last ?? Count() }
}
