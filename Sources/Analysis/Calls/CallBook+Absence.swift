public import Events
import HashTreeCollections
import Messages
import SDP

/// Checks that find something missing: an answer, candidates, an offer, a description that can be understood.
extension CallBook {
    /// How long a message that is not understood casts doubt on what is missing, in seconds.
    private static let doubtSeconds = 60
    /// How long after a message that announces a description, or a candidate, one of its author may come.
    static let missingSeconds = 2
    /// How long peers may exchange messages without an offer.
    static let noOfferSeconds = 10
    /// How long after a peer its partner may leave, so that neither waits for the other.
    static let departureSeconds = 1

    mutating func look(at item: DeadlineQueue.Item, _ now: Instant) {
        switch item.check {
        case .unanswered(let entry, let offerer): return lookAtOffer(entry, of: offerer, item, now)
        case .missing(let entry, let author): return lookAtMissingContent(entry, of: author, now)
        case .noOffer(let room): return lookAtRoom(room, now)
        case .departed(let entry): return lookAtDeparture(entry, now)
        case .glare, .gathering, .kinds, .stranger: break
        }
        guard let id = item.id, let index = live[id.pair]?.negotiations.firstIndex(where: { $0.id == id }),
            let negotiation = live[id.pair]?.negotiations[index]
        else { return }
        switch item.check {
        case .unanswered, .missing, .noOffer, .departed: break
        case .glare(let second): lookAtGlare(second, negotiation, index, now)
        case .gathering(let entry, let author):
            // A later session of its side is looked at by itself.
            guard let generation = negotiation[author].generation, generation.entry == entry,
                let other = id.pair.other(than: author), !isPostponed(item, [author, other], now),
                let observation = CandidateRules.none(
                    generation, of: author, others: negotiation[other].generation?.candidates.total ?? 0)
            else { return }
            noteAbsence(observation, .peer(author), with: other, of: [author], since: generation.began, at: now)
        case .kinds(let entry, let author):
            guard let generation = negotiation[author].generations.first(where: { $0.entry == entry }) else { return }
            for observation in CandidateRules.kinds(generation, of: author, proximity(id.pair)) {
                findings.note(observation, .peer(author), at: now)
            }
        case .stranger(let ufrag, let author, let entry):
            let side = negotiation[author]
            guard side.generation(of: ufrag) == nil, let statement = side.statement,
                let other = id.pair.other(than: author), !isPostponed(item, [author, other], now)
            else { return }
            noteAbsence(
                CandidateRules.stranger(ufrag, of: author, entry: entry, description: statement.entry),
                .peer(author), with: other, of: [author], at: now)
        }
    }

    /// Whether something of `peers` was kept back a while ago, so that `item` is looked at again when that is over.
    private mutating func isPostponed(_ item: DeadlineQueue.Item, _ peers: [PeerID], _ now: Instant) -> Bool {
        guard let end = findings.excuse(of: peers, at: now) else { return false }
        agenda.add(item, Int(max(1, (end.nanoseconds - now.nanoseconds) / 1_000_000_000)), after: now)
        return true
    }

    /// Notes that something is missing, ``doubted(_:of:since:at:)`` if it may only not have been understood.
    mutating func noteAbsence(
        _ observation: Observation, _ scope: FindingBook.Scope, with partner: PeerID? = nil, of peers: [PeerID],
        since: Instant? = nil, at time: Instant
    ) {
        findings.note(doubted(observation, of: peers, since: since, at: time), scope, with: partner, at: time)
    }

    /// `observation`, as an information if one of `peers` has sent what is not understood: it may be what is missing.
    ///
    /// Messages before `since` do not count; the default is a minute before `time`.
    func doubted(
        _ observation: Observation, of peers: [PeerID], since: Instant? = nil, at time: Instant
    ) -> Observation {
        let since = since ?? time.advanced(by: -Int64(Self.doubtSeconds) * 1_000_000_000)
        let unread = peers.compactMap { peer in
            parties[peer]?.lastNotUnderstood.flatMap { $0.time >= since ? (peer: peer, entry: $0.entry) : nil }
        }
        return unread.first.map { observation.doubted(because: $0.entry, of: $0.peer) } ?? observation
    }

    // MARK: Offers

    /// Notes that the offer of an entry is still unanswered.
    private mutating func lookAtOffer(_ entry: Int, of offerer: PeerID, _ item: DeadlineQueue.Item, _ now: Instant) {
        let heard = recent[offerer, default: []].compactMap { live[Pair(offerer, $0)] }.flatMap(\.negotiations)
            .filter { $0.outstanding(of: offerer)?.entry == entry }
        guard heard.allSatisfy({ !$0.isTaken && !$0.isGlare && $0.provisional == nil }),
            let offer = heard.first?.outstanding(of: offerer)
        else { return }
        let hearers = heard.compactMap { $0.id.pair.other(than: offerer) }
        guard !isPostponed(item, [offerer], now) else { return }
        noteAbsence(
            OrderRules.unanswered(offer, seconds: Int(now.seconds(since: offer.time))), .peer(offerer),
            with: hearers.count == 1 ? hearers[0] : nil, of: hearers, since: offer.time, at: now)
    }

    /// How the crossing of two offers ended, or that it did not.
    private mutating func lookAtGlare(_ second: Int, _ negotiation: Negotiation, _ index: Int, _ now: Instant) {
        let id = negotiation.id
        guard let glare = negotiation.glare, glare.second == second else {
            findings.resolve(.negotiation(id), at: now, harmless: true, "one of the offers was taken back") {
                $0.rule == .glare && $0.subject == "\(second)" && $0.severity == .information
            }
            return
        }
        if let observation = OrderRules.glare(glare, in: id) {
            noteAbsence(
                observation, .negotiation(id), of: [id.pair.first, id.pair.second], since: glare.time, at: now)
        } else if let polite = glare.answerers.first {
            findings.resolve(.negotiation(id), at: now, harmless: true, "\(peer: polite) gave way and answered") {
                $0.rule == .glare && $0.subject == "\(second)"
            }
            live[id.pair]?.change(index) { $0.settleGlare() }
        }
    }

    private func proximity(_ pair: Pair) -> Proximity {
        Proximity(parties[pair.first]?.host ?? "", parties[pair.second]?.host ?? "")
    }

    // MARK: Messages that are not understood

    /// Remembers who said what is not understood, and what shows that it is signaling.
    mutating func watchUnderstanding(of saying: ObservedMessage) {
        let (author, reading, time) = (saying.author, saying.reading, saying.time)
        let content: Familiarity? =
            switch reading.kind {
            case .offer, .answer, .pranswer: .descriptions
            case .candidate, .endOfCandidates: .candidates
            default: nil
            }
        if let content, familiar[author]?.contains(content) == true { return }
        let mayEnd = reading.isGuess && (reading.kind == .bye || reading.kind == .leave)
        if reading.kind == .other || reading.kind == .opaque || mayEnd {
            parties[author]?.lastNotUnderstood = PeerState.NotUnderstood(entry: saying.number, time: time)
        }
        if reading.kind.isDescription || reading.kind == .candidate {
            let isDescription = reading.kind.isDescription
            if isDescription { parties[author]?.hasDescribed = true } else { parties[author]?.hasTrickled = true }
            findings.resolve(.peer(author), at: time, harmless: true, "\(entry: saying.number) was understood") {
                $0.rule == .unrecognizedContent && ($0.subject == Kind.candidate.rawValue) != isDescription
            }
            // Later ones of the same kind change none of this.
            if let content, !saying.hearers.isEmpty { familiar[author, default: []].insert(content) }
        }
        if let missing = reading.missingContent, missingContent[author]?[missing.kind] == nil, !saying.hearers.isEmpty {
            missingContent[author, default: [:]][missing.kind] = (saying.number, missing)
            agenda.add(
                DeadlineQueue.Item(id: nil, check: .missing(entry: saying.number, author)), Self.missingSeconds,
                after: time)
        }
        watchRoom(of: saying)
    }

    /// Notes that what the message of an entry announces was not understood.
    private mutating func lookAtMissingContent(_ entry: Int, of author: PeerID, _ now: Instant) {
        guard let party = parties[author],
            let (_, missing) = missingContent[author]?.values.first(where: { $0.0 == entry })
        else { return }
        guard missing.kind == .candidate ? !party.hasTrickled : !party.hasDescribed else { return }
        findings.note(DeliveryRules.unrecognized(missing, of: author, entry: entry), .peer(author), at: now)
    }

    /// Watches for two peers that exchange messages in a room without an offer.
    private mutating func watchRoom(of saying: ObservedMessage) {
        let (room, kind, author) = (saying.transit.room, saying.reading.kind, saying.author)
        guard !saying.hearers.isEmpty, kind != .keepalive, kind.isDescription || !kind.isNegotiation,
            var talk = rooms[room]?.talk
        else { return }
        if kind.isDescription {
            for peer in talk.speakers.map(\.peer) + [author] + saying.hearers {
                findings.resolve(.peer(peer), at: saying.time, harmless: true, "\(entry: saying.number) came") {
                    $0.rule == .noOffer
                }
            }
            guard !talk.hasOffer else { return }
            talk.hasOffer = true
        } else {
            guard !talk.hasOffer else { return }
            talk.count += 1
            if talk.speakers.count < 2, talk.speakers.first?.peer != author {
                talk.speakers.append(RoomTalk.Speaker(peer: author, entry: saying.number, kind: kind))
                if talk.speakers.count == 2 {
                    let item = DeadlineQueue.Item(id: nil, check: .noOffer(room: room))
                    agenda.add(item, Self.noOfferSeconds, after: saying.time)
                }
            }
        }
        rooms[room]?.talk = talk
    }

    /// Notes that two peers have exchanged messages for a while without an offer.
    private mutating func lookAtRoom(_ room: String, _ now: Instant) {
        guard let talk = rooms[room]?.talk, !talk.hasOffer, talk.speakers.count == 2 else { return }
        findings.note(
            OrderRules.noOffer(talk.speakers, count: talk.count, seconds: Self.noOfferSeconds),
            .peer(talk.speakers[0].peer), with: talk.speakers[1].peer, at: now)
    }

    // MARK: Departures

    /// A peer that left in the middle of a negotiation, and the one that may be waiting for it.
    struct Departed: Sendable {
        let observation: Observation
        let peer: PeerID
        let partner: PeerID
    }

    /// Evaluates the departures that are still pending, because no later check will.
    public mutating func settleDepartures(at now: Instant) {
        for entry in departures.keys.sorted() { lookAtDeparture(entry, now) }
    }

    /// Notes that a peer is still waiting for the one that left in an entry.
    private mutating func lookAtDeparture(_ entry: Int, _ now: Instant) {
        // If both have left, neither waits: a page closes all its connections at once.
        let waiting = (departures.removeValue(forKey: entry) ?? []).filter { parties[$0.partner] != nil }
        for departed in waiting {
            findings.note(departed.observation, .peer(departed.peer), with: departed.partner, at: now)
        }
        if let peer = waiting.first?.peer { findings.close(.peer(peer)) }
    }
}
