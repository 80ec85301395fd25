/// Who negotiates with whom, folded from the journal's records in order.
///
/// What the operator sent again counts for nothing: it is not what its author said. Neither does what a peer hears of
/// itself, nor an offer that nobody heard. In a room of more than two a plain peer's offer is one to each who hears it,
/// and an answer counts where it has an offer to answer.
public struct CallBook: Sendable {
    private var negotiations: [Pair: Negotiation] = [:]
    /// The pairs of each peer, the one that spoke last at the end.
    private var partners: [PeerID: [PeerID]] = [:]
    /// What each answer belongs to, by its entry.
    private var replies: [Int: Reply] = [:]

    public init() {}

    /// The negotiation of two peers; nil where neither has offered anything to the other.
    public subscript(one: PeerID, other: PeerID) -> Negotiation? { negotiations[Pair(one, other)] }

    /// Those that `peer` negotiates with, the latest first.
    public func partners(of peer: PeerID) -> [PeerID] { partners[peer, default: []].reversed() }

    /// The offer that the answer in entry `number` belongs to; nil for all else.
    public func reply(_ number: Int) -> Reply? { replies[number] }

    /// Takes in a record.
    public mutating func fold(_ record: Journal.Record) {
        switch record.entry.content {
        case .message(let transit):
            guard case .peer(let sender) = transit.sender, let kind = record.kind else { return }
            for hearer in transit.hearers where hearer != sender { fold(kind, sender, hearer, record.entry) }
        case .left(let peer, _): end(of: peer)
        case .joined, .refused: break
        }
    }

    private mutating func fold(_ kind: Kind, _ sender: PeerID, _ hearer: PeerID, _ entry: Entry) {
        let pair = Pair(sender, hearer)
        switch kind {
        case .offer:
            negotiations[pair, default: Negotiation()].offer(by: sender, entry: entry.number, at: entry.time)
            note(hearer, of: sender)
            note(sender, of: hearer)
        case .answer:
            guard let reply = negotiations[pair]?.answer(to: hearer, entry: entry.number, at: entry.time) else {
                return
            }
            replies[entry.number] = reply
            note(hearer, of: sender)
            note(sender, of: hearer)
        case .rollback: negotiations[pair]?.rollback(by: sender)
        case .bye: end(pair)
        default: break
        }
    }

    private mutating func note(_ partner: PeerID, of peer: PeerID) {
        var known = partners[peer, default: []]
        known.removeAll { $0 == partner }
        partners[peer] = known + [partner]
    }

    private mutating func end(of peer: PeerID) {
        for partner in partners[peer, default: []] { end(Pair(peer, partner)) }
    }

    private mutating func end(_ pair: Pair) {
        negotiations[pair] = nil
        for (peer, partner) in [(pair.first, pair.second), (pair.second, pair.first)] {
            partners[peer]?.removeAll { $0 == partner }
            if partners[peer]?.isEmpty == true { partners[peer] = nil }
        }
    }

    /// Forgets what belongs to an entry that is gone.
    public mutating func forget(_ entry: Entry) {
        replies[entry.number] = nil
    }
}
