import Events
import Filtering
import Messages

/// The decision on each message.
extension InterceptPipeline {
    /// The decision on a message for some of its recipients.
    struct Verdict: Hashable {
        let fate: Interception.Fate
        let cause: Interception.Cause
    }

    /// Decides which of `recipients` get the message now, and what happens to it for the others.
    mutating func judge(
        _ received: InFlightMessage, to recipients: [PeerID], _ facts: some FilterContext, isPlain: (PeerID) -> Bool
    ) -> (passing: [PeerID], interceptions: [Interception]) {
        var message = received
        let sender = message.sender.id
        var guarded: ParsedMessage?
        if !message.sender.isAware, glareGuard.extent.covers(message.sender.room) {
            let parsed = message.parsed()
            guarded = parsed
            // The offers held for the sender are released after this message, whose entry explains them.
            if glareGuard.recordCandidate(parsed, from: sender) { held.allowGuarded(to: sender) }
        }
        let rules = rules(for: &message, to: recipients, facts)
        let isBehind = held.hasAny(from: sender)
        guard guarded != nil || !rules.isEmpty || isBehind else { return (recipients, []) }
        var passing: [PeerID] = []
        var verdicts = Verdicts()
        for (place, recipient) in recipients.enumerated() {
            // The guard gets all messages, as it tracks offers and answers; a rule takes precedence over it.
            var judgement = GlareGuard.Verdict.pass
            if let guarded, recipient != sender, isPlain(recipient), isNamed(recipient, guarded, recipients, facts) {
                judgement = glareGuard.judge(
                    guarded, entry: message.entry, from: sender, to: recipient, at: message.time)
            }
            let rule = rules.isEmpty ? nil : rules[place]
            if let verdict = rule.map({ verdict(armed[$0], message.time) }) ?? verdict(judgement, message.time) {
                verdicts.add(verdict, for: recipient)
            } else if isBehind, let entry = held.firstEntry(from: sender, to: recipient) {
                verdicts.add(Verdict(fate: .queuedBehind(entry: entry), cause: .order), for: recipient)
            } else {
                passing.append(recipient)
            }
        }
        for (verdict, recipients) in verdicts.all { hold(message, for: recipients, verdict) }
        return (passing, verdicts.all.map { Interception($0.fate, $0.cause, recipients: $1) })
    }

    /// Returns whether a message to several peers that names its addressee names `recipient`; the guard ignores the others.
    private func isNamed(
        _ recipient: PeerID, _ parsed: ParsedMessage, _ recipients: [PeerID], _ facts: some FilterContext
    ) -> Bool {
        guard recipients.count > 1, let name = parsed.to else { return true }
        return facts.names(of: recipient).contains(name)
    }

    /// The decision of the glare guard; `nil` if it lets the message pass.
    private func verdict(_ judgement: GlareGuard.Verdict, _ time: Instant) -> Verdict? {
        switch judgement {
        case .hold:
            let until = time.advanced(by: GlareGuard.holdTime)
            return Verdict(fate: .held(until: until), cause: .guardedOffer)
        case .drop(let cause): return Verdict(fate: .dropped, cause: cause)
        case .pass: return nil
        }
    }

    /// The decision of a rule.
    private func verdict(_ armed: Armed, _ time: Instant) -> Verdict {
        let cause = Interception.Cause.rule(armed.number)
        let fate: Interception.Fate =
            switch armed.rule.action {
            case .hold(let seconds): .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000))
            case .holdUntilGlare(let seconds): .heldUntilGlare(until: time.advanced(by: Int64(seconds) * 1_000_000_000))
            case .delay(let milliseconds): .delayed(until: time.advanced(by: Int64(milliseconds) * 1_000_000))
            case .drop: .dropped
            }
        return Verdict(fate: fate, cause: cause)
    }

    /// Returns the index in ``armed`` of the first matching rule for each of `recipients`; empty if no rule matches for any.
    ///
    /// A filter that depends on the recipient is evaluated for each as if it were the only one, any other once.
    private mutating func rules(
        for message: inout InFlightMessage, to recipients: [PeerID], _ facts: some FilterContext
    ) -> [Int?] {
        var found: [Int?] = []
        for rule in armed.indices {
            let direction = armed[rule].rule.direction
            guard direction.from == nil || direction.from == message.sender.id else { continue }
            let meant = recipients.indices.filter { place in
                (found.isEmpty || found[place] == nil) && (direction.to == nil || direction.to == recipients[place])
            }
            guard !meant.isEmpty else { continue }
            let passing = armed[rule].filter.passing(
                meant, of: recipients, each: armed[rule].dependsOnRecipients, &message, facts)
            if found.isEmpty, !passing.isEmpty { found = Array(repeating: nil, count: recipients.count) }
            for place in passing { found[place] = rule }
        }
        return found
    }
}

/// The decisions on a message with their recipients, in order of the first recipient.
private struct Verdicts {
    private(set) var all: [(verdict: InterceptPipeline.Verdict, recipients: [PeerID])] = []
    private var places: [InterceptPipeline.Verdict: Int] = [:]
    private var last = 0

    mutating func add(_ verdict: InterceptPipeline.Verdict, for recipient: PeerID) {
        // In most cases the decision is the same for all recipients.
        if all.isEmpty || all[last].verdict != verdict {
            last = places[verdict] ?? all.count
            places[verdict] = last
            if last == all.count { all.append((verdict, [])) }
        }
        all[last].recipients.append(recipient)
    }
}
