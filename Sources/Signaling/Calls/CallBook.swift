/// Who negotiates with whom, folded from the journal's records in order.
///
/// What the operator sent again counts for nothing: it is not what its author said. Neither does what a peer hears of
/// itself, nor an offer that nobody heard. In a room of more than two a plain peer's offer is one to each who hears it,
/// and an answer counts where it has an offer to answer.
public struct CallBook: Sendable {
    /// How many negotiations a peer has at the most: one with each other in a room of 100, and some.
    ///
    /// The oldest makes room.
    public static let limit = 128

    private var negotiations: [NegotiationID: Negotiation] = [:]
    /// Those of each peer, the one in which something was last said at the end.
    private var recent: [PeerID: [NegotiationID]] = [:]
    /// What each answer belongs to, by its entry.
    private var replies: [Int: Reply] = [:]

    public init() {}

    /// The negotiation of two peers; nil where neither has offered anything to the other.
    public subscript(one: PeerID, other: PeerID, key: String? = nil) -> Negotiation? {
        negotiations[NegotiationID(Pair(one, other), key: key)]
    }

    /// The negotiations of `peer`, the latest first.
    public func negotiations(of peer: PeerID) -> [(id: NegotiationID, negotiation: Negotiation)] {
        recent[peer, default: []].reversed().compactMap { id in negotiations[id].map { (id, $0) } }
    }

    /// The offer that the answer in entry `number` belongs to; nil for all else.
    public func reply(_ number: Int) -> Reply? { replies[number] }

    /// Takes in a record.
    public mutating func fold(_ record: Journal.Record) {
        switch record.entry.content {
        case .message(let transit):
            guard case .peer(let sender) = transit.sender, let kind = record.kind else { return }
            for hearer in transit.hearers where hearer != sender {
                let id = NegotiationID(Pair(sender, hearer), key: record.negotiationKey)
                fold(kind, sender, hearer, id, record.entry)
            }
        case .left(let peer, _):
            for id in recent[peer, default: []] { end(id) }
        case .joined, .refused: break
        }
    }

    private mutating func fold(_ kind: Kind, _ sender: PeerID, _ hearer: PeerID, _ id: NegotiationID, _ entry: Entry) {
        switch kind {
        case .offer:
            negotiations[id, default: Negotiation()].offer(by: sender, entry: entry.number, at: entry.time)
            note(id)
        case .answer:
            guard let reply = negotiations[id]?.answer(to: hearer, entry: entry.number, at: entry.time) else { return }
            replies[entry.number] = reply
            note(id)
        case .rollback: negotiations[id]?.rollback(by: sender)
        case .bye, .leave: endAll(of: id)
        default: break
        }
    }

    private mutating func note(_ id: NegotiationID) {
        for peer in [id.pair.first, id.pair.second] {
            var known = recent[peer, default: []]
            known.removeAll { $0 == id }
            recent[peer] = known + [id]
            if known.count >= Self.limit { end(known[0]) }
        }
    }

    /// Ends the one negotiation that `id` names by its key, or all of its pair where it names none.
    private mutating func endAll(of id: NegotiationID) {
        guard id.key == nil else { return end(id) }
        for other in recent[id.pair.first, default: []] where other.pair == id.pair { end(other) }
    }

    private mutating func end(_ id: NegotiationID) {
        negotiations[id] = nil
        for peer in [id.pair.first, id.pair.second] {
            recent[peer]?.removeAll { $0 == id }
            if recent[peer]?.isEmpty == true { recent[peer] = nil }
        }
    }

    /// Forgets what belongs to an entry that is gone.
    public mutating func forget(_ entry: Entry) {
        replies[entry.number] = nil
    }
}
