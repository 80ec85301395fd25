import Events

/// Refusals, failed connections and reports of the proxy: reported at once, or counted if one like it was just reported.
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

    mutating func report(_ report: ProxyReport, at time: Instant) -> [Action] {
        let summaries = reportCounted(at: time)
        guard reports.shouldReport(report, as: report.kind, at: time) else { return summaries }
        return summaries + [record(.noted(.proxied(report)))]
    }

    /// Reports the numbers of refusals and failures that were counted, if they are due at `time`.
    mutating func reportCounted(at time: Instant) -> [Action] {
        refusals.summaries(at: time).map { record(.refused($0, $1)) }
            + failures.summaries(at: time).map { summary in
                let connection = FailedConnection(
                    address: summary.last.address, summary.last.cause, others: summary.count - 1)
                return record(.noted(.failed(connection)))
            }
            + reports.summaries(at: time).map { summary in
                var report = summary.last
                report.others = summary.count - 1
                return record(.noted(.proxied(report)))
            }
    }

    /// Returns `text`, truncated to the longest name that is allowed.
    func truncated(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limits.maxNameScalars)))
    }
}

/// Coalesces refusals: one entry a second for each network and reason.
struct RefusalTally: Sendable {
    /// The limit of networks and reasons that are told apart; beyond it, all networks count as one.
    static let limit = 1024

    private struct Key: Hashable {
        /// The network; `nil` if the address is no IP address, or if the limit is reached.
        let network: Ban.Subject?
        let kind: Refusal.Kind
    }

    private var coalescer = EventCoalescer<Key, (request: ConnectionRequest, refusal: Refusal)>(
        period: Switchboard.repetitionTime)

    /// The time of the next summary; `nil` if no refusal was counted.
    var due: Instant? { coalescer.due }

    /// Returns whether `refusal` is to be reported now; otherwise it is counted.
    mutating func shouldReport(_ refusal: Refusal, of request: ConnectionRequest, at time: Instant) -> Bool {
        var key = Key(network: Ban.Subject(address: request.address), kind: refusal.kind)
        if !coalescer.isKnown(key), coalescer.keyCount >= Self.limit {
            coalescer.removeExpired(at: time)
            if coalescer.keyCount >= Self.limit { key = Key(network: nil, kind: refusal.kind) }
        }
        return coalescer.shouldReport((request, refusal), as: key, at: time)
    }

    /// Returns the summaries that are due at `time`, each as the last request with the number of refusals.
    mutating func summaries(at time: Instant) -> [(ConnectionRequest, Refusal)] {
        coalescer.summaries(at: time).map { ($0.last.request, .repeated(count: $0.count, last: $0.last.refusal)) }
            .sorted { $0.0.address < $1.0.address }
    }
}
