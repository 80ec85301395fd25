import Events

/// Keeps a flood of refusals from becoming a flood of entries: of one network and one reason, one entry a second.
struct RefusalTally: Sendable {
    /// Networks and reasons that are told apart; beyond, all networks are one for each reason.
    static let limit = 1024

    private struct Key: Hashable {
        /// Nil for all that are no IP address, or too many.
        let network: Ban.Subject?
        let kind: Refusal.Kind
    }

    private var repetitions = EventCoalescer<Key, (arrival: ConnectionRequest, refusal: Refusal)>(
        period: Switchboard.repetitionTime)

    /// When there is something to tell; `nil` if nothing was counted.
    var due: Instant? { repetitions.due }

    /// Whether `refusal` is to be told now; otherwise it is counted.
    mutating func isToBeTold(_ refusal: Refusal, of arrival: ConnectionRequest, at time: Instant) -> Bool {
        var key = Key(network: Ban.Subject(address: arrival.address), kind: refusal.kind)
        if !repetitions.isKnown(key), repetitions.count >= Self.limit {
            repetitions.forget(at: time)
            if repetitions.count >= Self.limit { key = Key(network: nil, kind: refusal.kind) }
        }
        return repetitions.note((arrival, refusal), as: key, at: time)
    }

    /// What was counted until `time` and is due by then.
    mutating func take(at time: Instant) -> [(ConnectionRequest, Refusal)] {
        repetitions.take(at: time).map { ($0.value.arrival, .more($0.count, $0.value.refusal)) }
            .sorted { $0.0.address < $1.0.address }
    }
}
