package import Events
import HashTreeCollections
import Messages
import SDP

/// The messages of the server to clients.
extension LegBook {
    /// A message of a client, and its exchange.
    package struct Join: Sendable {
        /// The exchange.
        package let exchange: Exchange
        /// The message as the client sent it.
        package let message: LegMessage
        /// Whether the server had sent it to the same client before.
        package let isRepeated: Bool
        /// Whether it had counted as swallowed before.
        package let wasSwallowed: Bool
    }

    /// The origin of an outbound message.
    package enum Origin: Sendable {
        /// Clients sent it: one, or several if the server put several messages into one.
        case clients([Join])
        /// Its recipient sent it.
        case recipient
        /// It is one of several messages; which one is not known.
        case unknown
        /// No client sent it.
        case server
    }

    /// Joins `outbound` with the messages of clients that the server sent on in it.
    ///
    /// `isKnown` tells whether a client is known by an id, which decides between messages that are otherwise equal.
    package mutating func join(_ outbound: LegMessage, isKnown: (PeerID, String) -> Bool) -> Origin {
        if let release = outbound.delivery.release, let joins = held.removeValue(forKey: release.entry) {
            return .clients(joins.map { self.release($0, outbound, instead: release.entry) })
        }
        var (joins, isEchoed, isUnknown): ([Join], Bool, Bool) = ([], false, false)
        for level in LegKey.levels(of: outbound) {
            for (index, key) in level.enumerated() {
                switch match(key, outbound, candidate: index, isKnown) {
                case .none: continue
                case .unknown(let numbers):
                    isUnknown = true
                    for number in numbers { pending[number]?.isDoubtful = true }
                case .echo(let number):
                    isEchoed = true
                    if pending[number]?.isWaiting == true { setFate(of: number, .echoed) }
                case .inbound(let number):
                    if let join = join(number, outbound, key) { joins.append(join) }
                }
                if outbound.parsed.kind != .candidate { break }
            }
            if !joins.isEmpty || isEchoed || isUnknown { break }
        }
        guard !joins.isEmpty else {
            if !isUnknown, !isEchoed { recordUnrecognized(outbound) }
            return isUnknown ? .unknown : isEchoed ? .recipient : .server
        }
        let isHeld = outbound.delivery.interceptions.contains { $0.fate != .dropped }
        if isHeld, held.count < Self.heldLimit { held[outbound.number] = joins }
        return .clients(joins)
    }

    /// Forgets the exchanges of a held message that the operator discarded.
    package mutating func discard(_ number: Int) { held[number] = nil }

    /// Records the exchange of the pending message in entry `number`; `nil` if it is recorded already, by another
    /// candidate of the same messages.
    private mutating func join(_ number: Int, _ outbound: LegMessage, _ key: LegKey) -> Join? {
        guard let inbound = pending[number] else { return nil }
        let entry = PendingMessage.Join(recipient: outbound.client, key: key)
        let isRepeated = pending[number]?.joins.insert(entry).inserted == false
        setFate(of: number, .joined)
        guard !exchanges(ofOutbound: outbound.number).contains(where: { $0.inbound == number }) else { return nil }
        let exchange = Exchange(
            inbound: number, outbound: outbound.number, sender: inbound.message.client, recipient: outbound.client,
            elapsed: outbound.time.nanoseconds - inbound.message.time.nanoseconds,
            change: inbound.message.change(to: outbound))
        record(exchange)
        if outbound.parsed.kind.isDescription {
            legs[exchange.sender]?.add(partner: exchange.recipient)
            legs[exchange.recipient]?.add(partner: exchange.sender)
        }
        return Join(
            exchange: exchange, message: inbound.message, isRepeated: isRepeated,
            wasSwallowed: inbound.fate == .swallowed)
    }

    /// Records that the operator released a joined message in the outbound entry of `outbound`.
    private mutating func release(_ join: Join, _ outbound: LegMessage, instead held: Int) -> Join {
        let exchange = join.exchange.released(
            in: outbound.number, after: outbound.time.nanoseconds - join.message.time.nanoseconds)
        record(exchange, insteadOf: held)
        return Join(
            exchange: exchange, message: join.message, isRepeated: join.isRepeated, wasSwallowed: join.wasSwallowed)
    }

    // MARK: Matching

    /// The pending message that has a key of an outbound one.
    private enum Match {
        case none
        /// The numbers of equal messages of several clients.
        case unknown([Int])
        /// A message of the recipient itself.
        case echo(Int)
        case inbound(Int)
    }

    /// Returns the pending message with `key` that `outbound` is; for a candidate, the one at index `candidate` in it.
    private func match(
        _ key: LegKey, _ outbound: LegMessage, candidate: Int, _ isKnown: (PeerID, String) -> Bool
    ) -> Match {
        let numbers = pending.numbers(key)
        guard !numbers.isEmpty else { return .none }
        guard numbers.count <= Self.matchLimit else { return .unknown([]) }
        var found = numbers.compactMap { pending[$0] }.filter {
            outbound.time.nanoseconds - $0.message.time.nanoseconds <= Self.window
                && isPossible($0, key, outbound, candidate)
        }
        if Self.hasSeveralSenders(found) { found = Self.preferring(found) { $0.message.hasPayload(of: outbound) } }
        if Self.hasSeveralSenders(found) {
            found = Self.preferring(found) { pending in
                outbound.parsed.from.map { isKnown(pending.message.client, $0) } == true
                    || pending.message.parsed.to.map { isKnown(outbound.client, $0) } == true
            }
        }
        guard let first = found.first else { return .none }
        guard !Self.hasSeveralSenders(found) else { return .unknown(found.map(\.message.number)) }
        if first.message.client == outbound.client {
            return .echo((found.first(where: \.isWaiting) ?? first).message.number)
        }
        if case .origin = key, found.count > 1 { return .unknown(found.map(\.message.number)) }
        // Equal messages of one client go out in their order.
        let join = PendingMessage.Join(recipient: outbound.client, key: key)
        let waiting = found.filter { !$0.joins.contains(join) }
        let likely = Self.preferring(waiting) { Self.hasOrigin($0, of: outbound) && $0.hasKind(of: outbound) }
        let exact = Self.preferring(likely) { $0.message.hasPayload(of: outbound) }
        return .inbound((exact.first ?? found.last ?? first).message.number)
    }

    /// Whether `outbound` may be `inbound`, which has the same `key`.
    private func isPossible(
        _ inbound: PendingMessage, _ key: LegKey, _ outbound: LegMessage, _ candidate: Int
    ) -> Bool {
        switch key {
        case .text, .payload: return true
        case .credentials, .origin:
            // The answers and offers of a client have the same credentials, and a server may answer with the session id
            // of the offer.
            if case .origin = key, inbound.message.client == outbound.client { return false }
            return inbound.hasKind(of: outbound)
        case .control:
            // The two messages differ, so only a client that the recipient negotiates with can be meant.
            return legs[outbound.client]?.partners.contains(inbound.message.client) == true
        case .candidate:
            let parsed = outbound.parsed
            let further = candidate > 0 ? parsed.furtherCandidates[candidate - 1] : nil
            let userName = candidate > 0 ? further?.usernameFragment : parsed.usernameFragment
            let mid = candidate > 0 ? further?.mid : parsed.mid
            guard inbound.keys.count == 1 else { return true }
            return Self.areEqual(userName, inbound.userName) && Self.areEqual(mid, inbound.message.parsed.mid)
        }
    }

    /// Whether two values are equal, or one of them is missing.
    private static func areEqual(_ one: String?, _ other: String?) -> Bool {
        one == nil || other == nil || one == other
    }

    private static func hasSeveralSenders(_ messages: [PendingMessage]) -> Bool {
        messages.contains { $0.message.client != messages[0].message.client }
    }

    private static func hasOrigin(_ pending: PendingMessage, of outbound: LegMessage) -> Bool {
        let (own, other) = (pending.message.parsed.descriptionSummary, outbound.parsed.descriptionSummary)
        return own?.origin.map { $0.sessionID + " " + $0.version }
            == other?.origin.map { $0.sessionID + " " + $0.version }
    }

    /// The messages that `isPreferred` accepts, or all if it accepts none.
    private static func preferring(
        _ messages: [PendingMessage], where isPreferred: (PendingMessage) -> Bool
    ) -> [PendingMessage] {
        let preferred = messages.filter(isPreferred)
        return preferred.isEmpty ? messages : preferred
    }
}

extension PendingMessage {
    /// Whether both are offers, answers or another kind.
    fileprivate func hasKind(of outbound: LegMessage) -> Bool { message.parsed.kind == outbound.parsed.kind }
}
