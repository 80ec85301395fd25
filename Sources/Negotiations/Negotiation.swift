public import Events
package import SDP

/// The offer/answer state between two peers, inferred from their messages (RFC 9429 §3.2).
///
/// ```
///   alice                bob
///     ├──── offer ────────▶│     alice have-local-offer, bob have-remote-offer
///     │◀─── answer ────────┤     both stable
///     ├──── offer ────────▶│ ╮
///     │◀─── offer ─────────┤ ╯   glare: both have-local-offer, until one answers and so gives its own up
/// ```
public struct Negotiation: Sendable {
    /// The two peers, and the connection key if the dialect has one.
    public let id: NegotiationID
    /// The time of the first description.
    public let began: Instant
    private var first = Side()
    private var second = Side()
    /// The author of the last offer.
    public private(set) var offerer: PeerID?
    /// The author of a provisional answer to the last offer.
    package private(set) var provisional: PeerID?
    /// The last answer, and its offer.
    public private(set) var reply: OfferAnswerPair?
    /// The time of the last answer.
    public private(set) var replied: Instant?
    /// The author of the last answer.
    public private(set) var answerer: PeerID?
    /// The number of offers that were answered.
    public private(set) var rounds = 0
    /// The crossing of two offers; `nil` if there is none, or it is resolved.
    public private(set) var glare: Glare?
    /// The entry that began the offerer's ICE generation of the last answered offer.
    private var agreedGeneration: Int?
    /// The offer that was given up by the first answer of a glare; the second answer belongs to it.
    private var crossed: SignaledDescription?
    /// Whether a third peer has answered the outstanding offer.
    public private(set) var isAnsweredElsewhere = false

    package init(_ id: NegotiationID, at time: Instant) {
        self.id = id
        began = time
    }

    /// The side of `peer`; an empty side if it is neither of the two peers.
    public subscript(peer: PeerID) -> Side {
        if peer == id.pair.first { return first }
        return peer == id.pair.second ? second : Side()
    }

    /// The number of answered offers after the first one.
    public var renegotiations: Int { max(0, rounds - 1) }

    /// Whether both sides have an offer outstanding.
    public var isGlare: Bool { first.outstanding != nil && second.outstanding != nil }

    /// The outstanding offer of `peer`.
    public func outstanding(of peer: PeerID) -> SignaledDescription? {
        if peer == id.pair.first { return first.outstanding }
        return peer == id.pair.second ? second.outstanding : nil
    }

    /// The last description of `peer`, an offer or an answer.
    package func lastDescription(of peer: PeerID) -> SignaledDescription? {
        if peer == id.pair.first { return first.lastDescription }
        return peer == id.pair.second ? second.lastDescription : nil
    }

    /// Whether the last descriptions of both sides have no m-section.
    package var isEmpty: Bool {
        [first, second].allSatisfy { $0.lastDescription?.terms?.sections.isEmpty == true }
    }

    /// Whether an offer is outstanding.
    public var isOffering: Bool { first.outstanding != nil || second.outstanding != nil }

    /// Whether the outstanding offer restarts ICE after an earlier offer was answered (RFC 8839 §4.4).
    public var isRestarting: Bool {
        guard let agreedGeneration, let offerer, let generation = self[offerer].generation else { return false }
        return isOffering && generation.entry > agreedGeneration && self[offerer].generations.count > 1
    }

    /// The inferred signaling state of `peer`; stable if it is neither of the two peers.
    public func state(of peer: PeerID) -> SignalingState {
        guard peer == id.pair.first || peer == id.pair.second else { return .stable }
        if outstanding(of: peer) != nil {
            return provisional.map { $0 != peer } == true && !isGlare ? .haveRemotePranswer : .haveLocalOffer
        }
        guard isOffering else { return .stable }
        return provisional == peer ? .haveLocalPranswer : .haveRemoteOffer
    }

    /// Whether the current ICE generation of the author of `description` began with it.
    package func isGeneration(begunBy description: SignaledDescription) -> Bool {
        generationStart(of: description.author)?.entry == description.entry
    }

    /// The current ICE generations without candidates, by the entries that began them.
    package var silentGenerations: [(peer: PeerID, entry: Int)] {
        var silent: [(peer: PeerID, entry: Int)] = []
        if let start = first.generationStart, start.isSilent { silent.append((id.pair.first, start.entry)) }
        if let start = second.generationStart, start.isSilent { silent.append((id.pair.second, start.entry)) }
        return silent
    }

    private func generationStart(of peer: PeerID) -> (entry: Int, isSilent: Bool)? {
        peer == id.pair.first ? first.generationStart : second.generationStart
    }

    // MARK: Changes

    /// Records `offer`, which replaces an outstanding offer of its author.
    package mutating func offer(_ offer: SignaledDescription) {
        if isAnsweredElsewhere {
            // The old offer is no longer outstanding.
            first.outstanding = nil
            second.outstanding = nil
        }
        (offerer, provisional, isAnsweredElsewhere, crossed) = (offer.author, nil, false, nil)
        change(offer.author) { side in
            side.outstanding = offer
            side.record(offer)
        }
        if let one = first.outstanding, let other = second.outstanding {
            glare = Glare(first: min(one.entry, other.entry), second: max(one.entry, other.entry), time: offer.time)
        }
    }

    /// Records `answer` and returns it with its offer; `nil` if the other side has no offer outstanding.
    ///
    /// The author of an answer gives up its own outstanding offer, without which it could not answer. If both sides of a
    /// glare do so, each answer belongs to the offer that it was made for.
    package mutating func answer(_ answer: SignaledDescription) -> OfferAnswerPair? {
        guard let other = id.pair.other(than: answer.author) else { return nil }
        guard let offer = outstanding(of: other) ?? (crossed?.author == other ? crossed : nil) else { return nil }
        crossed = nil
        if isGlare {
            glare?.add(answer)
            crossed = outstanding(of: answer.author)
        }
        first.outstanding = nil
        second.outstanding = nil
        (offerer, provisional, isAnsweredElsewhere) = (other, nil, false)
        let reply = OfferAnswerPair(
            offer: offer.entry, answer: answer.entry,
            nanoseconds: answer.time.nanoseconds - offer.time.nanoseconds)
        (self.reply, answerer, replied) = (reply, answer.author, answer.time)
        rounds += 1
        agreedGeneration = generationStart(of: other)?.entry
        change(answer.author) { $0.record(answer) }
        return reply
    }

    /// Records a description that answers no offer, because of its ICE generation.
    package mutating func record(_ description: SignaledDescription) {
        change(description.author) { $0.record(description) }
    }

    /// Records a provisional answer (RFC 9429 §4.1.10.1).
    package mutating func pranswer(_ answer: SignaledDescription) {
        provisional = answer.author
        change(answer.author) { $0.record(answer) }
    }

    /// Removes the outstanding offer of `peer`, which took it back.
    package mutating func rollback(by peer: PeerID) {
        change(peer) { $0.outstanding = nil }
        glare = nil
    }

    /// Records that a third peer has answered the outstanding offer.
    package mutating func markAnsweredElsewhere() { isAnsweredElsewhere = true }

    /// Removes the glare, which is resolved or reported.
    package mutating func endGlare() { glare = nil }

    /// Records a message of `peer` about its candidates: counts `candidate` for the ICE generation with `ufrag`, or for the
    /// current one if that is `nil`; if `isEnd`, there are no further ones.
    package mutating func record(
        _ candidate: Candidate?, isEnd: Bool, of peer: PeerID, ufrag: String?, at time: Instant
    ) -> CandidateEffect {
        change(peer) { $0.record(candidate, isEnd: isEnd, ufrag: ufrag, at: time) }
    }

    /// Adds a candidate of `peer` whose user name no description has so far; returns whether it is the first one with
    /// that name.
    package mutating func addUnmatched(_ candidate: Candidate, of peer: PeerID, ufrag: String, at time: Instant) -> Bool
    {
        change(peer) { $0.addUnmatched(candidate, ufrag: ufrag, at: time) }
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
    /// The time of the second offer.
    public let time: Instant
    /// The peers that have answered since; one, if the glare is resolved.
    public private(set) var answerers: [PeerID] = []
    /// The entries of their answers.
    public private(set) var answers: [Int] = []

    package mutating func add(_ answer: SignaledDescription) {
        answerers.append(answer.author)
        answers.append(answer.entry)
    }
}

/// The signaling state of one side of a negotiation, as far as the relay can infer it (W3C webrtc-pc §4.3.1).
///
/// A client may roll back, or reject a description, without a message.
public enum SignalingState: String, Hashable, Sendable {
    /// No offer is outstanding.
    case stable
    /// Its offer has no answer yet.
    case haveLocalOffer = "have-local-offer"
    /// The offer of the other side has no answer yet.
    case haveRemoteOffer = "have-remote-offer"
    /// It has sent a provisional answer.
    case haveLocalPranswer = "have-local-pranswer"
    /// Its offer has a provisional answer.
    case haveRemotePranswer = "have-remote-pranswer"
}
