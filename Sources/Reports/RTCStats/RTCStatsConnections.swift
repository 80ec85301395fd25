import Text

/// The descriptions and statistics of the connections of a page, to which later events are differences.
struct RTCStatsConnections: Sendable {
    /// The number of connections: 64; the one that was unused for longest is forgotten.
    static let limit = 64
    /// The bytes of the descriptions of all connections: 1 MiB, those of dozens of calls.
    static let descriptionLimit = 1024 * 1024
    /// The number of objects in the statistics of all connections: 2048, those of a mesh of twenty.
    static let objectLimit = 2048

    /// What is kept of a connection.
    struct Connection: Sendable {
        var descriptions = RTCStatsDescriptions()
        var statistics = RTCStatsTable()
        /// The number of the last use.
        fileprivate var lastUse = 0
    }

    private var connections: [Int: Connection] = [:]
    /// The number of uses.
    private var uses = 0

    var count: Int { connections.count }
    /// The number of objects in all statistics.
    var objects: Int { connections.values.reduce(0) { $0 + $1.statistics.count } }
    /// The bytes of all descriptions.
    var descriptions: Int { connections.values.reduce(0) { $0 + $1.descriptions.size } }

    /// Calls `body` with what is kept of the connection of that number.
    mutating func change<Result>(_ number: Int, _ body: (inout Connection) -> Result) -> Result {
        if connections[number] == nil, connections.count >= Self.limit,
            let oldest = connections.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            connections[oldest.key] = nil
        }
        var connection = connections.removeValue(forKey: number) ?? Connection()
        uses += 1
        connection.lastUse = uses
        defer { connections[number] = connection }
        return body(&connection)
    }

    mutating func remove(_ number: Int) { connections[number] = nil }

    /// Applies a difference to the statistics of a connection; returns the digest of these, or `nil` if there is none.
    mutating func apply(_ delta: JSONValue, to number: Int) -> ConnectionStatistics? {
        let others = objects - (connections[number]?.statistics.count ?? 0)
        return change(number) { connection in
            connection.statistics.apply(delta, limit: Self.objectLimit - others)
            return connection.statistics.digest
        }
    }

    /// Forgets descriptions of the connections that were unused for longest, except that of `number`, until the rest is
    /// within the limit.
    mutating func limitDescriptions(keeping number: Int) {
        var size = descriptions
        guard size > Self.descriptionLimit else { return }
        for (other, connection) in connections.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard size > Self.descriptionLimit, other != number else { continue }
            size -= connection.descriptions.size
            connections[other]?.descriptions = RTCStatsDescriptions()
        }
    }
}
