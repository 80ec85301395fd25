import NIOCore

/// Pairs, each in a room of its own, whose two hand messages to and fro.
struct Pairs: Equatable, Sendable {
    var pairs = 50
    /// The size of a message.
    var bytes = 2500
    /// Messages under way in a pair at a time.
    var inFlight = 1
    /// How many messages a second all say together at the most; nil for as many as pass.
    var rate: Int?

    /// The time from a message to the one that its hearer says next, at the least.
    fileprivate var pause: TimeAmount {
        rate.map { .nanoseconds(Int64(pairs * inFlight) * 1_000_000_000 / Int64(max(1, $0))) } ?? .zero
    }

    func run(on generator: LoadGenerator, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        let traffic = try generator.make { PairsTraffic(self, on: generator.loop) }
        let pool = try generator.make { traffic.value.pool }
        try generator.open(pairs * 2, in: pool) { "pair-\($0 / 2)" }
        let figures = try generator.measure(traffic, server: server, timing: timing)
        try generator.close(pool)
        return figures
    }
}

/// On the event loop.
private final class PairsTraffic: Traffic {
    let pool: ClientPool
    var tally = Tally()
    private let scenario: Pairs
    private let loop: any EventLoop
    private var speakers: [Speaker] = []

    /// One of a pair: clients 2n and 2n + 1 are one.
    private struct Speaker {
        let client: Client
        var message: NumberedMessage
        var said = 0
        var heard = 0
        /// When its last messages were said, by their numbers: they arrive in order.
        var saidAt: [NIODeadline]
    }

    init(_ scenario: Pairs, on loop: any EventLoop) {
        self.scenario = scenario
        self.loop = loop
        pool = ClientPool(on: loop)
    }

    func begin() {
        speakers = (0..<scenario.pairs * 2).compactMap { number in
            pool.clients[number].map {
                let payload = Payload(bytes: scenario.bytes, isOffer: number.isMultiple(of: 2), author: number)
                return Speaker(
                    client: $0, message: NumberedMessage(payload),
                    saidAt: Array(repeating: .uptimeNanoseconds(0), count: scenario.inFlight))
            }
        }
        pool.heard = { [weak self] client, _ in self?.hear(client.number) }
        let (now, count) = (NIODeadline.now(), scenario.pairs * scenario.inFlight)
        for place in 0..<count {
            let number = place % scenario.pairs * 2
            // Who was sent away meanwhile is told of when it is measured.
            guard speakers.indices.contains(number) else { continue }
            // One after the other, as they will go on.
            say(
                number,
                from: now + .nanoseconds(scenario.pause.nanoseconds / Int64(count) * Int64(place)))
        }
    }

    private func hear(_ number: Int) {
        let (other, now) = (number ^ 1, NIODeadline.now())
        guard speakers.indices.contains(other), speakers[other].heard < speakers[other].said else { return }
        let place = speakers[other].heard % scenario.inFlight
        let saidAt = speakers[other].saidAt[place]
        tally.delivered(after: UInt64(max(0, (now - saidAt).nanoseconds)))
        speakers[other].heard += 1
        say(number, from: saidAt + scenario.pause)
    }

    /// Says the next message of a client when it is time.
    private func say(_ number: Int, from due: NIODeadline) {
        let now = NIODeadline.now()
        guard due > now else { return say(number, at: now) }
        loop.assumeIsolated().scheduleTask(deadline: due) { [weak self] in self?.say(number, at: .now()) }
    }

    private func say(_ number: Int, at now: NIODeadline) {
        speakers[number].saidAt[speakers[number].said % scenario.inFlight] = now
        speakers[number].said += 1
        speakers[number].message.setNumber(speakers[number].said)
        speakers[number].client.say(speakers[number].message)
    }
}
