import Events
internal import HashTreeCollections
import Messages
import SDP

/// Candidates.
extension CallBook {
    mutating func nominate(_ saying: ObservedMessage) {
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
        noteAbsence(
            CandidateRules.early(
                author, to: hearer, entry: saying.number, isKeyed: reading.negotiationKey != nil),
            .peer(author), with: hearer, of: [author], at: saying.time)
    }

    /// Whether any of these may have said something in entries that were lost.
    func isBlind(_ author: PeerID, _ hearers: [PeerID]) -> Bool {
        ([author] + hearers).contains { parties[$0]?.isBlind != false }
    }

    private mutating func count(
        _ candidate: Candidate, _ pair: Pair, _ index: Int, _ generation: Int, _ saying: ObservedMessage
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
            DeadlineQueue.Item(id: id, check: .kinds(generation: begun.entry, author)), CandidateRules.gatheringSeconds,
            after: time)
        findings.resolve(.peer(author), at: time, "the first candidate came in \(entry: saying.number)") {
            $0.rule == .noCandidates && $0.proof.first == begun.entry
        }
    }

    /// A candidate of an ICE session that no description has told of, so far.
    private mutating func meetStranger(_ saying: ObservedMessage, _ pair: Pair, _ index: Int) {
        let (author, number, time) = (saying.author, saying.number, saying.time)
        guard let ufrag = saying.reading.usernameFragment, ufrag.utf8.count <= CandidateRules.ufragLimit,
            let candidate = saying.reading.candidate,
            live[pair]?.change(index, { $0.keep(candidate, of: author, ufrag: ufrag, at: time) }) == true,
            !isBlind(author, saying.hearers), let id = live[pair]?.negotiations[index].id
        else { return }
        agenda.add(
            DeadlineQueue.Item(id: id, check: .stranger(ufrag: ufrag, author, entry: number)),
            CandidateRules.strangerSeconds, after: time)
    }
}
