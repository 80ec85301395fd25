public import Events

/// Everything two peers said to each other, from the first description to a goodbye or to one of them leaving.
///
/// What was said stands in the journal: from ``began`` to ``last``, the entries of the two.
public struct Call: Sendable {
    /// How many negotiations two peers have at a time at the most; the oldest makes room.
    public static let negotiationLimit = 16

    /// Counted from 1, in the order in which calls begin.
    public let number: Int
    /// Between whom it is.
    public let pair: Pair
    /// The room in which it began.
    public let room: String
    /// The entry it began with.
    public let first: Int
    /// When that was.
    public let began: Instant
    /// The last entry of the two, so far.
    public internal(set) var last: Int
    /// When it ended; nil while it goes on.
    public private(set) var ended: Instant?
    /// Its negotiations, the one in which something was last offered or answered at the end.
    public private(set) var negotiations: [Negotiation] = []

    init(number: Int, _ pair: Pair, room: String, first: Int, began: Instant) {
        self.number = number
        self.pair = pair
        self.room = room
        self.first = first
        self.began = began
        last = first
    }

    /// The negotiation that a message with `key` belongs to: a client may leave the key out where there is but one.
    func index(_ key: String?) -> Int? {
        if let index = negotiations.firstIndex(where: { $0.id.key == key }) { return index }
        guard negotiations.count == 1, key == nil || negotiations[0].id.key == nil else { return nil }
        return 0
    }

    /// The negotiation of `key`; `nil` if there is none.
    public subscript(key: String?) -> Negotiation? { index(key).map { negotiations[$0] } }

    /// What an offer or an answer met in its negotiation, and what it has changed.
    struct Change {
        /// Which negotiation.
        let id: NegotiationID
        /// The description that its author made last before it.
        let said: SignaledDescription?
        /// Its author's offer that waited for an answer.
        let own: SignaledDescription?
        /// The other's offer that waited for an answer.
        let other: SignaledDescription?
        /// Whether somebody else had answered what waited.
        let wasTaken: Bool
        /// Who had answered for the time being.
        let provisional: PeerID?
        /// The crossing of two offers.
        let glare: Glare?
        /// The negotiation that had to go for it, or none: in an array, as there is hardly ever one, and it is large.
        var evicted: [Negotiation] = []
        /// The reply that an answer is; `nil` if it has no offer to answer.
        var reply: OfferAnswerPair?
        /// Whether it has begun an ICE session of its author's.
        var beginsSession = false
        /// The ICE sessions without candidates that there are after an answer.
        var silentSessions: [(peer: PeerID, entry: Int)] = []

        fileprivate init(_ negotiation: borrowing Negotiation, by author: PeerID) {
            id = negotiation.id
            said = negotiation.statement(of: author)
            own = negotiation.outstanding(of: author)
            other = negotiation.id.pair.other(than: author).flatMap { negotiation.outstanding(of: $0) }
            (wasTaken, provisional, glare) = (negotiation.isTaken, negotiation.provisional, negotiation.glare)
        }
    }

    /// `offer` is made in the negotiation of `key`, which begins here where there is none.
    mutating func offer(_ offer: SignaledDescription, _ key: String?) -> Change {
        let (index, evicted) = begin(key, at: offer.time)
        var change = Change(negotiations[index], by: offer.author)
        if let evicted { change.evicted = [evicted] }
        negotiations[index].offer(offer)
        change.beginsSession = negotiations[index].isSession(begunBy: offer)
        return change
    }

    /// `answer` is given in the negotiation of `key`; `nil` if there is none.
    mutating func answer(_ answer: SignaledDescription, _ key: String?) -> Change? {
        guard let index = index(key) else { return nil }
        var change = Change(negotiations[index], by: answer.author)
        change.reply = negotiations[index].answer(answer)
        change.beginsSession = negotiations[index].isSession(begunBy: answer)
        change.silentSessions = negotiations[index].silentSessions
        return change
    }

    /// `statement` is made in the negotiation of `key`, which begins here if there is none, and answers no offer; returns
    /// the negotiation that had to go for it.
    mutating func describe(_ statement: SignaledDescription, _ key: String?) -> Negotiation? {
        let (index, evicted) = index(key).map { ($0, nil) } ?? begin(key, at: statement.time)
        negotiations[index].describe(statement)
        return evicted
    }

    /// Changes the negotiation at `index`.
    mutating func change<Result>(_ index: Int, _ body: (inout Negotiation) -> Result) -> Result {
        body(&negotiations[index])
    }

    /// The index of the negotiation of `key`, which begins here where there is none; with the one that had to go for it.
    private mutating func begin(_ key: String?, at time: Instant) -> (index: Int, evicted: Negotiation?) {
        if let index = negotiations.firstIndex(where: { $0.id.key == key }) {
            guard index < negotiations.count - 1 else { return (index, nil) }
            negotiations.append(negotiations.remove(at: index))
            return (negotiations.count - 1, nil)
        }
        negotiations.append(Negotiation(NegotiationID(pair, key: key), at: time))
        let evicted = negotiations.count > Self.negotiationLimit ? negotiations.removeFirst() : nil
        return (negotiations.count - 1, evicted)
    }

    /// Removes the negotiation of `key`.
    mutating func remove(_ key: String) {
        negotiations.removeAll { $0.id.key == key }
    }

    mutating func end(at time: Instant) { ended = time }
}
