import Events
internal import HashTreeCollections
import Text

/// The calls that are over, found by number, by who had them and by what was said in them; the first to end goes first.
struct EndedCalls: Sendable {
    private var calls = TreeDictionary<Int, Call>()
    /// The numbers of the calls, by the order in which they ended.
    private var endings = TreeDictionary<Int, Int>()
    private var oldest = 0
    /// The numbers of those that two peers had, in order: they had one at a time.
    private var ofPair = TreeDictionary<Pair, [Int]>()
    /// The numbers of those that a peer had, by the order in which they ended.
    private var ofPeer = TreeDictionary<PeerID, [Int]>()

    /// How many there are.
    var count: Int { calls.count }
    /// The one that ended first.
    var first: Call? { endings[oldest].flatMap { calls[$0] } }

    /// The one of that number; `nil` if it goes on, or is gone.
    subscript(number: Int) -> Call? { calls[number] }

    /// All that `peer` had, in the order in which they ended.
    func of(_ peer: PeerID) -> [Call] { ofPeer[peer, default: []].compactMap { calls[$0] } }

    /// The one that two peers had when entry `entry` was written down: none of theirs begins before another is over.
    func of(_ pair: Pair, at entry: Int) -> Call? {
        guard let numbers = ofPair[pair] else { return nil }
        let later = numbers.partitioningIndex { number in calls[number].map { $0.first > entry } == true }
        guard later > 0, let call = calls[numbers[later - 1]], call.last >= entry else { return nil }
        return call
    }

    /// Adds `call`, which has just ended.
    mutating func append(_ call: Call) {
        endings[oldest + calls.count] = call.number
        calls[call.number] = call
        ofPair[call.pair, default: []].append(call.number)
        for peer in [call.pair.first, call.pair.second] { ofPeer[peer, default: []].append(call.number) }
    }

    /// Removes the one that ended first; its number.
    mutating func removeFirst() -> Int? {
        guard let number = endings.removeValue(forKey: oldest), let call = calls.removeValue(forKey: number) else {
            return nil
        }
        oldest += 1
        // What ended first also stands first in these.
        ofPair[call.pair]?.removeFirst()
        if ofPair[call.pair]?.isEmpty == true { ofPair[call.pair] = nil }
        for peer in [call.pair.first, call.pair.second] {
            ofPeer[peer]?.removeFirst()
            if ofPeer[peer]?.isEmpty == true { ofPeer[peer] = nil }
        }
        return number
    }
}
