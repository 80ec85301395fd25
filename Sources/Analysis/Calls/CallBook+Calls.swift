public import Events
import HashTreeCollections

/// The calls, those that are over too: one after the other, of a peer, of two, and by what was said in them.
extension CallBook {
    /// All calls, in the order in which they began; a list shows its part of them by ``call(at:)``.
    public var calls: [Call] { order.numbers.compactMap(call(number:)) }

    /// How many calls there are.
    public var callCount: Int { order.count }

    /// The call at `index`, counted from 0 for the one that began last; `nil` if there are not so many.
    public func call(at index: Int) -> Call? { order[order.count - 1 - index].flatMap(call(number:)) }

    /// The index, as ``call(at:)`` counts it, of the call of that number; `nil` if there is none, or it is gone.
    public func index(ofCall number: Int) -> Int? {
        order.contains(number) ? order.count - 1 - order.rank(number) : nil
    }

    /// The call of that number; `nil` if there is none, or it is gone.
    public func call(number: Int) -> Call? { pairs[number].flatMap { live[$0] } ?? ended[number] }

    /// The calls of `peer` with anybody, in the order in which they began.
    public func calls(of peer: PeerID) -> [Call] {
        let going = recent[peer, default: []].compactMap { live[Pair(peer, $0)] }
        return (ended.of(peer) + going).sorted { $0.number < $1.number }
    }

    /// The calls that a message belongs to: those of its author with each who heard it.
    public func calls(of record: Journal.Record) -> [Call] {
        guard let transit = record.entry.transit else { return [] }
        let number = record.entry.number
        return recipients(of: record.entry).compactMap { hearer in
            let pair = Pair(transit.author, hearer)
            if let call = live[pair], call.first <= number { return call }
            return ended.of(pair, at: number)
        }
    }

    // MARK: Beginnings and ends

    /// Begins the call of two peers, if they have none, with what was said in entry `entry`.
    mutating func begin(_ pair: Pair, room: String, entry: Int, at time: Instant) {
        guard live[pair] == nil else { return }
        begun += 1
        live[pair] = Call(number: begun, pair, room: room, first: entry, began: time)
        pairs[begun] = pair
        order.insert(begun)
    }

    mutating func end(_ pair: Pair, at time: Instant) {
        guard var call = live.removeValue(forKey: pair) else { return }
        call.end(at: time)
        for negotiation in call.negotiations { close(negotiation) }
        for peer in [pair.first, pair.second] { parties[peer]?.lastEnded = time }
        for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
            recent[one]?.removeAll { $0 == other }
            if recent[one]?.isEmpty == true { recent[one] = nil }
        }
        pairs[call.number] = nil
        ended.append(call)
        if ended.count > Self.endedLimit { dropOldestEnded() }
    }

    /// Forgets the calls of which the last entry is `number` or one before it, as these are gone.
    mutating func forgetCalls(through number: Int) {
        while let call = ended.first, call.last <= number { dropOldestEnded() }
    }

    private mutating func dropOldestEnded() {
        if let number = ended.removeFirst() { order.remove(number) }
    }
}
