import Events
internal import HashTreeCollections
import Messages
import SDP

/// Offers and answers.
extension CallBook {
    mutating func describe(_ saying: ObservedMessage) {
        let (number, time, author, kind) = (saying.number, saying.time, saying.author, saying.reading.kind)
        let statement = SignaledDescription(entry: number, time: time, author: author, terms: saying.reading.terms)
        let isOperators = saying.transit.release?.isEdited == true
        if !isOperators { judge(statement, kind) }
        let hearers = saying.hearers
        guard !hearers.isEmpty else {
            if case .nobody = saying.transit.addressee { return }
            return findings.note(
                DeliveryRules.unheard(saying.transit, kind, entry: number), .peer(author), at: time)
        }
        findings.resolve(.peer(author), at: time, "its \(entry: number) was heard") {
            $0.rule == .unheardDescription
        }
        switch kind {
        case .offer: offer(statement, to: hearers, saying)
        case .answer: answer(statement, to: hearers, saying)
        default:
            for hearer in hearers { pranswer(statement, to: hearer, saying) }
        }
    }

    /// What is wrong with a description by itself; what was wrong with its author's last one and is not with this one
    /// has been got over.
    private mutating func judge(_ statement: SignaledDescription, _ kind: Kind) {
        let scope = FindingBook.Scope.peer(statement.author)
        for observation in DescriptionRules.check(statement, kind: kind) {
            findings.note(observation, scope, at: statement.time)
        }
        findings.resolve(scope, at: statement.time, "\(entry: statement.entry) is in order") {
            $0.rule.family == .description && $0.proof.last.map { $0 < statement.entry } == true
        }
    }

    private mutating func offer(_ statement: SignaledDescription, to hearers: [PeerID], _ saying: ObservedMessage) {
        // For who has come since, what the others know already has to be said again.
        let isRepeated = hearers.contains { live[Pair(statement.author, $0)] == nil }
        var compared: [Int] = []
        var replaced: [SignaledDescription] = []
        for hearer in hearers {
            let old = offer(statement, to: hearer, saying, isRepeated: isRepeated, &compared)
            if let old, replaced.last?.entry != old.entry { replaced.append(old) }
        }
        for offer in replaced { stopWaiting(for: offer) }
        agenda.add(Self.waiting(for: statement), OrderRules.answerSeconds, after: statement.time)
    }

    /// What is looked at where `offer` is not answered.
    private static func waiting(for offer: SignaledDescription) -> DeadlineQueue.Item {
        DeadlineQueue.Item(id: nil, check: .unanswered(offer: offer.entry, offer.author))
    }

    /// `offer` was answered, replaced or taken back, at least in one of the negotiations that it is made in.
    private mutating func stopWaiting(for offer: SignaledDescription) {
        let isOutstanding = recent[offer.author, default: []].contains { other in
            live[Pair(offer.author, other)]?.negotiations.contains {
                $0.outstanding(of: offer.author)?.entry == offer.entry && !$0.isTaken
            } == true
        }
        if !isOutstanding { agenda.remove(Self.waiting(for: offer), OrderRules.answerSeconds, after: offer.time) }
    }

    /// Returns the offer whose place it takes; `nil` if there is none.
    private mutating func offer(
        _ statement: SignaledDescription, to hearer: PeerID, _ saying: ObservedMessage, isRepeated: Bool,
        _ compared: inout [Int]
    ) -> SignaledDescription? {
        let pair = Pair(statement.author, hearer)
        let (room, key, time) = (saying.transit.room, saying.reading.negotiationKey, statement.time)
        begin(pair, room: room, entry: statement.entry, at: time)
        note(statement.author, hearer, at: time)
        guard let change = live[pair]?.offer(statement, key) else { return nil }
        for evicted in change.evicted { close(evicted) }
        let (id, earlier) = (change.id, change.own)
        let crossing = change.wasTaken ? nil : change.other
        for observation in OrderRules.offer(
            statement, to: hearer, earlier: change.wasTaken ? nil : earlier, crossing: crossing)
        {
            if observation.rule == .supersededOffer, isRepeated { continue }
            // In a large room an offer takes the place of as many as hear it, and is one.
            let scope: FindingBook.Scope = observation.rule == .glare ? .negotiation(id) : .peer(statement.author)
            findings.note(observation, scope, with: hearer, at: time)
        }
        if let said = change.said, !compared.contains(said.entry), saying.transit.release?.isEdited != true {
            compared.append(said.entry)
            succeed(said, statement, with: hearer) { $0.rule != .duplicateDescription || !isRepeated }
        }
        findings.resolve(.peer(statement.author), at: time, "\(entry: statement.entry) took its place") {
            $0.rule == .unansweredOffer && earlier?.entry == $0.proof.first
        }
        if crossing != nil {
            agenda.add(
                DeadlineQueue.Item(id: id, check: .glare(second: statement.entry)), OrderRules.glareSeconds, after: time
            )
        }
        if change.beginsSession { watchKinds(statement, id) }
        return earlier
    }

    /// Compares a description with the last one of its author; notes what `counts`.
    private mutating func succeed(
        _ earlier: SignaledDescription?, _ later: SignaledDescription, with partner: PeerID,
        where counts: (Observation) -> Bool
    ) {
        guard let earlier, earlier.entry < later.entry else { return }
        for observation in SuccessionRules.check(earlier: earlier, later: later) where counts(observation) {
            findings.note(observation, .peer(later.author), with: partner, at: later.time)
        }
    }

    private mutating func answer(_ statement: SignaledDescription, to hearers: [PeerID], _ saying: ObservedMessage) {
        let key = saying.reading.negotiationKey
        var hasOffer = false
        for hearer in hearers {
            let pair = Pair(statement.author, hearer)
            guard let change = live[pair]?.answer(statement, key) ?? nil else { continue }
            guard let reply = change.reply, let offer = change.other else {
                guard let glare = change.glare, glare.answerers == [hearer] else { continue }
                hasOffer = true
                if let reply = change.reply { replies.append(reply) }
                crossAnswer(statement, glare, change.id)
                watchSessions(statement, change)
                continue
            }
            hasOffer = true
            replies.append(reply)
            conclude(offer, statement, reply, change)
            watchSessions(statement, change)
            take(offer, except: statement.author)
            stopWaiting(for: offer)
            note(statement.author, hearer, at: statement.time)
        }
        if !hasOffer { strayAnswer(statement, to: hearers, saying) }
    }

    /// Both of two who offered at once have given way (RFC 9429 §4.1.10.2).
    private mutating func crossAnswer(_ statement: SignaledDescription, _ glare: Glare, _ id: NegotiationID) {
        guard let observation = OrderRules.glare(glare, in: id, answer: statement) else { return }
        findings.note(observation, .negotiation(id), at: statement.time)
        if let index = live[id.pair]?.index(id.key) { live[id.pair]?.change(index) { $0.settleGlare() } }
    }

    /// An offer has its answer: what the two make of each other, and what is over by that.
    private mutating func conclude(
        _ offer: SignaledDescription, _ answer: SignaledDescription, _ reply: OfferAnswerPair, _ change: Call.Change
    ) {
        let (scope, time) = (FindingBook.Scope.negotiation(change.id), answer.time)
        // An answer may say again what a provisional one said (RFC 9429 §4.1.10.1).
        if change.provisional != answer.author {
            succeed(change.said, answer, with: offer.author) {
                // It restarts ICE only if its offer does.
                $0.rule != .iceRestart || $0.severity > .information
            }
        }
        for observation in OrderRules.answer(answer, reply, to: offer.author, wasTaken: change.wasTaken) {
            findings.note(observation, .peer(offer.author), with: answer.author, at: time)
        }
        for observation in AnswerRules.check(offer: offer, answer: answer) {
            findings.note(observation, scope, at: time)
        }
        findings.resolve(.peer(offer.author), at: time, "answered by \(entry: answer.entry)") {
            $0.rule == .unansweredOffer && $0.proof.first == offer.entry
        }
        for scope in [scope, .peer(change.id.pair.first), .peer(change.id.pair.second)] {
            findings.resolve(scope, at: time, "a later offer, \(entry: offer.entry), was answered") { finding in
                (finding.partner == nil || finding.partner == offer.author || finding.partner == answer.author)
                    && finding.rule.endsWithNextRound && finding.severity > .information
                    && finding.proof.last.map { $0 < offer.entry } == true
            }
        }
    }

    /// What others than the answerer heard of the same offer waits for nothing any more.
    private mutating func take(_ offer: SignaledDescription, except answerer: PeerID) {
        for other in recent[offer.author, default: []] where other != answerer {
            let pair = Pair(offer.author, other)
            guard let call = live[pair] else { continue }
            for (index, negotiation) in call.negotiations.enumerated()
            where negotiation.outstanding(of: offer.author)?.entry == offer.entry && !negotiation.isTaken {
                live[pair]?.change(index) { $0.take() }
            }
        }
    }

    private mutating func strayAnswer(_ statement: SignaledDescription, to hearers: [PeerID], _ saying: ObservedMessage)
    {
        guard let hearer = hearers.first else { return }
        let (author, key, time) = (statement.author, saying.reading.negotiationKey, statement.time)
        let known = hearers.first { live[Pair(author, $0)]?[key]?.answerer == author } ?? hearer
        let pair = Pair(author, known)
        let observation = OrderRules.strayAnswer(statement, to: known, in: live[pair]?[key])
        if observation.rule != .duplicateAnswer {
            // Its candidates belong to it, whatever it answers.
            if hearers.count == 1 { begin(pair, room: saying.transit.room, entry: statement.entry, at: time) }
            if let evicted = live[pair]?.describe(statement, key) ?? nil { close(evicted) }
            if live[pair]?.negotiations.isEmpty == false { note(author, known, at: time) }
        }
        // The offer may have been in an entry that was lost, in a call that has just ended, or the operator's.
        guard !isBlind(author, hearers), parties[author]?.mayLag(at: time) != true,
            parties[author]?.lastReplayed.map({ time.seconds(since: $0) < OrderRules.lateSeconds }) != true
        else { return }
        noteAbsence(observation, .peer(author), with: known, of: [known], at: time)
    }

    private mutating func pranswer(_ statement: SignaledDescription, to hearer: PeerID, _ saying: ObservedMessage) {
        let pair = Pair(statement.author, hearer)
        guard let index = live[pair]?.index(saying.reading.negotiationKey) else { return }
        let session = live[pair]?.change(index) { negotiation in
            if negotiation.outstanding(of: hearer) == nil {
                negotiation.describe(statement)
            } else {
                negotiation.pranswer(statement)
            }
            return (id: negotiation.id, isNew: negotiation.isSession(begunBy: statement))
        }
        if let session, session.isNew { watchKinds(statement, session.id) }
    }

    mutating func rollback(_ saying: ObservedMessage) {
        let (number, time) = (saying.number, saying.time)
        findings.note(
            OrderRules.rollback(by: saying.author, entry: number), .peer(saying.author), at: time)
        for hearer in saying.hearers {
            let pair = Pair(saying.author, hearer)
            guard let index = live[pair]?.index(saying.reading.negotiationKey) else { continue }
            let offer = live[pair]?.negotiations[index].outstanding(of: saying.author)
            live[pair]?.change(index) { $0.rollback(by: saying.author) }
            if let offer { stopWaiting(for: offer) }
        }
    }

    /// What ICE sessions there are after `answer` is looked at a while later.
    private mutating func watchSessions(_ answer: SignaledDescription, _ change: Call.Change) {
        if change.beginsSession { watchKinds(answer, change.id) }
        watchGathering(change.silentSessions, change.id, at: answer.time)
    }

    /// What candidates there are is looked at a while after an answer: some clients keep theirs until then.
    private mutating func watchGathering(
        _ silent: [(peer: PeerID, entry: Int)], _ id: NegotiationID, at time: Instant
    ) {
        for (peer, entry) in silent {
            agenda.add(
                DeadlineQueue.Item(id: id, check: .gathering(generation: entry, peer)),
                CandidateRules.gatheringSeconds, after: time)
        }
    }

    /// What sorts of candidates there are is looked at a while after the first, here those in a description that begins
    /// an ICE session: those in what continues one have been looked at with it.
    private mutating func watchKinds(_ statement: SignaledDescription, _ id: NegotiationID) {
        guard let terms = statement.terms, terms.candidates.total > 0 else { return }
        agenda.add(
            DeadlineQueue.Item(id: id, check: .kinds(generation: statement.entry, statement.author)),
            CandidateRules.gatheringSeconds, after: statement.time)
    }
}
