import Connections
public import Events
import Findings
public import Negotiations
import SDP

/// Everything between two peers, from the first description until a goodbye, or until one of them leaves.
///
/// The journal has the messages: they are among the entries ``first`` to ``last``.
public struct Call: Sendable {
    /// The number of negotiations that two peers have at a time; the oldest is dropped.
    public static let negotiationLimit = 16

    /// The number of the call, counted from 1 in the order in which calls begin.
    public let number: Int
    /// The two peers.
    public let pair: Pair
    /// The room in which the call began.
    public let room: String
    /// The entry with which the call began.
    public let first: Int
    /// The time of the first entry.
    public let began: Instant
    /// The last entry of the call so far.
    public internal(set) var last: Int
    /// The time at which the call ended; `nil` if it has not ended.
    public private(set) var ended: Instant?
    /// The negotiations, the one of the last offer or answer at the end.
    public private(set) var negotiations: [Negotiation] = []

    init(number: Int, _ pair: Pair, room: String, first: Int, began: Instant) {
        self.number = number
        self.pair = pair
        self.room = room
        self.first = first
        self.began = began
        last = first
    }

    /// The index of the negotiation that a message with `key` belongs to; `nil` if there is none.
    ///
    /// A client may omit the key if there is only one negotiation.
    func index(_ key: String?) -> Int? {
        if let index = negotiations.firstIndex(where: { $0.id.key == key }) { return index }
        guard negotiations.count == 1, key == nil || negotiations[0].id.key == nil else { return nil }
        return 0
    }

    /// The negotiation that a message with `key` belongs to; `nil` if there is none.
    public subscript(key: String?) -> Negotiation? { index(key).map { negotiations[$0] } }

    /// Whether `offer` has no answer in one of the negotiations.
    func isOutstanding(_ offer: SignaledDescription) -> Bool {
        // Iterating by index avoids copying each negotiation.
        negotiations.indices.contains { index in
            negotiations[index].outstanding(of: offer.author)?.entry == offer.entry
                && !negotiations[index].isAnsweredElsewhere
        }
    }

    // MARK: Changes

    /// The state of a negotiation before an offer or an answer, and the changes that the description made.
    struct Change {
        let id: NegotiationID
        /// The previous description of the author.
        let previous: SignaledDescription?
        /// The outstanding offer of the author.
        let own: SignaledDescription?
        /// The outstanding offer of the other peer.
        let other: SignaledDescription?
        /// Whether the outstanding offer had been answered by a third peer.
        let wasAnsweredElsewhere: Bool
        /// The peer that had sent a provisional answer.
        let provisional: PeerID?
        let glare: Glare?
        /// The negotiation that was dropped, or none; an array, as there is hardly ever one, and it is large.
        var evicted: [Negotiation] = []
        /// The offer that an answer belongs to; `nil` if there is none.
        var reply: OfferAnswerPair?
        /// Whether the description begins an ICE generation of its author.
        var beginsGeneration = false
        /// The ICE generations that have no candidates after an answer.
        var silentGenerations: [(peer: PeerID, entry: Int)] = []

        fileprivate init(_ negotiation: borrowing Negotiation, by author: PeerID) {
            id = negotiation.id
            previous = negotiation.lastDescription(of: author)
            own = negotiation.outstanding(of: author)
            other = negotiation.id.pair.other(than: author).flatMap { negotiation.outstanding(of: $0) }
            wasAnsweredElsewhere = negotiation.isAnsweredElsewhere
            (provisional, glare) = (negotiation.provisional, negotiation.glare)
        }
    }

    /// Records `offer` in the negotiation of `key`, which begins if there is none; `entry` becomes ``last``.
    mutating func offer(_ offer: SignaledDescription, _ key: String?, entry: Int) -> Change {
        last = entry
        let (index, evicted) = begin(key, at: offer.time)
        // Accessed once, because reading a negotiation from the array copies it.
        var change = self.change(index) { negotiation in
            var change = Change(negotiation, by: offer.author)
            negotiation.offer(offer)
            change.beginsGeneration = negotiation.isGeneration(begunBy: offer)
            return change
        }
        if let evicted { change.evicted = [evicted] }
        return change
    }

    /// Records `answer` in the negotiation of `key`, and returns `nil` if there is none; `entry` becomes ``last``.
    mutating func answer(_ answer: SignaledDescription, _ key: String?, entry: Int) -> Change? {
        last = entry
        guard let index = index(key) else { return nil }
        return change(index) { negotiation in
            var change = Change(negotiation, by: answer.author)
            change.reply = negotiation.answer(answer)
            change.beginsGeneration = negotiation.isGeneration(begunBy: answer)
            change.silentGenerations = negotiation.silentGenerations
            return change
        }
    }

    /// Records an answer that has no offer in the negotiation of `key`, which begins if there is none; returns the
    /// negotiation that was dropped for it.
    mutating func record(_ answer: SignaledDescription, _ key: String?) -> Negotiation? {
        let (index, evicted) = index(key).map { ($0, nil) } ?? begin(key, at: answer.time)
        negotiations[index].record(answer)
        return evicted
    }

    /// Records a candidate of `author`, or the end of its candidates, in the negotiation of `key`.
    ///
    /// - Parameters:
    ///   - candidate: The candidate; `nil` if it could not be read, or at the end of candidates.
    ///   - isEnd: Whether it is the end of candidates.
    ///   - author: The peer that sent it.
    ///   - key: The connection key; `nil` if the message has none.
    ///   - ufrag: The user name of the ICE generation; `nil` if the message has none.
    ///   - entry: The number of the entry, which becomes ``last``.
    ///   - time: The time of the message.
    /// - Returns: The index of the negotiation, and what changed in it; `nil` if there is none.
    mutating func record(
        _ candidate: Candidate?, isEnd: Bool, of author: PeerID, _ key: String?, ufrag: String?, entry: Int,
        at time: Instant
    ) -> (index: Int, effect: CandidateEffect)? {
        last = entry
        guard let index = index(key) else { return nil }
        return (index, negotiations[index].record(candidate, isEnd: isEnd, of: author, ufrag: ufrag, at: time))
    }

    /// Changes the negotiation at `index`.
    mutating func change<Result>(_ index: Int, _ body: (inout Negotiation) -> Result) -> Result {
        body(&negotiations[index])
    }

    /// Moves the negotiation of `key` to the end, or begins it; returns its index, and the negotiation that was dropped
    /// for it.
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

    /// Ends the call.
    mutating func end(at time: Instant) { ended = time }
}
