package import Events
import HashTreeCollections
import Messages
import SDP

/// The messages of clients to the server.
extension LegBook {
    /// Adds a message of a client that the server may send on.
    ///
    /// - Returns: The messages that are no longer pending, because there are too many or their time is over, if nothing
    ///   is known of them.
    package mutating func add(_ message: LegMessage) -> [LegMessage] {
        let parsed = message.parsed
        guard let leg = legs[message.client] else { return [] }
        recordUserName(of: message)
        let keys = LegKey.levels(of: message).flatMap(\.self)
        guard !keys.isEmpty else { return [] }
        let userName = parsed.kind == .candidate ? parsed.usernameFragment ?? leg.userName : nil
        pending.insert(PendingMessage(message: message, keys: keys, userName: userName))
        setFate(of: message.number, .pending)
        let group = parsed.kind.pendingGroup
        legs[message.client]?.pending[group, default: []].append(message.number)
        var displaced: [LegMessage] = []
        if let numbers = legs[message.client]?.pending[group], numbers.count > group.limit {
            if let message = expire(numbers[0]) { displaced.append(message) }
        }
        while let oldest = pending.excess(at: message.time) {
            if let message = expire(oldest) { displaced.append(message) }
        }
        return displaced
    }

    /// Records the ICE user name of a description, to which the next candidates of its client belong.
    mutating func recordUserName(of message: LegMessage) {
        guard message.parsed.kind.isDescription else { return }
        legs[message.client]?.userName = message.parsed.descriptionSummary?.ufrags.first
    }

    /// The ICE user name of the last description of `client`.
    package func userName(of client: PeerID) -> String? { legs[client]?.userName }

    /// The time for which the message in entry `number` has been pending at `now`, in nanoseconds; `nil` if it is not
    /// pending.
    package func age(of number: Int, at now: Instant) -> Int64? {
        pending[number].map { now.nanoseconds - $0.message.time.nanoseconds }
    }

    /// Ends the time of the message in entry `number`, and returns it if it is part of a negotiation of its client and
    /// nothing is known of it.
    package mutating func expire(_ number: Int) -> LegMessage? {
        let message = unknown(number)
        guard let gone = pending.remove(number) else { return nil }
        let group = gone.message.parsed.kind.pendingGroup
        legs[gone.message.client]?.pending[group]?.removeAll { $0 == number }
        if gone.fate == .pending { setFate(of: number, nil) }
        return message
    }

    /// Records that the message in entry `number` was swallowed, and returns it, if it is a description or a candidate
    /// that was not sent on although another client was connected all the time.
    package mutating func swallow(_ number: Int) -> LegMessage? {
        guard let message = unknown(number),
            message.parsed.kind.isDescription || message.parsed.kind == .candidate,
            legs.contains(where: { $0.key != message.client && $0.value.opened < number })
        else { return nil }
        setFate(of: number, .swallowed)
        return message
    }

    /// Records that the server answers the messages of `client` itself, and returns those of which nothing was known, in
    /// order.
    ///
    /// Messages with another negotiation key than `key` are not meant.
    package mutating func answer(_ client: PeerID, key: String?) -> [LegMessage] {
        let numbers = legs[client]?.pending.values.flatMap(\.self).sorted() ?? []
        var answered: [LegMessage] = []
        for number in numbers {
            guard let message = pending[number]?.message, message.parsed.kind.isNegotiation,
                key == nil || message.parsed.negotiationKey == nil || message.parsed.negotiationKey == key
            else { continue }
            let isUnknown = unknown(number) != nil
            if isUnknown { answered.append(message) }
            if isUnknown || pending[number]?.fate == .swallowed { setFate(of: number, .answeredByServer) }
        }
        return answered
    }

    /// The message in entry `number`, if it is part of a negotiation of a connected client, and nothing is known of it:
    /// neither was it sent on, nor an equal one of its client, nor one that may be either this or another one.
    private func unknown(_ number: Int) -> LegMessage? {
        guard let pending = pending[number], pending.isWaiting, !pending.message.isOperated,
            pending.message.parsed.kind.isNegotiation, isOpen(pending.message.client), !hasForwardedTwin(pending)
        else { return nil }
        return pending.message
    }

    private func hasForwardedTwin(_ message: PendingMessage) -> Bool {
        message.keys.contains { key in
            key.isContent
                && pending.numbers(key).contains { number in
                    guard number != message.message.number, let other = pending[number] else { return false }
                    return other.message.client == message.message.client && !other.joins.isEmpty
                }
        }
    }
}
