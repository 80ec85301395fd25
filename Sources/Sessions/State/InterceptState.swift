public import Events

/// What the operator has set up on the wire, and what waits there, as the entries tell of it.
public struct InterceptState: Sendable {
    public private(set) var rules: [ArmedRule] = []
    /// In the order in which it was said.
    public private(set) var held: [HeldMessage] = []
    public private(set) var bans: [Ban] = []
    public private(set) var guarded = Snapshot.Guarded()
    /// In which frames peers get text for which the operator has chosen that.
    public private(set) var delivery: [PeerID: PlainDelivery] = [:]

    public init(guardsGlare: Bool = false) {
        guarded.isEverywhere = guardsGlare
    }

    /// Whether anything is set up, or waits.
    public var isIdle: Bool { rules.isEmpty && held.isEmpty && guarded.isOff }

    /// The message held in entry `number`; `nil` if that waits for nobody, or no more.
    public func held(_ number: Int) -> HeldMessage? { held.first { $0.entry == number } }

    /// The earlier message that `held` would overtake if it went on now; `nil` if there is none.
    public func blocker(of held: HeldMessage) -> HeldMessage? {
        self.held.first { earlier in
            earlier.entry < held.entry && earlier.sender == held.sender
                && earlier.receivers.contains(where: held.receivers.contains)
        }
    }

    /// When the next of what waits goes on by itself; `nil` if nothing does.
    public var due: Instant? { held.compactMap(\.until).min() }

    public mutating func fold(_ entry: Entry) {
        switch entry.content {
        case .message(let transit):
            if let release = transit.release { remove(release.entry, from: transit.hearers) }
            for interception in transit.interceptions where interception.fate != .dropped {
                held.append(
                    HeldMessage(
                        entry: entry.number, message: transit.message, sender: transit.author, room: transit.room,
                        addressee: transit.addressee, receivers: interception.receivers, since: entry.time,
                        fate: interception.fate, cause: interception.cause))
            }
        case .left(let peer, _):
            delivery[peer] = nil
            guard !held.isEmpty else { return }
            // What waited for it alone is told of by an entry of its own.
            for index in held.indices where held[index].receivers.count > 1 {
                held[index].receivers.removeAll { $0 == peer }
            }
        case .noted(let notice): fold(notice)
        case .joined, .refused: break
        }
    }

    private mutating func fold(_ notice: RelayNotice) {
        switch notice {
        case .armed(let number, let rule): rules.append(ArmedRule(number, rule))
        case .disarmed(let number, _): rules.removeAll { $0.number == number }
        case .banned(let ban):
            bans.removeAll { $0.subject == ban.subject }
            bans.append(ban)
        case .lifted(let ban): bans.removeAll { $0.number == ban.number }
        case .discarded(let discard): remove(discard.entry, from: discard.receivers)
        case .delivering(let peers, let chosen): for peer in peers { delivery[peer] = chosen }
        case .guarded(let room, let isOn): guarded.set(room, isOn: isOn)
        case .tooLate, .replayed, .failed, .certificate: break
        }
    }

    private mutating func remove(_ entry: Int, from hearers: [PeerID]) {
        for index in held.indices where held[index].entry == entry {
            held[index].receivers.removeAll(where: hearers.contains)
        }
        held.removeAll { $0.receivers.isEmpty }
    }

    /// Lets go of bans that are over.
    mutating func advance(to now: Instant) {
        if bans.contains(where: { $0.isOver(at: now) }) { bans.removeAll { $0.isOver(at: now) } }
    }

    /// Puts right what holds, if entries were lost that would have told.
    public mutating func correct(_ census: Snapshot) {
        (rules, held, bans, guarded) = (census.rules, census.held, census.bans, census.guarded)
    }
}
