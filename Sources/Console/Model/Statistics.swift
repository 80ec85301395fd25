import Events
import Messages

/// How much was said: by kind, by peer, and in each of the last seconds.
///
/// Counted as entries come, so that it holds for all of them, also those that the journal has let go.
struct Statistics: Hashable, Sendable {
    /// Messages and their bytes.
    struct Count: Hashable, Sendable {
        var messages = 0
        var bytes = 0

        mutating func add(_ size: Int) {
            messages += 1
            bytes += size
        }
    }

    /// How many seconds are remembered: two minutes, twice what a sparkline shows on a wide screen.
    static let seconds = 120
    /// How many peers are counted by themselves; who comes later is counted in all else.
    static let peerLimit = 10_000

    /// Everything.
    private(set) var all = Count()
    private(set) var kinds: [Kind: Count] = [:]
    private(set) var peers: [PeerID: Count] = [:]
    /// Messages that nobody heard.
    private(set) var unheard = 0
    /// Deliveries: a message to three peers is three.
    private(set) var deliveries = 0
    /// Each of the last seconds, the latest at the end; the one that goes on is not among them.
    private(set) var past: [Count] = []
    private var current = Count()

    mutating func take(_ transit: Transit, _ kind: Kind) {
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

    /// A second has gone by.
    mutating func pass() {
        past.append(current)
        if past.count > Self.seconds { past.removeFirst() }
        current = Count()
    }

    /// What came within the last second.
    var rate: Count { past.last ?? Count() }
}
