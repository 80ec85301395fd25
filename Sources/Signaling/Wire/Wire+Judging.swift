/// What becomes of a message on its way.
extension Wire {
    /// A message that is said, to be judged.
    struct Saying {
        let entry: Int
        let message: Message
        let sender: Peer
        let addressee: Transit.Addressee
        let time: Instant
    }

    /// Who of `receivers` hears it now, and what becomes of it for the others; `facts` knows all who are here.
    mutating func judge(
        _ saying: Saying, to receivers: [PeerID], _ facts: some FilterContext, isPlain: (PeerID) -> Bool
    ) -> (passing: [PeerID], interceptions: [Interception]) {
        let isGuarded = !saying.sender.isAware && glareGuard.extent.covers(saying.sender.room)
        let reading = isGuarded || !armed.isEmpty ? Reading(saying.message) : nil
        // What it says is known by its entry when that is written; what waits for it then goes on behind it.
        if isGuarded, let reading, glareGuard.note(reading, from: saying.sender.id) {
            let sender = saying.sender.id
            allow(.guarded) { $0.wait == .beginning && $0.receivers.contains(sender) }
        }
        let rule = reading.flatMap { firstRule(for: saying, to: receivers, $0, facts) }
        var passing: [PeerID] = []
        var verdicts: [(verdict: Verdict, receivers: [PeerID])] = []
        for receiver in receivers {
            let asked = isGuarded && isPlain(receiver) && isNamed(receiver, reading, receivers, facts) ? reading : nil
            guard let verdict = verdict(saying, to: receiver, by: rule?(receiver), guarded: asked) else {
                passing.append(receiver)
                continue
            }
            // What waits for one to begin does not wait for another.
            let index = verdict.wait == .beginning ? nil : verdicts.firstIndex { $0.verdict == verdict }
            if let index {
                verdicts[index].receivers.append(receiver)
            } else {
                verdicts.append((verdict, [receiver]))
            }
        }
        let interceptions = verdicts.map { verdict, receivers in
            Interception(verdict.fate, verdict.cause, receivers: receivers)
        }
        for (verdict, receivers) in verdicts { hold(saying, for: receivers, verdict) }
        return (passing, interceptions)
    }

    /// Whether a message that names its addressee names `receiver`, where several hear it; the guard leaves others alone.
    private func isNamed(
        _ receiver: PeerID, _ reading: Reading?, _ receivers: [PeerID], _ facts: some FilterContext
    ) -> Bool {
        guard receivers.count > 1, let name = reading?.to else { return true }
        return facts.names(of: receiver).contains(name)
    }

    struct Verdict: Hashable {
        let fate: Interception.Fate
        let cause: Interception.Cause
        /// What it waits for; nil for what is dropped.
        var wait: HeldMessage.Wait?
    }

    /// What becomes of a message for `receiver`; nil where it passes.
    ///
    /// The guard sees all messages, as it has to know what was offered and answered; a rule goes over it.
    private mutating func verdict(
        _ saying: Saying, to receiver: PeerID, by rule: ArmedRule?, guarded: Reading?
    ) -> Verdict? {
        let sender = saying.sender.id
        let judgement =
            receiver == sender
            ? nil
            : guarded.map { glareGuard.judge($0, entry: saying.entry, from: sender, to: receiver, at: saying.time) }
        if let rule { return verdict(rule.rule.action, .rule(rule.number), saying.time) }
        switch judgement {
        case .hold:
            let until = saying.time.advanced(by: GlareGuard.holdTime)
            return Verdict(fate: .held(until: until), cause: .guardedOffer, wait: .beginning)
        case .drop(let cause): return Verdict(fate: .dropped, cause: cause)
        case .pass, nil: break
        }
        let before = held.first { $0.sender == sender && $0.receivers.contains(receiver) }
        return before.map { Verdict(fate: .behind(entry: $0.entry), cause: .order, wait: .order) }
    }

    private func verdict(_ action: WireRule.Action, _ cause: Interception.Cause, _ time: Instant) -> Verdict {
        switch action {
        case .hold(let seconds):
            Verdict(fate: .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000)), cause: cause, wait: .release)
        case .cross(let seconds):
            Verdict(
                fate: .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000)), cause: cause, wait: .crossing)
        case .delay(let milliseconds):
            Verdict(
                fate: .delayed(until: time.advanced(by: Int64(milliseconds) * 1_000_000)), cause: cause, wait: .time)
        case .drop: Verdict(fate: .dropped, cause: cause)
        }
    }

    /// For each receiver the first rule that means what it is told; nil where there is no rule for any.
    ///
    /// A filter that asks who hears a message is asked for each as if it alone heard it, any other once.
    private mutating func firstRule(
        for saying: Saying, to receivers: [PeerID], _ reading: Reading, _ facts: some FilterContext
    ) -> ((PeerID) -> ArmedRule?)? {
        let sender = saying.sender
        func record(_ hearers: [PeerID]) -> Journal.Record {
            let transit = Transit(
                message: saying.message, sender: .peer(sender.id), room: sender.room, addressee: saying.addressee,
                hearers: hearers)
            return Journal.Record(Entry(number: saying.entry, time: saying.time, content: .message(transit)), reading)
        }
        var found: [PeerID: ArmedRule] = [:]
        for index in armed.indices {
            let rule = armed[index].rule
            let meant = receivers.filter { found[$0] == nil && rule.isMeant(sender.id, $0) }
            guard !meant.isEmpty else { continue }
            let passing =
                rule.filter.asksForHearers
                ? meant.filter { armed[index].sieve.passes(record([$0]), facts) }
                : armed[index].sieve.passes(record(receivers), facts) ? meant : []
            for receiver in passing { found[receiver] = ArmedRule(armed[index].number, rule) }
        }
        return found.isEmpty ? nil : { found[$0] }
    }
}
