import Events

/// Refusals and failed connections: reported at once, or counted if one like it was just reported.
extension Switchboard {
    /// The shortest time between two entries of the same kind, in nanoseconds: 1 s.
    static let repetitionTime: Int64 = 1_000_000_000

    mutating func refuse(_ request: ConnectionRequest, _ refusal: Refusal, at time: Instant) -> [Action] {
        // A client can send any name, so its length is bounded before it is kept.
        var request = request
        (request.name, request.room) = (request.name.map(truncated), request.room.map(truncated))
        let summaries = reportCounted(at: time)
        guard refusals.shouldReport(refusal, of: request, at: time) else { return summaries }
        return summaries + [record(.refused(request, refusal))]
    }

    mutating func fail(_ connection: FailedConnection, at time: Instant) -> [Action] {
        let summaries = reportCounted(at: time)
        guard failures.shouldReport(connection, as: connection.cause, at: time) else { return summaries }
        return summaries + [record(.noted(.failed(connection)))]
    }

    /// Reports the numbers of refusals and failures that were counted, if they are due at `time`.
    mutating func reportCounted(at time: Instant) -> [Action] {
        refusals.summaries(at: time).map { record(.refused($0, $1)) }
            + failures.summaries(at: time).map { summary in
                let connection = FailedConnection(
                    address: summary.last.address, summary.last.cause, others: summary.count - 1)
                return record(.noted(.failed(connection)))
            }
    }

    /// Returns `text`, truncated to the longest name that is allowed.
    func truncated(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limits.maxNameScalars)))
    }
}
