public import Events

/// Texts on what interception and the operator did to a message.
public enum InterceptionText {
    /// Returns the sign of a message: `R` replayed, `E` changed or `C` composed by the operator, `D` dropped, `H` held;
    /// `nil` if it was delivered unchanged.
    static func mark(_ delivery: Delivery) -> String? {
        switch delivery.sender {
        case .operated(.replay, _): return "R"
        case .operated(.edit, _): return "E"
        case .operated(.composition, _): return "C"
        case .peer: break
        }
        if delivery.release?.isEdited == true { return "E" }
        if delivery.interceptions.contains(where: { $0.fate == .dropped }) { return "D" }
        return delivery.interceptions.isEmpty ? nil : "H"
    }

    /// Returns notes on the source of a message and on its interception; none if a peer sent it and it was delivered at once.
    public static func notes(_ delivery: Delivery, _ roster: Roster) -> [String] {
        var notes: [String] = []
        switch delivery.sender {
        case .operated(.replay(let entry), _): notes.append("replay of #\(entry)")
        case .operated(.edit(let entry), _): notes.append("edited from #\(entry)")
        case .operated(.composition, _): notes.append("composed")
        case .peer: break
        }
        if let release = delivery.release {
            notes.append(release.isEdited ? "edited from #\(release.entry)" : "was #\(release.entry)")
            notes.append("kept \(Format.duration(release.nanoseconds)), \(text(release.cause))")
        }
        let isPartial = !delivery.recipients.isEmpty || delivery.interceptions.count > 1
        for interception in delivery.interceptions {
            notes.append(text(interception) + (isPartial ? " for \(list(interception.recipients, roster))" : ""))
        }
        return notes
    }

    /// Returns the interception in words: `held by rule 1`, `dropped by the glare guard: it crosses #3`.
    public static func text(_ interception: Interception) -> String {
        let cause =
            switch interception.cause {
            case .rule(let number): " by rule \(number)"
            case .guardedOffer: " by the glare guard until the recipient has sent a candidate"
            case .guardedCrossing(let offer): " by the glare guard: it crosses #\(offer)"
            case .guardedCandidate(let offer): " by the glare guard: it belongs to #\(offer)"
            case .order: ""
            }
        switch interception.fate {
        case .held, .heldUntilGlare: return "held" + cause
        case .delayed: return "delayed" + cause
        case .queuedBehind(let entry): return "queued behind #\(entry)" + cause
        case .dropped: return "dropped" + cause
        }
    }

    private static func text(_ cause: Release.Cause) -> String {
        switch cause {
        case .operator: "released by the operator"
        case .timeUp: "its time limit was reached"
        case .noRoom: "too much was held"
        case .delayOver: "its delay was over"
        case .inTurn: "in its turn"
        case .crossed: "both sides have one"
        case .guarded: "by the glare guard"
        case .ruleRemoved: "its rule or guard was removed"
        case .relayEnds: "the relay ends"
        }
    }

    /// Returns the time until `moment`, rounded up to whole seconds: `27s`.
    public static func countdown(to moment: Instant, _ now: Instant) -> String {
        Format.countdown(max(0, moment.nanoseconds - now.nanoseconds))
    }

    /// Returns the labels of up to three peers, or the number of more.
    public static func list(_ peers: [PeerID], _ roster: Roster) -> String {
        peers.count > 3 ? "\(peers.count) peers" : peers.map(roster.label).joined(separator: ", ")
    }
}
