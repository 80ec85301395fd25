import Connections
public import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations
import SDP

/// Checks that find something missing after a time: an answer, candidates, an offer, an understood message.
extension CallBook {
    /// The time in which a message that was not understood may be the missing one, in seconds.
    private static let doubtSeconds = 60
    /// The time between a message that announces a description or candidate and one that has it, in seconds.
    static let missingSeconds = 2
    /// The time in which peers may exchange messages without an offer, in seconds.
    static let noOfferSeconds = 10
    /// The time between the departures of two peers that left together, in seconds.
    static let departureSeconds = 1

    /// Evaluates all checks that are due by `now`.
    mutating func evaluateDeadlines(until now: Instant) {
        while let (items, time) = deadlines.next(until: now) {
            for item in items { evaluate(item, time) }
        }
    }

    private mutating func evaluate(_ item: DeadlineQueue.Item, _ now: Instant) {
        switch item.check {
        case .unanswered(let entry, let offerer): return checkOffer(entry, of: offerer, item, now)
        case .missingContent(let entry, let author): return checkMissingContent(entry, of: author, now)
        case .noOffer(let room): return checkRoom(room, now)
        case .departure(let entry): return resolveDeparture(entry, now)
        case .forwarding(let entry): return checkForwarding(of: entry, item, now)
        case .reception(let entry, let peer, let kind, let delivered):
            return checkReception(of: entry, by: peer, kind, delivered: delivered, item, now)
        case .glare, .gathering, .candidateTypes, .unmatchedCandidate: break
        }
        guard let id = item.id,
            let index = list.current[id.pair]?.negotiations.firstIndex(where: { $0.id == id }),
            let negotiation = list.current[id.pair]?.negotiations[index]
        else { return }
        switch item.check {
        case .unanswered, .missingContent, .noOffer, .departure, .forwarding, .reception: break
        case .glare(let second): checkGlare(second, negotiation, index, now)
        case .gathering(let entry, let author):
            // A later generation of the same side has a check of its own.
            guard let generation = negotiation[author].generation, generation.entry == entry,
                let other = id.pair.other(than: author), !isPostponed(item, [author, other], now),
                let observation = CandidateRules.noCandidates(
                    generation, of: author, others: negotiation[other].generation?.candidates.total ?? 0)
            else { return }
            recordAbsence(observation, .peer(author), with: other, of: [author], since: generation.began, at: now)
        case .candidateTypes(let entry, let author):
            guard let generation = negotiation[author].generations.first(where: { $0.entry == entry }) else { return }
            for observation in CandidateRules.missingTypes(generation, of: author, proximity(id.pair)) {
                findings.record(observation, .peer(author), at: now)
            }
        case .unmatchedCandidate(let ufrag, let author, let entry):
            let side = negotiation[author]
            guard side.generation(of: ufrag) == nil, let description = side.lastDescription,
                let other = id.pair.other(than: author), !isPostponed(item, [author, other], now)
            else { return }
            recordAbsence(
                CandidateRules.unknownGeneration(ufrag, of: author, entry: entry, description: description.entry),
                .peer(author), with: other, of: [author], at: now)
        }
    }

    /// Whether a message from or to `peers` was held a while ago; `item` is then due again once that is over.
    private mutating func isPostponed(_ item: DeadlineQueue.Item, _ peers: [PeerID], _ now: Instant) -> Bool {
        guard let end = findings.exemptionEnd(of: peers, at: now) else { return false }
        deadlines.add(item, Int(max(1, (end.nanoseconds - now.nanoseconds) / 1_000_000_000)), after: now)
        return true
    }

    private func proximity(_ pair: Pair) -> Proximity {
        Proximity(peers[pair.first]?.host ?? "", peers[pair.second]?.host ?? "")
    }

    // MARK: Absence

    /// Records that something is missing, see ``doubted(_:of:since:at:)``.
    mutating func recordAbsence(
        _ observation: Observation, _ scope: FindingBook.Scope, with partner: PeerID? = nil, of peers: [PeerID],
        since: Instant? = nil, at time: Instant
    ) {
        findings.record(doubted(observation, of: peers, since: since, at: time), scope, with: partner, at: time)
    }

    /// Returns `observation`, as an information if one of `peers` sent a message that was not understood: it may be the
    /// missing message.
    ///
    /// Messages before `since` do not count; the default is a minute before `time`.
    func doubted(
        _ observation: Observation, of peers: [PeerID], since: Instant? = nil, at time: Instant
    ) -> Observation {
        let since = since ?? time.advanced(by: -Int64(Self.doubtSeconds) * 1_000_000_000)
        for peer in peers {
            guard let message = self.peers[peer]?.lastUnrecognized, message.time >= since else { continue }
            return observation.doubted(because: message.entry, of: peer)
        }
        return observation
    }

    // MARK: Offers

    /// Records that the offer in an entry is still unanswered.
    private mutating func checkOffer(_ entry: Int, of offerer: PeerID, _ item: DeadlineQueue.Item, _ now: Instant) {
        let negotiations = list.partners(of: offerer).compactMap { list.current[Pair(offerer, $0)] }
            .flatMap(\.negotiations).filter { $0.outstanding(of: offerer)?.entry == entry }
        guard negotiations.allSatisfy({ !$0.isAnsweredElsewhere && !$0.isGlare && $0.provisional == nil }),
            let offer = negotiations.first?.outstanding(of: offerer)
        else { return }
        let recipients = negotiations.compactMap { $0.id.pair.other(than: offerer) }
        guard !isPostponed(item, [offerer], now) else { return }
        recordAbsence(
            OrderRules.unanswered(offer, seconds: Int(now.seconds(since: offer.time))), .peer(offerer),
            with: recipients.count == 1 ? recipients[0] : nil, of: recipients, since: offer.time, at: now)
    }

    /// Records how a glare ended, or that neither side gave way in time.
    private mutating func checkGlare(_ second: Int, _ negotiation: Negotiation, _ index: Int, _ now: Instant) {
        let id = negotiation.id
        guard let glare = negotiation.glare, glare.second == second else {
            findings.resolve(.negotiation(id), at: now, harmless: true, "one of the offers was taken back") {
                $0.rule == .glare && $0.subject == "\(second)" && $0.severity == .information
            }
            return
        }
        if let observation = OrderRules.glare(glare, in: id) {
            recordAbsence(
                observation, .negotiation(id), of: [id.pair.first, id.pair.second], since: glare.time, at: now)
        } else if let polite = glare.answerers.first {
            findings.resolve(.negotiation(id), at: now, harmless: true, "\(peer: polite) gave way and answered") {
                $0.rule == .glare && $0.subject == "\(second)"
            }
            list.current[id.pair]?.change(index) { $0.endGlare() }
        }
    }

    // MARK: Messages that are not understood

    /// Records whether the content of a message was understood, and schedules the checks if it was not.
    mutating func checkUnderstanding(of message: ObservedMessage) {
        let (author, parsed, time) = (message.author, message.parsed, message.time)
        let check: SettledChecks? =
            switch parsed.kind {
            case .offer, .answer, .pranswer: .descriptions
            case .candidate, .endOfCandidates: .candidates
            default: nil
            }
        if let check, peers.isSettled(check, for: author) { return }
        let mayEnd = parsed.isGuess && (parsed.kind == .bye || parsed.kind == .leave)
        if parsed.kind == .other || parsed.kind == .opaque || mayEnd {
            peers[author]?.lastUnrecognized = PeerState.UnrecognizedMessage(entry: message.number, time: time)
        }
        if parsed.kind.isDescription || parsed.kind == .candidate {
            let isDescription = parsed.kind.isDescription
            if isDescription { peers[author]?.hasDescribed = true } else { peers[author]?.hasTrickled = true }
            findings.resolve(.peer(author), at: time, harmless: true, "\(entry: message.number) was understood") {
                $0.rule == .unrecognizedContent && ($0.subject == Kind.candidate.rawValue) != isDescription
            }
            if let check, !message.recipients.isEmpty { peers.settle(check, for: author) }
        }
        if let missing = parsed.missingContent, !message.recipients.isEmpty,
            peers.recordMissing(missing, of: author, entry: message.number)
        {
            deadlines.add(
                DeadlineQueue.Item(id: nil, check: .missingContent(entry: message.number, author)),
                Self.missingSeconds, after: time)
        }
        checkTalk(of: message)
    }

    /// Records that the content that the message in an entry announces was not found.
    private mutating func checkMissingContent(_ entry: Int, of author: PeerID, _ now: Instant) {
        guard let peer = peers[author], let missing = peers.missingContent(of: author, entry: entry) else { return }
        guard missing.kind == .candidate ? !peer.hasTrickled : !peer.hasDescribed else { return }
        findings.record(DeliveryRules.unrecognizedContent(missing, of: author, entry: entry), .peer(author), at: now)
    }

    /// Counts the messages that peers exchange in a room before its first offer.
    private mutating func checkTalk(of message: ObservedMessage) {
        let (room, kind, author) = (message.delivery.room, message.parsed.kind, message.author)
        guard !message.recipients.isEmpty, kind != .keepalive, kind.isDescription || !kind.isNegotiation,
            var talk = peers[talkIn: room]
        else { return }
        if kind.isDescription {
            for peer in talk.speakers.map(\.peer) + [author] + message.recipients {
                findings.resolve(.peer(peer), at: message.time, harmless: true, "\(entry: message.number) came") {
                    $0.rule == .noOffer
                }
            }
            guard !talk.hasOffer else { return }
            talk.hasOffer = true
        } else {
            guard !talk.hasOffer else { return }
            talk.count += 1
            if talk.speakers.count < 2, talk.speakers.first?.peer != author {
                talk.speakers.append(RoomTalk.Speaker(peer: author, entry: message.number, kind: kind))
                if talk.speakers.count == 2 {
                    let item = DeadlineQueue.Item(id: nil, check: .noOffer(room: room))
                    deadlines.add(item, Self.noOfferSeconds, after: message.time)
                }
            }
        }
        peers[talkIn: room] = talk
    }

    /// Records that two peers have exchanged messages for a while without an offer.
    private mutating func checkRoom(_ room: String, _ now: Instant) {
        guard let talk = peers[talkIn: room], !talk.hasOffer, talk.speakers.count == 2 else { return }
        findings.record(
            OrderRules.noOffer(talk.speakers, count: talk.count, seconds: Self.noOfferSeconds),
            .peer(talk.speakers[0].peer), with: talk.speakers[1].peer, at: now)
    }

    // MARK: Departures

    /// A peer that left in the middle of a negotiation, and the one that may be waiting for it.
    struct Departure: Sendable {
        let observation: Observation
        let peer: PeerID
        let partner: PeerID
    }

    /// Evaluates the departures that are still pending, because no later check will.
    public mutating func resolveDepartures(at now: Instant) {
        for entry in departures.keys.sorted() { resolveDeparture(entry, now) }
    }

    /// Records the partners that are still waiting for the peer that left in an entry.
    private mutating func resolveDeparture(_ entry: Int, _ now: Instant) {
        // If both have left, neither waits: a page closes all its connections at once.
        let waiting = (departures.removeValue(forKey: entry) ?? []).filter { peers[$0.partner] != nil }
        for departure in waiting {
            findings.record(departure.observation, .peer(departure.peer), with: departure.partner, at: now)
        }
        if let peer = waiting.first?.peer { findings.close(.peer(peer), at: now) }
    }
}
