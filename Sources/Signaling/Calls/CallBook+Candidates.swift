internal import HashTreeCollections

/// Candidates, and what shows by their not coming.
extension CallBook {
    mutating func nominate(_ saying: Saying) {
        let (author, reading, hearers) = (saying.author, saying.reading, saying.hearers)
        guard !hearers.isEmpty else { return }
        var isMeant = false
        for hearer in hearers {
            let pair = Pair(author, hearer)
            guard let index = live[pair]?.index(reading.negotiationKey),
                let side = live[pair]?.negotiations[index][author], side.statement != nil
            else { continue }
            isMeant = true
            guard let generation = side.generation(of: reading.usernameFragment) else {
                meetStranger(saying, pair, index)
                continue
            }
            if reading.kind == .endOfCandidates {
                live[pair]?.change(index) { $0.complete(generation, of: author) }
            } else if let candidate = reading.candidate {
                count(candidate, pair, index, generation, saying)
            }
        }
        // Who overhears two others has no use for it, and so no harm by it.
        guard !isMeant, reading.kind == .candidate, let hearer = hearers.first, !isBlind(author, hearers),
            parties[author]?.mayLag(at: saying.time) != true
        else { return }
        findings.note(
            CandidateRules.early(
                author, to: hearer, entry: saying.number, isKeyed: reading.negotiationKey != nil),
            .peer(author), at: saying.time)
    }

    /// Whether any of these may have said something in entries that were lost.
    func isBlind(_ author: PeerID, _ hearers: [PeerID]) -> Bool {
        ([author] + hearers).contains { parties[$0]?.isBlind != false }
    }

    private mutating func count(
        _ candidate: Candidate, _ pair: Pair, _ index: Int, _ generation: Int, _ saying: Saying
    ) {
        let (author, time) = (saying.author, saying.time)
        let begun = live[pair]?.change(index) { $0.count(candidate, of: author, in: generation, at: time) }
        if let now = live[pair]?.negotiations[index][author].generations[generation] {
            findings.resolve(.peer(author), at: time, "\(entry: saying.number) is a \(candidate.type) candidate") {
                $0.proof.last == now.entry && CandidateRules.isOver($0.rule, now.candidates)
            }
        }
        guard let begun = begun ?? nil, let id = live[pair]?.negotiations[index].id else { return }
        agenda.add(
            Agenda.Item(id: id, check: .kinds(generation: begun.entry, author)), CandidateRules.gatheringSeconds,
            after: time)
        findings.resolve(.peer(author), at: time, "the first candidate came in \(entry: saying.number)") {
            $0.rule == .noCandidates && $0.proof.first == begun.entry
        }
    }

    /// A candidate of an ICE session that no description has told of, so far.
    private mutating func meetStranger(_ saying: Saying, _ pair: Pair, _ index: Int) {
        let (author, number, time) = (saying.author, saying.number, saying.time)
        guard let ufrag = saying.reading.usernameFragment, ufrag.utf8.count <= CandidateRules.ufragLimit,
            let candidate = saying.reading.candidate,
            live[pair]?.change(index, { $0.keep(candidate, of: author, ufrag: ufrag, at: time) }) == true,
            !isBlind(author, saying.hearers), let id = live[pair]?.negotiations[index].id
        else { return }
        agenda.add(
            Agenda.Item(id: id, check: .stranger(ufrag: ufrag, author, entry: number)),
            CandidateRules.strangerSeconds, after: time)
    }

    // MARK: What shows because nothing came

    mutating func look(at item: Agenda.Item, _ now: Instant) {
        if case .unanswered(let entry, let offerer) = item.check {
            guard let offer = waiting(entry, of: offerer) else { return }
            return findings.note(OrderRules.unanswered(offer), .peer(offerer), at: now)
        }
        guard let id = item.id, let index = live[id.pair]?.negotiations.firstIndex(where: { $0.id == id }),
            let negotiation = live[id.pair]?.negotiations[index]
        else { return }
        switch item.check {
        case .unanswered: break
        case .glare(let second): lookAtGlare(second, negotiation, index, now)
        case .gathering(let entry, let author):
            guard let generation = negotiation[author].generations.first(where: { $0.entry == entry }),
                let other = id.pair.other(than: author),
                let observation = CandidateRules.none(
                    generation, of: author, others: negotiation[other].generation?.candidates.total ?? 0)
            else { return }
            findings.note(observation, .peer(author), at: now)
        case .kinds(let entry, let author):
            guard let generation = negotiation[author].generations.first(where: { $0.entry == entry }) else { return }
            for observation in CandidateRules.kinds(generation, of: author, proximity(id.pair)) {
                findings.note(observation, .peer(author), at: now)
            }
        case .stranger(let ufrag, let author, let entry):
            let side = negotiation[author]
            guard side.generation(of: ufrag) == nil, let statement = side.statement else { return }
            findings.note(
                CandidateRules.stranger(ufrag, of: author, entry: entry, description: statement.entry),
                .peer(author), at: now)
        }
    }

    /// The offer in `entry`, where nobody who heard it has reacted to it.
    private func waiting(_ entry: Int, of offerer: PeerID) -> Statement? {
        let heard = recent[offerer, default: []].compactMap { live[Pair(offerer, $0)] }.flatMap(\.negotiations)
            .filter { $0.outstanding(of: offerer)?.entry == entry }
        guard heard.allSatisfy({ !$0.isTaken && !$0.isGlare && $0.provisional == nil }) else { return nil }
        return heard.first?.outstanding(of: offerer)
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
            findings.note(observation, .negotiation(id), at: now)
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
}
