import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations
import SDP

/// Answers, and the checks that they start.
extension CallBook {
    /// Records an answer to each recipient that has an offer outstanding.
    mutating func recordAnswer(
        _ answer: SignaledDescription, to recipients: [PeerID], _ message: ObservedMessage
    ) {
        let key = message.parsed.negotiationKey
        var hasOffer = false
        for recipient in recipients {
            let pair = Pair(answer.author, recipient)
            guard let change = list.current[pair]?.answer(answer, key, entry: number) ?? nil else { continue }
            guard let reply = change.reply, let offer = change.other else {
                guard let glare = change.glare, glare.answerers == [recipient] else { continue }
                hasOffer = true
                if let reply = change.reply { answers.append(reply) }
                recordCrossingAnswer(answer, glare, change.id)
                scheduleCandidateChecks(after: answer, change)
                continue
            }
            hasOffer = true
            answers.append(reply)
            checkAnswer(answer, to: offer, reply, change)
            scheduleCandidateChecks(after: answer, change)
            markAnsweredElsewhere(offer, by: answer.author)
            cancelDeadline(of: offer)
            touch(answer.author, recipient, at: answer.time)
        }
        if !hasOffer { recordUnmatchedAnswer(answer, to: recipients, message) }
    }

    /// Records the second answer of a glare: both sides gave their offers up (RFC 9429 §4.1.10.2).
    private mutating func recordCrossingAnswer(_ answer: SignaledDescription, _ glare: Glare, _ id: NegotiationID) {
        guard let observation = OrderRules.glare(glare, in: id, answer: answer) else { return }
        findings.record(observation, .negotiation(id), at: answer.time)
        if let index = list.current[id.pair]?.index(id.key) {
            list.current[id.pair]?.change(index) { $0.endGlare() }
        }
    }

    /// Checks an answer beside its offer, and resolves the findings that end with it.
    private mutating func checkAnswer(
        _ answer: SignaledDescription, to offer: SignaledDescription, _ reply: OfferAnswerPair, _ change: Call.Change
    ) {
        let (scope, time) = (FindingBook.Scope.negotiation(change.id), answer.time)
        // An answer may repeat the provisional answer before it (RFC 9429 §4.1.10.1).
        if change.provisional != answer.author {
            compare(change.previous, with: answer, partner: offer.author) {
                // The answer restarts ICE only if the offer does.
                $0.rule != .iceRestart || $0.severity > .information
            }
        }
        for observation in OrderRules.answer(
            answer, reply, to: offer.author, wasAnsweredElsewhere: change.wasAnsweredElsewhere)
        {
            findings.record(observation, .peer(offer.author), with: answer.author, at: time)
        }
        for observation in AnswerRules.check(offer: offer, answer: answer) {
            findings.record(observation, scope, at: time)
        }
        findings.resolve(.peer(offer.author), at: time, "answered by \(entry: answer.entry)") {
            $0.rule == .unansweredOffer && $0.evidence.first == offer.entry
        }
        for scope in [scope, .peer(change.id.pair.first), .peer(change.id.pair.second)] {
            findings.resolve(scope, at: time, "a later offer, \(entry: offer.entry), was answered") { finding in
                (finding.partner == nil || finding.partner == offer.author || finding.partner == answer.author)
                    && finding.rule.endsWithNextRound && finding.severity > .information
                    && finding.evidence.last.map { $0 < offer.entry } == true
            }
        }
    }

    /// Marks `offer` as answered in the negotiations with the other peers that received it.
    private mutating func markAnsweredElsewhere(_ offer: SignaledDescription, by answerer: PeerID) {
        for other in list.partners(of: offer.author) where other != answerer {
            let pair = Pair(offer.author, other)
            guard let call = list.current[pair] else { continue }
            for (index, negotiation) in call.negotiations.enumerated()
            where negotiation.outstanding(of: offer.author)?.entry == offer.entry && !negotiation.isAnsweredElsewhere {
                list.current[pair]?.change(index) { $0.markAnsweredElsewhere() }
            }
        }
    }

    /// Records an answer that belongs to no outstanding offer.
    private mutating func recordUnmatchedAnswer(
        _ answer: SignaledDescription, to recipients: [PeerID], _ message: ObservedMessage
    ) {
        guard let first = recipients.first else { return }
        let (author, key, time) = (answer.author, message.parsed.negotiationKey, answer.time)
        let recipient = recipients.first { list.current[Pair(author, $0)]?[key]?.answerer == author } ?? first
        let pair = Pair(author, recipient)
        let observation = OrderRules.unmatchedAnswer(answer, to: recipient, in: list.current[pair]?[key])
        if observation.rule != .duplicateAnswer {
            // Candidates may belong to this answer, even if it has no offer.
            if recipients.count == 1 {
                list.begin(pair, room: message.delivery.room, entry: answer.entry, at: time)
            }
            if let evicted = list.current[pair]?.record(answer, key) ?? nil {
                closeFindings(about: evicted, at: time)
            }
            if list.current[pair]?.negotiations.isEmpty == false { touch(author, recipient, at: time) }
        }
        // The offer may be in a lost entry, in a call that has just ended, or a replay by the operator.
        guard !peers.mayLack(entriesOf: [author] + recipients), peers[author]?.mayLag(at: time) != true,
            peers[author]?.lastReplayed.map({ time.seconds(since: $0) < OrderRules.lateSeconds }) != true
        else { return }
        recordAbsence(observation, .peer(author), with: recipient, of: [recipient], at: time)
    }

    /// Records a provisional answer to one recipient.
    mutating func recordPranswer(
        _ pranswer: SignaledDescription, to recipient: PeerID, _ message: ObservedMessage
    ) {
        let pair = Pair(pranswer.author, recipient)
        guard let index = list.current[pair]?.index(message.parsed.negotiationKey) else { return }
        let generation = list.current[pair]?.change(index) { negotiation in
            if negotiation.outstanding(of: recipient) == nil {
                negotiation.record(pranswer)
            } else {
                negotiation.pranswer(pranswer)
            }
            return (id: negotiation.id, isNew: negotiation.isGeneration(begunBy: pranswer))
        }
        if let generation, generation.isNew { scheduleTypeCheck(of: pranswer, generation.id) }
    }

    // MARK: Candidate checks

    /// Schedules the checks of the candidates that both sides are expected to send after `answer`.
    ///
    /// Some clients send no candidates before the answer.
    private mutating func scheduleCandidateChecks(after answer: SignaledDescription, _ change: Call.Change) {
        if change.beginsGeneration { scheduleTypeCheck(of: answer, change.id) }
        for (peer, entry) in change.silentGenerations {
            deadlines.add(
                DeadlineQueue.Item(id: change.id, check: .gathering(generation: entry, peer)),
                CandidateRules.gatheringSeconds, after: answer.time)
        }
    }

    /// Schedules the check of the types of candidates, if the description that begins an ICE generation has candidates.
    ///
    /// For candidates that are sent one by one, the first one schedules it.
    mutating func scheduleTypeCheck(of description: SignaledDescription, _ id: NegotiationID) {
        guard let terms = description.terms, terms.candidates.total > 0 else { return }
        deadlines.add(
            DeadlineQueue.Item(
                id: id, check: .candidateTypes(generation: description.entry, description.author)),
            CandidateRules.gatheringSeconds, after: description.time)
    }
}
