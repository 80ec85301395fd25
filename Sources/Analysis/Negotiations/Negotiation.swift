public import Events
import SDP

/// The offer/answer state between two peers, folded from what each said to the other (RFC 9429 §3.2).
///
/// ```
///   alice                bob
///     ├──── offer ────────▶│     alice have-local-offer, bob have-remote-offer
///     │◀─── answer ────────┤     both stable
///     ├──── offer ────────▶│ ╮
///     │◀─── offer ─────────┤ ╯   glare: both have-local-offer, until one answers and so gives its own up
/// ```
public struct Negotiation: Sendable {
    /// Which one it is.
    public let id: NegotiationID
    /// When the first description passed the relay.
    public let began: Instant
    private var first = Side()
    private var second = Side()
    /// Who made the offer that was last made.
    public private(set) var offerer: PeerID?
    /// Who has answered it for the time being.
    private(set) var provisional: PeerID?
    /// The last answer that belonged to an offer.
    public private(set) var reply: OfferAnswerPair?
    /// When it passed the relay.
    public private(set) var replied: Instant?
    /// Who gave it.
    public private(set) var answerer: PeerID?
    /// How many offers have been answered.
    public private(set) var rounds = 0
    /// The crossing of two offers that is not over.
    public private(set) var glare: Glare?
    /// The ICE session of the offerer that was last agreed, by the entry that began it.
    private var agreed: Int?
    /// The offer that was given up by the first answer in a glare: the second answer belongs to it.
    private var crossed: SignaledDescription?
    /// Whether somebody else has answered the offer that is outstanding here.
    public private(set) var isTaken = false

    init(_ id: NegotiationID, at time: Instant) {
        self.id = id
        began = time
    }

    /// The side of `peer`; an empty side if it is neither of the two peers.
    public subscript(peer: PeerID) -> Side {
        if peer == id.pair.first { return first }
        return peer == id.pair.second ? second : Side()
    }

    /// Whether `peer` is one of the two.
    private func includes(_ peer: PeerID) -> Bool { peer == id.pair.first || peer == id.pair.second }

    /// How many offers have been answered after the first.
    public var renegotiations: Int { max(0, rounds - 1) }

    /// Whether both sides have an offer outstanding.
    public var isGlare: Bool { first.outstanding != nil && second.outstanding != nil }

    /// The offer of `peer` that waits for its answer.
    public func outstanding(of peer: PeerID) -> SignaledDescription? {
        if peer == id.pair.first { return first.outstanding }
        return peer == id.pair.second ? second.outstanding : nil
    }

    /// The description that `peer` made last, an offer or an answer.
    func statement(of peer: PeerID) -> SignaledDescription? {
        if peer == id.pair.first { return first.statement }
        return peer == id.pair.second ? second.statement : nil
    }

    /// Whether the last descriptions of both sides have no m-section.
    var isEmpty: Bool {
        [first, second].allSatisfy { $0.statement?.terms?.sections.isEmpty == true }
    }

    /// Whether an offer waits for its answer.
    public var isOffering: Bool { first.outstanding != nil || second.outstanding != nil }

    /// Whether an offer waits that begins ICE anew for a connection that has been agreed (RFC 8839 §4.4).
    public var isRestarting: Bool {
        guard let agreed, let offerer, let generation = self[offerer].generation else { return false }
        return isOffering && generation.entry > agreed && self[offerer].generations.count > 1
    }

    /// The inferred state of `peer`; stable if it is neither of the two peers.
    public func state(of peer: PeerID) -> SignalingState {
        guard includes(peer) else { return .stable }
        if outstanding(of: peer) != nil {
            return provisional.map { $0 != peer } == true && !isGlare ? .haveRemotePranswer : .haveLocalOffer
        }
        guard isOffering else { return .stable }
        return provisional == peer ? .haveLocalPranswer : .haveRemoteOffer
    }

    /// Whether the ICE session of the author of `statement` that counts began with it.
    func isSession(begunBy statement: SignaledDescription) -> Bool {
        (statement.author == id.pair.first ? first.session : second.session)?.entry == statement.entry
    }

    /// The ICE sessions that count and have no candidates, of either side, by the entries that they began with.
    var silentSessions: [(peer: PeerID, entry: Int)] {
        var silent: [(peer: PeerID, entry: Int)] = []
        if let session = first.session, session.isSilent { silent.append((id.pair.first, session.entry)) }
        if let session = second.session, session.isSilent { silent.append((id.pair.second, session.entry)) }
        return silent
    }

    // MARK: What is said

    /// `offer` was made: in place of what its author may have offered before.
    mutating func offer(_ offer: SignaledDescription) {
        if isTaken {
            // What somebody else has answered is no longer outstanding.
            first.outstanding = nil
            second.outstanding = nil
        }
        (offerer, provisional, isTaken, crossed) = (offer.author, nil, false, nil)
        change(offer.author) { side in
            side.outstanding = offer
            side.describe(offer)
        }
        if let one = first.outstanding, let other = second.outstanding {
            glare = Glare(first: min(one.entry, other.entry), second: max(one.entry, other.entry), time: offer.time)
        }
    }

    /// `answer` was given to the offer of the other side; the reply is `nil` if there is no such offer, or no longer.
    ///
    /// An answer also gives up what its author had offered: it could not have been given otherwise. If both sides of a
    /// glare do so, each answer belongs to the offer that it was made for.
    mutating func answer(_ answer: SignaledDescription) -> OfferAnswerPair? {
        guard let other = id.pair.other(than: answer.author) else { return nil }
        guard let offer = outstanding(of: other) ?? (crossed?.author == other ? crossed : nil) else { return nil }
        crossed = nil
        if isGlare {
            glare?.add(answer)
            crossed = outstanding(of: answer.author)
        }
        first.outstanding = nil
        second.outstanding = nil
        (offerer, provisional, isTaken) = (other, nil, false)
        let reply = OfferAnswerPair(
            offer: offer.entry, answer: answer.entry,
            nanoseconds: answer.time.nanoseconds - offer.time.nanoseconds)
        (self.reply, answerer, replied) = (reply, answer.author, answer.time)
        rounds += 1
        agreed = (other == id.pair.first ? first.session : second.session)?.entry
        change(answer.author) { $0.describe(answer) }
        return reply
    }

    /// A description was made that has no offer to answer: its ICE session is known all the same.
    mutating func describe(_ statement: SignaledDescription) {
        change(statement.author) { $0.describe(statement) }
    }

    /// `peer` answered for the time being (RFC 9429 §4.1.10.1).
    mutating func pranswer(_ answer: SignaledDescription) {
        provisional = answer.author
        change(answer.author) { $0.describe(answer) }
    }

    /// `peer` took its offer back.
    mutating func rollback(by peer: PeerID) {
        change(peer) { $0.outstanding = nil }
        glare = nil
    }

    /// The offer that is outstanding here was answered by somebody else who heard it, too.
    mutating func take() { isTaken = true }

    /// The crossing of offers is over, or nobody will hear of it any more.
    mutating func settleGlare() { glare = nil }

    /// Counts a candidate of `peer`; the ICE session that it is the first of, if it is.
    mutating func count(_ candidate: Candidate, of peer: PeerID, in index: Int, at time: Instant) -> ICEGeneration? {
        let isFirst = change(peer) { $0.count(candidate, in: index, at: time) }
        return isFirst ? self[peer].generations[index] : nil
    }

    /// Keeps a candidate of `peer` for an ICE session that is not known yet; true if it is the first of it.
    mutating func keep(_ candidate: Candidate, of peer: PeerID, ufrag: String, at time: Instant) -> Bool {
        change(peer) { $0.keep(candidate, of: ufrag, at: time) }
    }

    /// `peer` has no more candidates in one of its ICE sessions.
    mutating func complete(_ index: Int, of peer: PeerID) {
        change(peer) { $0.complete(index) }
    }

    @discardableResult
    private mutating func change<Result>(_ peer: PeerID, _ body: (inout Side) -> Result) -> Result {
        peer == id.pair.first ? body(&first) : body(&second)
    }
}

/// Two offers that crossed (RFC 3264 §4).
public struct Glare: Hashable, Sendable {
    /// The entry of the first offer.
    public let first: Int
    /// The entry of the second offer.
    public let second: Int
    /// When the second passed the relay.
    public let time: Instant
    /// Who has answered since; one is how it should be.
    public private(set) var answerers: [PeerID] = []
    /// In which entries.
    public private(set) var answers: [Int] = []

    mutating func add(_ answer: SignaledDescription) {
        answerers.append(answer.author)
        answers.append(answer.entry)
    }
}
