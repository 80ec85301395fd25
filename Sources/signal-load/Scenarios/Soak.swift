import NIOCore
import NIOPosix

/// Everything at once, for a time, while a control pair goes on talking.
struct Soak: Equatable, Sendable {
    /// Connections that are quiet, two by two in a room.
    var connections = 5000
    /// How long, in seconds.
    var seconds = 60.0
    /// What 99 of 100 of the pair's messages may take, in milliseconds.
    var limit = 250.0

    /// Connections that come and go, at a time.
    private static let churning = 10
    /// Malformed clients, at a time.
    private static let malformed = 20
    /// Rooms in which one speaks and the other does not read.
    private static let slow = 10
    /// How long all goes on before memory is read for the first time, as a part of the whole.
    private static let settling = 0.1

    /// What came of it.
    struct Outcome: Equatable, Sendable {
        let figures: [Figure]
        /// What was not kept to, in words; `nil` if all was well.
        let failure: String?
    }

    /// Makes the storm on one event loop and measures the pair on another, so that it waits for the relay alone.
    func run(on storm: LoadGenerator, pair: LoadGenerator, server: ServerProcess?) throws -> Outcome {
        let control = try pair.make { ControlPair(on: pair.loop) }
        let quiet = try storm.make { ClientPool(on: storm.loop) }
        let churn = try storm.make { ChurnTraffic(Churn(atOnce: Self.churning), on: storm) }
        let malformed = try storm.make { MalformedClients(Self.malformed, on: storm) }
        let slow = try storm.make { SlowReaders(Self.slow, on: storm) }

        let empty = server?.residentBytes
        try pair.open(2, in: pair.make { control.value.pool }) { _ in "control" }
        try storm.open(connections, in: quiet) { "soak-\($0 / 2)" }
        try storm.open(Self.slow, in: storm.make { slow.value.speakers }, room: SlowReaders.room)
        try pair.loop.submit { control.value.begin() }.wait()
        try storm.loop.submit {
            churn.value.begin()
            malformed.value.begin()
            slow.value.begin()
        }.wait()

        Pause.seconds(seconds * Self.settling)
        let begin = server?.residentBytes
        Pause.seconds(seconds * (1 - Self.settling) / 2)
        let middle = server?.residentBytes
        Pause.seconds(seconds * (1 - Self.settling) / 2)
        let end = server?.residentBytes

        let talk = try pair.loop.flatSubmit { control.value.end() }.wait()
        let (reached, connected, gone, tooSlow) = try storm.loop.submit {
            (
                malformed.value.reached, churn.value.tally.deliveries, quiet.value.losses?.count ?? 0,
                slow.value.readers.losses
            )
        }.wait()
        var figures = talk.figures
        figures += [
            Figure("quiet connections", Double(connections), .count),
            Figure("  of them closed by the relay", Double(gone), .count),
            Figure("connections that came and went", Double(connected), .count),
            Figure("connections with garbage", Double(reached), .count),
            Figure("closed for not reading", Double(tooSlow?.count ?? 0), .count),
        ]
        for (name, bytes) in [("memory before", empty), ("  at the beginning", begin), ("  in the middle", middle)] {
            if let bytes { figures.append(Figure(name, Double(bytes) / 1024, .kibibytes)) }
        }
        if let end { figures.append(Figure("  at the end", Double(end) / 1024, .kibibytes)) }
        return Outcome(figures: figures, failure: failure(talk))
    }

    /// What the pair did not get that it should.
    func failure(_ talk: ControlPair.Talk) -> String? {
        let slowest = Double(talk.latency.quantile(0.99)) / 1e6
        if talk.said == 0 { return "the pair said nothing" }
        if talk.lost > 0 { return "\(talk.lost) of the pair's \(talk.said) messages were lost" }
        guard slowest >= limit else { return nil }
        return "the pair's p99 is \(Figure.text(slowest)) ms, not under \(Figure.text(limit)) ms"
    }
}
