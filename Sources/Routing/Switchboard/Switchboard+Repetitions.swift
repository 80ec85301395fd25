import Events

/// Who is not let in, and whose connection came to nothing: told at once, or counted where it was told a moment ago.
extension Switchboard {
    /// The time between two entries that are alike, in nanoseconds.
    static let repetitionTime: Int64 = 1_000_000_000

    mutating func refuse(_ arrival: ConnectionRequest, _ refusal: Refusal, at time: Instant) -> [Action] {
        // All that is kept of somebody who may say anything is bounded.
        var arrival = arrival
        (arrival.name, arrival.room) = (arrival.name.map(cut), arrival.room.map(cut))
        // What has been counted goes before it.
        let told = tellCounted(at: time)
        guard refusals.isToBeTold(refusal, of: arrival, at: time) else { return told }
        return told + [record(.refused(arrival, refusal))]
    }

    mutating func fail(_ connection: FailedConnection, at time: Instant) -> [Action] {
        let told = tellCounted(at: time)
        guard failures.note(connection, as: connection.cause, at: time) else { return told }
        return told + [record(.noted(.failed(connection)))]
    }

    /// Tells how many there were of those that were counted, if that is due by `time`.
    mutating func tellCounted(at time: Instant) -> [Action] {
        refusals.take(at: time).map { record(.refused($0, $1)) }
            + failures.take(at: time).map { told in
                let connection = FailedConnection(
                    address: told.value.address, told.value.cause, others: told.count - 1)
                return record(.noted(.failed(connection)))
            }
    }

    /// As much of a text as a name may have.
    func cut(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limits.maxNameScalars)))
    }
}
