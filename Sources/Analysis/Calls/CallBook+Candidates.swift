import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations
import SDP

/// Candidates.
extension CallBook {
    /// Records the candidate, or the end of candidates, of a message in each negotiation that it belongs to.
    mutating func recordCandidates(_ message: ObservedMessage) {
        let (author, parsed, recipients) = (message.author, message.parsed, message.recipients)
        guard !recipients.isEmpty else { return }
        var hasDescription = false
        for recipient in recipients {
            let pair = Pair(author, recipient)
            guard let index = list.current[pair]?.index(parsed.negotiationKey),
                let side = list.current[pair]?.negotiations[index][author], side.lastDescription != nil
            else { continue }
            hasDescription = true
            guard let generation = side.generation(of: parsed.usernameFragment) else {
                recordUnmatchedCandidate(message, pair, index)
                continue
            }
            if parsed.kind == .endOfCandidates {
                list.current[pair]?.change(index) { $0.complete(generation, of: author) }
            } else if let candidate = parsed.candidate {
                count(candidate, pair, negotiation: index, generation: generation, message)
                for further in parsed.furtherCandidates {
                    count(further.candidate, pair, negotiation: index, generation: generation, message)
                }
            }
        }
        // A peer that receives the candidates of two others ignores them, so one recipient with a description is enough.
        guard !hasDescription, parsed.kind == .candidate, let recipient = recipients.first,
            !peers.mayLack(entriesOf: [author] + recipients), peers[author]?.mayLag(at: message.time) != true
        else { return }
        recordAbsence(
            CandidateRules.beforeDescription(
                author, to: recipient, entry: message.number, isKeyed: parsed.negotiationKey != nil),
            .peer(author), with: recipient, of: [author], at: message.time)
    }

    /// Counts a candidate for the ICE generation at index `generation`, and schedules the checks that its first
    /// candidate starts.
    private mutating func count(
        _ candidate: Candidate, _ pair: Pair, negotiation index: Int, generation: Int, _ message: ObservedMessage
    ) {
        let (author, time) = (message.author, message.time)
        let begun = list.current[pair]?.change(index) { $0.count(candidate, of: author, in: generation, at: time) }
        if let now = list.current[pair]?.negotiations[index][author].generations[generation] {
            findings.resolve(.peer(author), at: time, "\(entry: message.number) is a \(candidate.type) candidate") {
                $0.evidence.last == now.entry && CandidateRules.isResolved($0.rule, by: now.candidates)
            }
        }
        guard let begun = begun ?? nil, let id = list.current[pair]?.negotiations[index].id else { return }
        deadlines.add(
            DeadlineQueue.Item(id: id, check: .candidateTypes(generation: begun.entry, author)),
            CandidateRules.gatheringSeconds, after: time)
        findings.resolve(.peer(author), at: time, "the first candidate came in \(entry: message.number)") {
            $0.rule == .noCandidates && $0.evidence.first == begun.entry
        }
    }

    /// Records a candidate with a user name that no description of its author has so far.
    private mutating func recordUnmatchedCandidate(_ message: ObservedMessage, _ pair: Pair, _ index: Int) {
        let (author, number, time) = (message.author, message.number, message.time)
        guard let ufrag = message.parsed.usernameFragment, ufrag.utf8.count <= CandidateRules.ufragLimit,
            let candidate = message.parsed.candidate,
            list.current[pair]?.change(
                index, { $0.addUnmatched(candidate, of: author, ufrag: ufrag, at: time) }) == true,
            !peers.mayLack(entriesOf: [author] + message.recipients),
            let id = list.current[pair]?.negotiations[index].id
        else { return }
        deadlines.add(
            DeadlineQueue.Item(id: id, check: .unmatchedCandidate(ufrag: ufrag, author, entry: number)),
            CandidateRules.unmatchedSeconds, after: time)
    }
}
