public import Events

/// The intercept rules, held messages, bans and glare guard of the relay, as its entries report them.
public struct InterceptState: Sendable {
    /// The rules, in the order in which they were added.
    public private(set) var rules: [ActiveRule] = []
    /// The held messages, in the order in which they were sent.
    public private(set) var held: [HeldMessage] = []
    /// The bans.
    public private(set) var bans: [Ban] = []
    /// The rooms in which the glare guard is on.
    public private(set) var guarded = Snapshot.Guarded()
    /// The frames in which plain peers receive text, where the operator has chosen them.
    public private(set) var delivery: [PeerID: PlainDelivery] = [:]

    /// Creates a state without rules and bans.
    public init(guardsGlare: Bool = false) {
        guarded.isEverywhere = guardsGlare
    }

    /// Whether there are no rules, no held messages and no guard.
    public var isIdle: Bool { rules.isEmpty && held.isEmpty && guarded.isOff }

    /// Returns the held message of entry `number`; `nil` if it is not held.
    public func held(_ number: Int) -> HeldMessage? { held.first { $0.entry == number } }

    /// Returns the earlier message that `held` would overtake if it were released now; `nil` if there is none.
    public func blocker(of held: HeldMessage) -> HeldMessage? {
        self.held.first { earlier in
            earlier.entry < held.entry && earlier.sender == held.sender
                && earlier.recipients.contains(where: held.recipients.contains)
        }
    }

    /// The time of the next automatic release; `nil` if there is none.
    public var due: Instant? { held.compactMap(\.until).min() }

    /// Applies `entry`, the next one.
    public mutating func fold(_ entry: Entry) {
        switch entry.content {
        case .message(let delivery):
            if let release = delivery.release { remove(release.entry, from: delivery.recipients) }
            for interception in delivery.interceptions where interception.fate != .dropped {
                held.append(
                    HeldMessage(
                        entry: entry.number, message: delivery.message, sender: delivery.author, room: delivery.room,
                        addressee: delivery.addressee, recipients: interception.recipients, since: entry.time,
                        fate: interception.fate, cause: interception.cause))
            }
        case .left(let peer, _):
            delivery[peer] = nil
            guard !held.isEmpty else { return }
            // A message that was held for the peer only is discarded, which has an entry of its own.
            for index in held.indices where held[index].recipients.count > 1 {
                held[index].recipients.removeAll { $0 == peer }
            }
        case .noted(let notice): fold(notice)
        case .joined, .refused, .reported: break
        }
    }

    private mutating func fold(_ notice: RelayNotice) {
        switch notice {
        case .ruleAdded(let number, let rule): rules.append(ActiveRule(number, rule))
        case .ruleRemoved(let number, _): rules.removeAll { $0.number == number }
        case .banned(let ban):
            bans.removeAll { $0.subject == ban.subject }
            bans.append(ban)
        case .lifted(let ban): bans.removeAll { $0.number == ban.number }
        case .discarded(let discard): remove(discard.entry, from: discard.recipients)
        case .delivering(let peers, let chosen): for peer in peers { delivery[peer] = chosen }
        case .guarded(let room, let isOn): guarded.set(room, isOn: isOn)
        case .tooLate, .replayed, .failed, .certificate, .proxied, .transportChanged, .forwarded, .page, .recording:
            break
        }
    }

    private mutating func remove(_ entry: Int, from recipients: [PeerID]) {
        for index in held.indices where held[index].entry == entry {
            held[index].recipients.removeAll(where: recipients.contains)
        }
        held.removeAll { $0.recipients.isEmpty }
    }

    /// Removes expired bans.
    mutating func advance(to now: Instant) {
        if bans.contains(where: { $0.isOver(at: now) }) { bans.removeAll { $0.isOver(at: now) } }
    }

    /// Replaces the state by that of a snapshot, after entries were lost.
    public mutating func correct(_ snapshot: Snapshot, at now: Instant) {
        (rules, held, guarded) = (snapshot.rules, snapshot.held, snapshot.guarded)
        // The relay removes a ban that has expired only when it looks at its bans again.
        bans = snapshot.bans.filter { !$0.isOver(at: now) }
    }
}
