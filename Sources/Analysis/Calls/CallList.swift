import Connections
import Events
import Findings
import HashTreeCollections
import Negotiations
import Ranking
import Text

/// All calls, current and ended, found by number, by peer, by pair, and by entry.
///
/// A copy shares storage with the original.
struct CallList: Sendable {
    /// The number of calls that a peer has at a time, one with each other peer in a room of 100 and some; the oldest
    /// ends.
    static let currentLimit = 128
    /// The number of ended calls that are kept, while the journal has an entry of theirs.
    static let endedLimit = 4096

    /// The current calls.
    var current = TreeDictionary<Pair, Call>()
    private var ended = EndedCalls()
    /// The peers with which each peer has a current call, the one of the last offer or answer at the end.
    private var partners = TreeDictionary<PeerID, [PeerID]>()
    /// The pairs of the current calls, by number.
    private var pairs = TreeDictionary<Int, Pair>()
    /// The numbers of all calls.
    private var order = RankedIntSet()
    /// The number of calls that have begun.
    private var begun = 0

    // MARK: Lookup

    /// All calls, in the order in which they began.
    var all: [Call] { order.numbers.compactMap(call(number:)) }

    /// The number of calls.
    var count: Int { order.count }

    /// The call at `index`, counted from 0 for the one that began last; `nil` if there are not so many.
    func call(at index: Int) -> Call? { order[order.count - 1 - index].flatMap(call(number:)) }

    /// The index of call `number`, as ``call(at:)`` counts it; `nil` if the call is not in the list.
    func index(of number: Int) -> Int? { order.contains(number) ? order.count - 1 - order.rank(number) : nil }

    /// The call with that number; `nil` if it is not in the list.
    func call(number: Int) -> Call? { pairs[number].flatMap { current[$0] } ?? ended[number] }

    /// The calls of `peer` with any peer, in the order in which they began.
    func calls(of peer: PeerID) -> [Call] {
        let current = partners(of: peer).compactMap { self.current[Pair(peer, $0)] }
        return (ended.calls(of: peer) + current).sorted { $0.number < $1.number }
    }

    /// The call of two peers that entry `number` belongs to; `nil` if there is none.
    func call(of pair: Pair, at number: Int) -> Call? {
        if let call = current[pair], call.first <= number { return call }
        return ended.call(of: pair, at: number)
    }

    /// The peers with which `peer` has a current call, the one of the last offer or answer at the end.
    func partners(of peer: PeerID) -> [PeerID] { partners[peer, default: []] }

    // MARK: Changes

    /// Begins a call of two peers with entry `entry`, if they have none.
    mutating func begin(_ pair: Pair, room: String, entry: Int, at time: Instant) {
        guard !current.keys.contains(pair) else { return }
        begun += 1
        current[pair] = Call(number: begun, pair, room: room, first: entry, began: time)
        pairs[begun] = pair
        order.insert(begun)
    }

    /// Ends the call of two peers and returns it; `nil` if they have none.
    mutating func end(_ pair: Pair, at time: Instant) -> Call? {
        guard var call = current.removeValue(forKey: pair) else { return nil }
        call.end(at: time)
        for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
            partners[one]?.removeAll { $0 == other }
            if partners[one]?.isEmpty == true { partners[one] = nil }
        }
        pairs[call.number] = nil
        ended.append(call)
        if ended.count > Self.endedLimit { removeOldestEnded() }
        return call
    }

    /// Makes `other` the latest partner of `peer`; returns the partner whose call has to end for it, if there are too
    /// many.
    mutating func touch(_ peer: PeerID, _ other: PeerID) -> PeerID? {
        var known = partners(of: peer)
        guard known.last != other else { return nil }
        known.removeAll { $0 == other }
        let evicted = known.count >= Self.currentLimit ? known.removeFirst() : nil
        partners[peer] = known + [other]
        return evicted
    }

    /// Removes the ended calls whose last entry is `number` or an earlier one.
    mutating func forget(through number: Int) {
        while let call = ended.first, call.last <= number { removeOldestEnded() }
    }

    private mutating func removeOldestEnded() {
        if let number = ended.removeFirst() { order.remove(number) }
    }
}

/// The calls that have ended; the first to end is removed first.
private struct EndedCalls: Sendable {
    private var calls = TreeDictionary<Int, Call>()
    /// The numbers of the calls, by the order in which they ended.
    private var endings = TreeDictionary<Int, Int>()
    private var oldest = 0
    /// The numbers of the calls of two peers, in order: two peers have one at a time.
    private var numbersOfPair = TreeDictionary<Pair, [Int]>()
    /// The numbers of the calls of a peer, by the order in which they ended.
    private var numbersOfPeer = TreeDictionary<PeerID, [Int]>()

    var count: Int { calls.count }
    /// The call that ended first.
    var first: Call? { endings[oldest].flatMap { calls[$0] } }

    subscript(number: Int) -> Call? { calls[number] }

    /// The calls of `peer`, in the order in which they ended.
    func calls(of peer: PeerID) -> [Call] { numbersOfPeer[peer, default: []].compactMap { calls[$0] } }

    /// The call of two peers that entry `entry` belongs to; `nil` if there is none.
    func call(of pair: Pair, at entry: Int) -> Call? {
        guard let numbers = numbersOfPair[pair] else { return nil }
        let later = numbers.partitioningIndex { number in calls[number].map { $0.first > entry } == true }
        guard later > 0, let call = calls[numbers[later - 1]], call.last >= entry else { return nil }
        return call
    }

    /// Adds `call`, which has just ended.
    mutating func append(_ call: Call) {
        endings[oldest + calls.count] = call.number
        calls[call.number] = call
        numbersOfPair[call.pair, default: []].append(call.number)
        for peer in [call.pair.first, call.pair.second] { numbersOfPeer[peer, default: []].append(call.number) }
    }

    /// Removes the call that ended first, and returns its number.
    mutating func removeFirst() -> Int? {
        guard let number = endings.removeValue(forKey: oldest), let call = calls.removeValue(forKey: number) else {
            return nil
        }
        oldest += 1
        // The call that ended first is the first in these lists, too.
        numbersOfPair[call.pair]?.removeFirst()
        if numbersOfPair[call.pair]?.isEmpty == true { numbersOfPair[call.pair] = nil }
        for peer in [call.pair.first, call.pair.second] {
            numbersOfPeer[peer]?.removeFirst()
            if numbersOfPeer[peer]?.isEmpty == true { numbersOfPeer[peer] = nil }
        }
        return number
    }
}
