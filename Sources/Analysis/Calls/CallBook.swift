public import Events
import HashTreeCollections
public import Messages

/// Who negotiates with whom and what is wrong with it, folded from entries in order and from the time.
///
/// What the operator sent again counts for nothing: it is not what its author said. Neither does what a peer hears of
/// itself. In a room of more than two a plain peer's offer is one to each who hears it, and an answer counts where it
/// has an offer to answer. A copy shares what it has in common with the original.
///
/// ```
/// entry, reading ─► fold ──► calls ─► negotiations ─► sides ─► ICE sessions
/// time ───────────► advance    └────► findings, by rules that are pure functions of these
/// ```
public struct CallBook: Sendable {
    /// How many calls a peer has at the most: one with each other in a room of 100, and some; the oldest ends.
    public static let limit = 128
    /// How many calls that are over are kept, while the journal has an entry of theirs.
    public static let endedLimit = 4096

    /// What is wrong, or worth noting.
    public internal(set) var findings = FindingBook()
    /// The calls that go on.
    var live = TreeDictionary<Pair, Call>()
    /// With whom each peer has a call, the one in which something was last offered or answered at the end.
    var recent = TreeDictionary<PeerID, [PeerID]>()
    /// The pairs of those that go on, by number.
    var pairs = TreeDictionary<Int, Pair>()
    /// The calls that are over.
    var ended = EndedCalls()
    /// The numbers of both.
    var order = RankedIntSet()
    /// How many calls have begun.
    var begun = 0
    /// What each answer belongs to.
    var replies = AnswerIndex()
    var parties = TreeDictionary<PeerID, PeerState>()
    /// Who says to be whom in which room.
    var claims = TreeDictionary<Claim, PeerID>()
    /// The state of each room in which a known peer is.
    var rooms = TreeDictionary<String, RoomState>()
    /// Whom a message that a whole room heard is for, by its entry, if it names somebody.
    private var addressees = TreeDictionary<Int, [PeerID]>()
    /// What messages of each peer announced that was not found in them, the first of each kind.
    var missingContent = TreeDictionary<PeerID, [Kind: (entry: Int, content: MissingContent)]>()
    /// The checks that each peer's further messages cannot change, and that are skipped for them.
    var familiar: [PeerID: Familiarity] = [:]
    /// Peers that left in the middle of a negotiation a moment ago, by the entry of that.
    var departures = TreeDictionary<Int, [Departed]>()
    var agenda = DeadlineQueue()
    /// The last entry that was folded.
    public private(set) var number = 0

    /// A book without any call.
    public init() {}

    // MARK: What is known

    /// The negotiation of two peers; `nil` if neither has offered anything to the other.
    public subscript(one: PeerID, other: PeerID, key: String? = nil) -> Negotiation? {
        live[Pair(one, other)]?[key]
    }

    /// The negotiations of `peer` that go on, the latest first.
    public func negotiations(of peer: PeerID) -> [Negotiation] {
        recent[peer, default: []].reversed().flatMap { other in
            live[Pair(peer, other)]?.negotiations.reversed() ?? []
        }
    }

    /// The offer that the answer in entry `number` belongs to; nil for all else.
    public func reply(_ number: Int) -> OfferAnswerPair? { replies.reply(number) }

    /// The entry of the first answer to the offer in entry `number`; `nil` if there is none.
    public func answer(to number: Int) -> Int? { replies.answer(to: number) }

    /// Those who heard the message of `entry` and whom it is for: all who heard it, unless the message itself, or what
    /// has been learned from others, names one of them.
    public func recipients(of entry: Entry) -> [PeerID] {
        addressees[entry.number] ?? entry.transit?.hearers ?? []
    }

    /// When the later of two peers came; `nil` if that is not known.
    public func joined(_ pair: Pair) -> Instant? {
        guard let first = parties[pair.first]?.joined, let second = parties[pair.second]?.joined else { return nil }
        return max(first, second)
    }

    /// How far the two of `negotiation`, one that goes on, have come.
    public func progress(of negotiation: Negotiation) -> Progress {
        let standing = standing(negotiation)
        if standing.contains(where: { $0.severity == .error }) { return .failed }
        if standing.contains(where: { $0.rule == .unansweredOffer }) { return .stuck }
        if negotiation.isRestarting { return .restarting }
        if negotiation.isOffering, !negotiation.isTaken { return .offering }
        guard negotiation.reply != nil else { return .new }
        return negotiation.isEmpty ? .empty : .answered
    }

    /// How far the two of `call` have come, or that it is over.
    public func progress(of call: Call) -> Progress {
        call.ended != nil ? .gone : call.negotiations.last.map(progress) ?? .new
    }

    /// How far the two of a finding have come, by the negotiation in which something was last said; `nil` if it is about
    /// one peer that negotiates with nobody.
    public func progress(of finding: Finding) -> Progress? {
        let pair = finding.allPeers
        let negotiation =
            pair.count == 2
            ? live[Pair(pair[0], pair[1])]?.negotiations.last
            : finding.peers.first.flatMap { negotiations(of: $0).first }
        return negotiation.map(progress)
    }

    /// What stands of findings about `negotiation`, what each of the two said in it by itself included.
    public func standing(_ negotiation: Negotiation) -> [Finding] {
        let pair = negotiation.id.pair
        let between = findings.standing(.negotiation(negotiation.id))
        return between
            + [pair.first, pair.second].flatMap { peer in
                let side = negotiation[peer]
                let entries = [side.statement?.entry, side.generation?.entry].compactMap(\.self)
                return findings.standing(.peer(peer)).filter { $0.proof.contains(where: entries.contains) }
            }
    }

    /// The findings that appeared, grew worse or were got over with the last entry, or the last advance.
    public var changes: [Finding] { findings.changes.compactMap { findings[$0] } }

    /// The findings that ended with their call, or with their peer's leaving, by the last entry: nobody got over them.
    public var endings: [Finding] { findings.endings.compactMap { findings[$0] } }

    /// Whether time alone may show something.
    public var isWaiting: Bool { !agenda.isEmpty }

    // MARK: What happens

    /// Takes in `entry`, whose message, if it is one, says `reading`.
    public mutating func fold(_ entry: Entry, _ reading: ParsedMessage?) {
        findings.beginChanges()
        pass(until: entry.time)
        if entry.number > number + 1 { loseTrack(at: entry.time) }
        number = entry.number
        switch entry.content {
        case .message(let transit):
            guard let reading else { return }
            guard case .peer(let author) = transit.sender else {
                if reading.kind == .offer {
                    for hearer in transit.hearers { parties[hearer]?.lastReplayed = entry.time }
                }
                return
            }
            notePassage(transit, by: author, entry)
            // What was kept from all is said when it goes on; who has gone meanwhile negotiates no more.
            guard !transit.isKept, transit.release == nil || parties[author] != nil else { return }
            let saying = ObservedMessage(entry, transit, by: author, reading, address(transit, of: author, reading))
            if let recipients = saying.narrowed { addressees[entry.number] = recipients }
            fold(saying)
        case .joined(let peer): enter(peer, at: entry.time)
        case .left(let peer, let departure): leave(peer, departure, entry)
        case .refused, .noted: break
        }
    }

    /// From here on ``changes`` and ``endings`` are counted anew.
    public mutating func beginChanges() { findings.beginChanges() }

    /// Takes in that it is `now`: what shows only because nothing came shows by this.
    public mutating func advance(to now: Instant) {
        findings.beginChanges()
        pass(until: now)
    }

    private mutating func pass(until now: Instant) {
        while let (items, time) = agenda.next(until: now) {
            for item in items { look(at: item, time) }
        }
    }

    /// What a peer said, and to whom.
    struct ObservedMessage {
        let number: Int
        let time: Instant
        let transit: Delivery
        let author: PeerID
        /// Those who heard it, but for its author (`--loopback`), and for those whom it is not meant for.
        let hearers: [PeerID]
        /// Whether it names an addressee whom nobody here is known as: whose negotiation it belongs to is not known.
        let isAmbiguous: Bool
        let reading: ParsedMessage

        /// Those whom it is for, if not all who heard it.
        let narrowed: [PeerID]?

        init(_ entry: Entry, _ transit: Delivery, by author: PeerID, _ reading: ParsedMessage, _ address: Address) {
            (number, time) = (entry.number, entry.time)
            (self.transit, self.author, self.reading) = (transit, author, reading)
            switch address {
            case .everybody(let others): (hearers, isAmbiguous, narrowed) = (others, false, nil)
            case .peers(let peers): (hearers, isAmbiguous, narrowed) = (peers, false, peers)
            case .unknown: (hearers, isAmbiguous, narrowed) = ([], true, nil)
            }
        }
    }

    /// For whom a message is, of those who heard it.
    enum Address {
        /// All of them but its author.
        case everybody([PeerID])
        /// Those whom it names.
        case peers([PeerID])
        /// It names somebody whom nobody here is known as.
        case unknown
    }

    private mutating func fold(_ saying: ObservedMessage) {
        checkDelivery(saying)
        watchUnderstanding(of: saying)
        guard !saying.isAmbiguous else { return }
        for hearer in saying.hearers { live[Pair(saying.author, hearer)]?.last = saying.number }
        switch saying.reading.kind {
        case .offer, .answer, .pranswer: describe(saying)
        case .candidate, .endOfCandidates: nominate(saying)
        case .rollback: rollback(saying)
        case .bye, .leave:
            // A guess ends nothing.
            guard !saying.reading.isGuess else { return }
            for hearer in saying.hearers { sayGoodbye(saying, to: hearer) }
        case .join, .roster, .keepalive, .error, .other, .opaque: break
        }
    }

    // MARK: Beginnings and ends

    /// Makes `peer` and `other` the ones who last said something to each other.
    mutating func note(_ peer: PeerID, _ other: PeerID, at time: Instant) {
        for (one, another) in [(peer, other), (other, peer)] where recent[one]?.last != another {
            var known = recent[one, default: []]
            known.removeAll { $0 == another }
            if known.count >= Self.limit { end(Pair(one, known.removeFirst()), at: time) }
            recent[one] = known + [another]
        }
    }

    /// Nothing more will be said of a negotiation, nor of what each of the two said in it.
    mutating func close(_ negotiation: Negotiation) {
        findings.close(.negotiation(negotiation.id))
        for peer in [negotiation.id.pair.first, negotiation.id.pair.second] {
            let side = negotiation[peer]
            let entries =
                [side.statement?.entry, side.outstanding?.entry].compactMap(\.self) + side.generations.map(\.entry)
            findings.close(.peer(peer)) { finding in finding.proof.contains { entries.contains($0) } }
        }
    }

    /// Forgets what belongs to an entry that is gone: a call that is over goes with its last one.
    public mutating func forget(_ entry: Entry) {
        replies.forget(entry.number)
        findings.forget(entry: entry.number)
        if !addressees.isEmpty { addressees[entry.number] = nil }
        forgetCalls(through: entry.number)
    }
}
