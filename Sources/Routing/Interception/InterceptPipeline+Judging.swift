import Events
import Filtering
import Messages

/// What becomes of a message on its way.
extension InterceptPipeline {
    /// What becomes of a message for some of its receivers.
    struct Verdict: Hashable {
        let fate: Interception.Fate
        let cause: Interception.Cause
    }

    /// Who of `receivers` hears it now, and what becomes of it for the others; `facts` knows all who are here.
    mutating func judge(
        _ saying: InFlightMessage, to receivers: [PeerID], _ facts: some FilterContext, isPlain: (PeerID) -> Bool
    ) -> (passing: [PeerID], interceptions: [Interception]) {
        var saying = saying
        let sender = saying.sender.id
        var guarded: ParsedMessage?
        if !saying.sender.isAware, glareGuard.extent.covers(saying.sender.room) {
            let reading = saying.reading()
            guarded = reading
            // What it says is known by its entry when that is written; what waits for it then goes on behind it.
            if glareGuard.note(reading, from: sender) { held.allowBegun(to: sender) }
        }
        let rules = rules(for: &saying, to: receivers, facts)
        let isBehind = held.hasAny(from: sender)
        guard guarded != nil || !rules.isEmpty || isBehind else { return (receivers, []) }
        var passing: [PeerID] = []
        var verdicts = Verdicts()
        for (place, receiver) in receivers.enumerated() {
            // The guard sees all messages, as it has to know what was offered and answered; a rule goes over it.
            var judgement = GlareGuard.Verdict.pass
            if let guarded, receiver != sender, isPlain(receiver), isNamed(receiver, guarded, receivers, facts) {
                judgement = glareGuard.judge(
                    guarded, entry: saying.entry, from: sender, to: receiver, at: saying.time)
            }
            let rule = rules.isEmpty ? nil : rules[place]
            if let verdict = rule.map({ verdict(armed[$0], saying.time) }) ?? verdict(judgement, saying.time) {
                verdicts.add(verdict, for: receiver)
            } else if isBehind, let entry = held.firstEntry(from: sender, to: receiver) {
                verdicts.add(Verdict(fate: .queuedBehind(entry: entry), cause: .order), for: receiver)
            } else {
                passing.append(receiver)
            }
        }
        for (verdict, receivers) in verdicts.all { hold(saying, for: receivers, verdict) }
        return (passing, verdicts.all.map { Interception($0.fate, $0.cause, receivers: $1) })
    }

    /// Whether a message that names its addressee names `receiver`, if several hear it; the guard leaves others alone.
    private func isNamed(
        _ receiver: PeerID, _ reading: ParsedMessage, _ receivers: [PeerID], _ facts: some FilterContext
    ) -> Bool {
        guard receivers.count > 1, let name = reading.to else { return true }
        return facts.names(of: receiver).contains(name)
    }

    /// What the guard does; `nil` if a message passes it.
    private func verdict(_ judgement: GlareGuard.Verdict, _ time: Instant) -> Verdict? {
        switch judgement {
        case .hold:
            let until = time.advanced(by: GlareGuard.holdTime)
            return Verdict(fate: .held(until: until), cause: .guardedOffer)
        case .drop(let cause): return Verdict(fate: .dropped, cause: cause)
        case .pass: return nil
        }
    }

    /// What a rule does.
    private func verdict(_ armed: Armed, _ time: Instant) -> Verdict {
        let cause = Interception.Cause.rule(armed.number)
        let fate: Interception.Fate =
            switch armed.rule.action {
            case .hold(let seconds): .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000))
            case .cross(let seconds): .heldUntilGlare(until: time.advanced(by: Int64(seconds) * 1_000_000_000))
            case .delay(let milliseconds): .delayed(until: time.advanced(by: Int64(milliseconds) * 1_000_000))
            case .drop: .dropped
            }
        return Verdict(fate: fate, cause: cause)
    }

    /// For each of `receivers`, by its place, the place in ``armed`` of the first rule that means what it is told; empty
    /// if no rule means it for any.
    ///
    /// A filter that asks who hears a message is asked for each as if it alone heard it, any other once.
    private mutating func rules(
        for saying: inout InFlightMessage, to receivers: [PeerID], _ facts: some FilterContext
    ) -> [Int?] {
        var found: [Int?] = []
        for rule in armed.indices {
            let direction = armed[rule].rule.direction
            guard direction.from == nil || direction.from == saying.sender.id else { continue }
            let meant = receivers.indices.filter { place in
                (found.isEmpty || found[place] == nil) && (direction.to == nil || direction.to == receivers[place])
            }
            guard !meant.isEmpty else { continue }
            let passing = armed[rule].sieve.passing(
                meant, of: receivers, each: armed[rule].asksForHearers, &saying, facts)
            if found.isEmpty, !passing.isEmpty { found = Array(repeating: nil, count: receivers.count) }
            for place in passing { found[place] = rule }
        }
        return found
    }
}

/// What becomes of a message, each with the receivers for whom it does, in the order of the first of them.
private struct Verdicts {
    private(set) var all: [(verdict: InterceptPipeline.Verdict, receivers: [PeerID])] = []
    private var places: [InterceptPipeline.Verdict: Int] = [:]
    private var last = 0

    mutating func add(_ verdict: InterceptPipeline.Verdict, for receiver: PeerID) {
        // Mostly it is the same for all.
        if all.isEmpty || all[last].verdict != verdict {
            last = places[verdict] ?? all.count
            places[verdict] = last
            if last == all.count { all.append((verdict, [])) }
        }
        all[last].receivers.append(receiver)
    }
}
