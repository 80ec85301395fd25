internal import HashTreeCollections

/// Offers and answers.
extension CallBook {
    mutating func describe(_ saying: Saying) {
        let (number, time, author, kind) = (saying.number, saying.time, saying.author, saying.reading.kind)
        let statement = Statement(entry: number, time: time, author: author, terms: saying.reading.terms)
        judge(statement, kind)
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
        case .offer:
            for hearer in hearers { offer(statement, to: hearer, saying) }
        case .answer: answer(statement, to: hearers, saying)
        default:
            for hearer in hearers { pranswer(statement, to: hearer, saying) }
        }
    }

    /// What is wrong with a description by itself; what was wrong with its author's last one and is not with this one
    /// has been got over.
    private mutating func judge(_ statement: Statement, _ kind: Kind) {
        let scope = FindingBook.Scope.peer(statement.author)
        for observation in DescriptionRules.check(statement, kind: kind) {
            findings.note(observation, scope, at: statement.time)
        }
        findings.resolve(scope, at: statement.time, "\(entry: statement.entry) is in order") {
            $0.rule.family == .description && $0.proof.last.map { $0 < statement.entry } == true
        }
    }

    private mutating func offer(_ statement: Statement, to hearer: PeerID, _ saying: Saying) {
        let pair = Pair(statement.author, hearer)
        let (room, key, time) = (saying.transit.room, saying.reading.negotiationKey, statement.time)
        live[pair, default: Call(pair, room: room, first: statement.entry, began: time)].last = statement.entry
        note(statement.author, hearer, at: time)
        guard let (index, evicted) = live[pair]?.begin(key, at: time), let before = live[pair]?.negotiations[index]
        else { return }
        if let evicted { findings.close(.negotiation(evicted.id)) }
        let id = before.id
        for observation in OrderRules.offer(statement, to: hearer, in: before) {
            // In a large room an offer takes the place of as many as hear it, and is one.
            let scope: FindingBook.Scope = observation.rule == .glare ? .negotiation(id) : .peer(statement.author)
            findings.note(observation, scope, at: time)
        }
        succeed(before[statement.author].statement, statement, isAnswer: false)
        findings.resolve(.peer(statement.author), at: time, "\(entry: statement.entry) took its place") {
            $0.rule == .unansweredOffer && before.outstanding(of: statement.author)?.entry == $0.proof.first
        }
        let isNew = live[pair]?.change(index) { $0.offer(statement) } == true
        agenda.add(
            Agenda.Item(id: id, check: .unanswered(offer: statement.entry, statement.author)),
            OrderRules.answerSeconds, after: time)
        if before.outstanding(of: hearer) != nil, !before.isTaken {
            agenda.add(
                Agenda.Item(id: id, check: .glare(second: statement.entry)), OrderRules.glareSeconds, after: time)
        }
        if isNew { watchGathering(statement, id) }
    }

    /// Compares a description with the last one of its author; an answer restarts ICE only where its offer does.
    private mutating func succeed(_ earlier: Statement?, _ later: Statement, isAnswer: Bool) {
        guard let earlier, earlier.entry < later.entry else { return }
        for observation in SuccessionRules.check(earlier: earlier, later: later) {
            if isAnswer, observation.rule == .iceRestart, observation.severity == .information { continue }
            findings.note(observation, .peer(later.author), at: later.time)
        }
    }

    private mutating func answer(_ statement: Statement, to hearers: [PeerID], _ saying: Saying) {
        let key = saying.reading.negotiationKey
        var hasOffer = false
        for hearer in hearers {
            let pair = Pair(statement.author, hearer)
            guard let index = live[pair]?.index(key), let before = live[pair]?.negotiations[index] else { continue }
            guard let offer = before.outstanding(of: hearer) else {
                guard before.glare?.answerers == [hearer] else { continue }
                hasOffer = true
                crossAnswer(statement, pair, index, before)
                continue
            }
            hasOffer = true
            live[pair]?.last = statement.entry
            guard let (answered, isNew) = live[pair]?.change(index, { $0.answer(statement) }), let reply = answered
            else {
                continue
            }
            replies[statement.entry] = reply
            conclude(offer, statement, reply, before)
            if isNew { watchGathering(statement, before.id) }
            take(offer, except: statement.author)
            note(statement.author, hearer, at: statement.time)
        }
        if !hasOffer { strayAnswer(statement, to: hearers, key) }
    }

    /// Both of two who offered at once have given way (RFC 9429 §4.1.10.2).
    private mutating func crossAnswer(_ statement: Statement, _ pair: Pair, _ index: Int, _ before: Negotiation) {
        guard let glare = before.glare,
            let observation = OrderRules.glare(glare, in: before.id, answer: statement)
        else { return }
        findings.note(observation, .negotiation(before.id), at: statement.time)
        live[pair]?.change(index) {
            _ = $0.answer(statement)
            $0.settleGlare()
        }
    }

    /// An offer has its answer: what the two make of each other, and what is over by that.
    private mutating func conclude(_ offer: Statement, _ answer: Statement, _ reply: Reply, _ before: Negotiation) {
        let (scope, time) = (FindingBook.Scope.negotiation(before.id), answer.time)
        // An answer may say again what a provisional one said (RFC 9429 §4.1.10.1).
        if before.provisional != answer.author { succeed(before[answer.author].statement, answer, isAnswer: true) }
        for observation in OrderRules.answer(answer, reply, to: offer.author, wasTaken: before.isTaken) {
            findings.note(observation, .peer(offer.author), at: time)
        }
        for observation in AnswerRules.check(offer: offer, answer: answer) {
            findings.note(observation, scope, at: time)
        }
        findings.resolve(.peer(offer.author), at: time, "answered by \(entry: answer.entry)") {
            $0.rule == .unansweredOffer && $0.proof.first == offer.entry
        }
        for scope in [scope, .peer(before.id.pair.first), .peer(before.id.pair.second)] {
            findings.resolve(scope, at: time, "a later offer, \(entry: offer.entry), was answered") { finding in
                finding.rule.endsWithNextRound && finding.severity > .information
                    && finding.proof.last.map { $0 < offer.entry } == true
            }
        }
    }

    /// What others than the answerer heard of the same offer waits for nothing any more.
    private mutating func take(_ offer: Statement, except answerer: PeerID) {
        for other in recent[offer.author, default: []] where other != answerer {
            let pair = Pair(offer.author, other)
            guard let call = live[pair] else { continue }
            for (index, negotiation) in call.negotiations.enumerated()
            where negotiation.outstanding(of: offer.author)?.entry == offer.entry && !negotiation.isTaken {
                live[pair]?.change(index) { $0.take() }
            }
        }
    }

    private mutating func strayAnswer(_ statement: Statement, to hearers: [PeerID], _ key: String?) {
        // Entries were lost, so that the offer may have been in one of them.
        guard let hearer = hearers.first, parties[statement.author]?.isBlind != true,
            hearers.allSatisfy({ parties[$0]?.isBlind != true })
        else { return }
        let known = hearers.first { live[Pair(statement.author, $0)]?[key]?.answerer == statement.author } ?? hearer
        let observation = OrderRules.strayAnswer(
            statement, to: known, in: live[Pair(statement.author, known)]?[key])
        findings.note(observation, .peer(statement.author), at: statement.time)
    }

    private mutating func pranswer(_ statement: Statement, to hearer: PeerID, _ saying: Saying) {
        let pair = Pair(statement.author, hearer)
        guard let index = live[pair]?.index(saying.reading.negotiationKey),
            live[pair]?.negotiations[index].outstanding(of: hearer) != nil
        else { return }
        let isNew = live[pair]?.change(index) { $0.pranswer(statement) }
        if isNew == true, let id = live[pair]?.negotiations[index].id { watchGathering(statement, id) }
    }

    mutating func rollback(_ saying: Saying) {
        let (number, time) = (saying.number, saying.time)
        findings.note(
            OrderRules.rollback(by: saying.author, entry: number), .peer(saying.author), at: time)
        for hearer in saying.hearers {
            let pair = Pair(saying.author, hearer)
            guard let index = live[pair]?.index(saying.reading.negotiationKey) else { continue }
            live[pair]?.change(index) { $0.rollback(by: saying.author) }
        }
    }

    private mutating func watchGathering(_ statement: Statement, _ id: NegotiationID) {
        let (entry, author) = (statement.entry, statement.author)
        agenda.add(
            Agenda.Item(id: id, check: .gathering(generation: entry, author)), CandidateRules.gatheringSeconds,
            after: statement.time)
        guard statement.terms.map({ $0.candidates.total > 0 }) == true else { return }
        agenda.add(
            Agenda.Item(id: id, check: .kinds(generation: entry, author)), CandidateRules.gatheringSeconds,
            after: statement.time)
    }
}
