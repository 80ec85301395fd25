import NIOCore

/// Connections that open, upgrade and close, one after the other.
struct Churn: Equatable, Sendable {
    /// How many are at it at a time.
    var atOnce = 20

    func run(on generator: LoadGenerator, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        let traffic = try generator.make { ChurnTraffic(self, on: generator) }
        let figures = try generator.measure(traffic, server: server, timing: timing)
        try generator.close(generator.make { traffic.value.stop() })
        return figures
    }
}

/// On the event loop.
final class ChurnTraffic: Traffic {
    static let thing = (one: "connection", many: "connections")

    let pool: ClientPool
    var tally = Tally()
    private let scenario: Churn
    private let generator: LoadGenerator
    private var begun = 0
    private var isStopped = false
    /// When each began to open, and then how long that took, in nanoseconds.
    private var beginnings: [Int: NIODeadline] = [:]
    private var lengths: [Int: UInt64] = [:]

    init(_ scenario: Churn, on generator: LoadGenerator) {
        self.scenario = scenario
        self.generator = generator
        pool = ClientPool(on: generator.loop)
    }

    func begin() {
        pool.opened = { [weak self] client in
            guard let self, let beginning = beginnings.removeValue(forKey: client.number) else { return }
            lengths[client.number] = UInt64(max(0, (NIODeadline.now() - beginning).nanoseconds))
            client.close()
        }
        pool.closed = { [weak self] client in
            guard let self else { return }
            if let length = lengths.removeValue(forKey: client.number) { tally.delivered(after: length) }
            next()
        }
        for _ in 0..<scenario.atOnce { next() }
    }

    /// No further ones.
    func stop() -> ClientPool {
        isStopped = true
        return pool
    }

    private func next() {
        guard !isStopped else { return }
        begun += 1
        beginnings[begun] = .now()
        let loop = generator.loop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let pool = NIOLoopBound(pool, eventLoop: loop)
        generator.open(begun, in: pool, room: "churn-\(begun % 64)")
            .whenFailure { error in
                pool.value.lose("\(error)")
                loop.scheduleTask(in: .milliseconds(200)) { bound.value.next() }
            }
    }
}
