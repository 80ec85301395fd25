import NIOCore
import NIOPosix

/// All kinds of load at the same time, while a control pair is measured.
struct Soak: Equatable, Sendable {
    /// The number of idle connections, two in each room.
    var connections = 5000
    /// The duration in seconds.
    var seconds = 60.0
    /// The limit of the 99th percentile of the pair's latency, in milliseconds.
    var limit = 250.0

    /// The number of clients that concurrently connect and disconnect.
    private static let churning = 10
    /// The number of concurrent malformed clients.
    private static let malformed = 20
    /// The number of rooms with a client that does not read.
    private static let slow = 10
    /// The fraction of the duration after which memory is first measured.
    private static let warmUp = 0.1

    /// The result of the soak.
    struct Outcome: Equatable, Sendable {
        let figures: [Figure]
        /// The reason why the soak failed; `nil` if it did not.
        let failure: String?
    }

    /// Generates the load on one event loop, and measures the pair on another, so that its latency is that of the relay.
    func run(on load: LoadGenerator, pair: LoadGenerator, server: ServerProcess?) throws -> Outcome {
        let control = try pair.make { ControlPair(on: pair.loop) }
        let idle = try load.make { ClientPool(on: load.loop) }
        let churn = try load.make { ChurnTraffic(Churn(concurrency: Self.churning), on: load) }
        let malformed = try load.make { MalformedClients(Self.malformed, on: load) }
        let slow = try load.make { SlowReaders(Self.slow, on: load) }

        let empty = server?.residentBytes
        try pair.open(2, in: pair.make { control.value.pool }) { _ in "control" }
        try load.open(connections, in: idle) { "soak-\($0 / 2)" }
        try load.open(Self.slow, in: load.make { slow.value.senders }, room: SlowReaders.room)
        try pair.loop.submit { control.value.begin() }.wait()
        try load.loop.submit {
            churn.value.begin()
            malformed.value.begin()
            slow.value.begin()
        }.wait()

        Pause.seconds(seconds * Self.warmUp)
        let begin = server?.residentBytes
        Pause.seconds(seconds * (1 - Self.warmUp) / 2)
        let middle = server?.residentBytes
        Pause.seconds(seconds * (1 - Self.warmUp) / 2)
        let end = server?.residentBytes

        let statistics = try pair.loop.flatSubmit { control.value.end() }.wait()
        let (malformedConnections, churned, lost, slowReaders) = try load.loop.submit {
            (
                malformed.value.connections, churn.value.tally.deliveries, idle.value.losses?.count ?? 0,
                slow.value.readers.losses
            )
        }.wait()
        var figures = statistics.figures
        figures += [
            Figure("idle connections", Double(connections), .count),
            Figure("  of them closed by the relay", Double(lost), .count),
            Figure("connections opened and closed", Double(churned), .count),
            Figure("malformed connections", Double(malformedConnections), .count),
            Figure("closed for not reading", Double(slowReaders?.count ?? 0), .count),
        ]
        for (name, bytes) in [("memory before", empty), ("  at the beginning", begin), ("  in the middle", middle)] {
            if let bytes { figures.append(Figure(name, Double(bytes) / 1024, .kibibytes)) }
        }
        if let end { figures.append(Figure("  at the end", Double(end) / 1024, .kibibytes)) }
        return Outcome(figures: figures, failure: failure(statistics))
    }

    /// Returns the reason why the soak failed; `nil` if it did not.
    func failure(_ statistics: ControlPair.Statistics) -> String? {
        let slowest = statistics.latency.milliseconds(permille: 990)
        if statistics.sent == 0 { return "the pair sent nothing" }
        if statistics.lost > 0 { return "\(statistics.lost) of the pair's \(statistics.sent) messages were lost" }
        guard slowest >= limit else { return nil }
        return "the pair's p99 is \(Figure.text(slowest)) ms: expected less than \(Figure.text(limit)) ms"
    }
}

/// Clients that do not read, and clients that continuously send to them.
///
/// It must be used on its event loop only.
final class SlowReaders {
    /// The interval at which each sender sends a message.
    private static let interval: TimeAmount = .milliseconds(20)
    /// The size of a message; with ``interval``, 2.5 MB/s, which is below the relay's default limit of 4 MiB/s.
    private static let bytes = 50_000
    /// The time before a reader that was disconnected connects again.
    private static let reconnectDelay: TimeAmount = .milliseconds(200)
    /// The time for which a reader does not read.
    private static let pause: TimeAmount = .seconds(5)
    /// The time for which it then reads: only then does it notice that the relay has closed the connection.
    private static let readTime: TimeAmount = .seconds(2)
    /// The size of a reader's receive buffer in bytes, small so that the relay's queue fills quickly.
    private static let receiveBuffer = 4096

    let senders: ClientPool
    /// The pool of readers; its losses count those that the relay closed.
    let readers: ClientPool
    private let generator: LoadGenerator
    private let count: Int
    private var message = NumberedMessage(Payload(bytes: bytes, isOffer: true))
    private var sent = 0

    init(_ count: Int, on generator: LoadGenerator) {
        self.count = count
        self.generator = generator
        senders = ClientPool(on: generator.loop)
        readers = ClientPool(on: generator.loop)
    }

    /// Returns the room of a reader and its sender.
    static func room(_ number: Int) -> String { "slow-\(number)" }

    func begin() {
        readers.onOpen = { [loop = generator.loop] client in
            client.setReading(false)
            let bound = NIOLoopBound(client, eventLoop: loop)
            loop.scheduleTask(in: Self.pause) { bound.value.setReading(true) }
            loop.scheduleTask(in: Self.pause + Self.readTime) { bound.value.disconnect() }
        }
        readers.onClose = { [weak self] client in self?.open(client.number, after: Self.reconnectDelay) }
        for number in 0..<count { open(number, after: .zero) }
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        generator.loop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in bound.value.send()
        }
    }

    private func open(_ number: Int, after delay: TimeAmount) {
        let pool = NIOLoopBound(readers, eventLoop: generator.loop)
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        generator.loop.scheduleTask(in: delay) { [generator] in
            generator.open(number, in: pool, room: Self.room(number), receiveBuffer: Self.receiveBuffer)
                .whenFailure { _ in bound.value.open(number, after: Self.reconnectDelay) }
        }
    }

    private func send() {
        sent += 1
        message.setNumber(sent)
        for sender in senders.clients.values { sender.send(message) }
    }
}
