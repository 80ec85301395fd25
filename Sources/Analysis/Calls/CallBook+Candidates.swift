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
        let isEnd = parsed.kind == .endOfCandidates
        let (candidate, ufrag) = (isEnd ? nil : parsed.candidate, parsed.usernameFragment)
        var hasDescription = false
        for recipient in recipients {
            let pair = Pair(author, recipient)
            // One access does it all: a lookup, and a copy of a negotiation, cost as much as the rest.
            let recorded = list.current[pair]?.record(
                candidate, isEnd: isEnd, of: author, parsed.negotiationKey, ufrag: ufrag, entry: number,
                at: message.time)
            guard let (index, effect) = recorded ?? nil else { continue }
            switch effect {
            case .noDescription: continue
            case .noGeneration: recordUnmatchedCandidate(message, pair, index)
            case .none: break
            case .counted(let count):
                guard let candidate else { continue }
                recordCount(count, candidate, pair, index, message)
                for further in parsed.furtherCandidates {
                    let counted = list.current[pair]?.change(index) {
                        $0.record(further.candidate, isEnd: false, of: author, ufrag: ufrag, at: message.time)
                    }
                    guard case .counted(let count) = counted else { continue }
                    recordCount(count, further.candidate, pair, index, message)
                }
            }
            hasDescription = true
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

    /// Resolves the findings that a counted candidate disproves, and schedules the checks that the first one starts.
    private mutating func recordCount(
        _ count: CandidateCount, _ candidate: Candidate, _ pair: Pair, _ index: Int, _ message: ObservedMessage
    ) {
        let (author, time) = (message.author, message.time)
        findings.resolve(.peer(author), at: time, "\(entry: message.number) is a \(candidate.type) candidate") {
            $0.evidence.last == count.generation && CandidateRules.isResolved($0.rule, by: count.candidates)
        }
        guard count.isFirst, let id = list.current[pair]?.negotiations[index].id else { return }
        deadlines.add(
            DeadlineQueue.Item(id: id, check: .candidateTypes(generation: count.generation, author)),
            CandidateRules.gatheringSeconds, after: time)
        findings.resolve(.peer(author), at: time, "the first candidate came in \(entry: message.number)") {
            $0.rule == .noCandidates && $0.evidence.first == count.generation
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
