import NIOCore

/// Clients that repeatedly connect, open a WebSocket, and close it.
struct Churn: Equatable, Sendable {
    /// The number of concurrent connections.
    var concurrency = 20

    func run(on generator: LoadGenerator, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        let traffic = try generator.make { ChurnTraffic(self, on: generator) }
        let figures = try generator.measure(traffic, server: server, timing: timing)
        try generator.close(generator.make { traffic.value.stop() })
        return figures
    }
}

/// The traffic of ``Churn``.
///
/// It must be used on its event loop only.
final class ChurnTraffic: Traffic {
    static let noun = (singular: "connection", plural: "connections")

    let pool: ClientPool
    var tally = Tally()
    private let scenario: Churn
    private let generator: LoadGenerator
    private var started = 0
    private var isStopped = false
    /// The time when each client started to connect.
    private var startTimes: [Int: NIODeadline] = [:]
    /// The time in nanoseconds that each open client took to connect.
    private var durations: [Int: Int64] = [:]

    init(_ scenario: Churn, on generator: LoadGenerator) {
        self.scenario = scenario
        self.generator = generator
        pool = ClientPool(on: generator.loop)
    }

    func begin() {
        pool.onOpen = { [weak self] client in
            guard let self, let start = startTimes.removeValue(forKey: client.number) else { return }
            durations[client.number] = (NIODeadline.now() - start).nanoseconds
            client.close()
        }
        pool.onClose = { [weak self] client in
            guard let self else { return }
            if let duration = durations.removeValue(forKey: client.number) { tally.recordDelivery(after: duration) }
            next()
        }
        for _ in 0..<scenario.concurrency { next() }
    }

    /// Opens no further connections.
    func stop() -> ClientPool {
        isStopped = true
        return pool
    }

    private func next() {
        guard !isStopped else { return }
        started += 1
        startTimes[started] = .now()
        let loop = generator.loop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let pool = NIOLoopBound(pool, eventLoop: loop)
        generator.open(started, in: pool, room: "churn-\(started % 64)")
            .whenFailure { error in
                pool.value.recordLoss("\(error)")
                loop.scheduleTask(in: .milliseconds(200)) { bound.value.next() }
            }
    }
}
