import NIOCore

/// One who speaks, and many who hear it, in one room.
struct FanOut: Equatable, Sendable {
    /// How many hear: with who speaks, a room of 100.
    var receivers = 99
    /// The size of a message.
    var bytes = 250
    /// Messages that not all have heard yet, at a time.
    var inFlight = 1

    func run(on generator: LoadGenerator, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        let traffic = try generator.make { FanOutTraffic(self, on: generator.loop) }
        let pool = try generator.make { traffic.value.pool }
        try generator.open(receivers + 1, in: pool) { _ in "fan-out" }
        let figures = try generator.measure(traffic, server: server, timing: timing)
        try generator.close(pool)
        return figures
    }
}

/// On the event loop.
private final class FanOutTraffic: Traffic {
    let pool: ClientPool
    var tally = Tally()
    private let scenario: FanOut
    private var message: NumberedMessage
    private var said = 0
    /// How many messages each client has heard.
    private var heard: [Int]
    /// Of the last messages, by number: when they were said, and how many have not heard them.
    private var underWay: [(saidAt: NIODeadline, missing: Int)]

    init(_ scenario: FanOut, on loop: any EventLoop) {
        self.scenario = scenario
        pool = ClientPool(on: loop)
        message = NumberedMessage(Payload(bytes: scenario.bytes, isOffer: true))
        heard = Array(repeating: 0, count: scenario.receivers + 1)
        underWay = Array(repeating: (.uptimeNanoseconds(0), 0), count: scenario.inFlight)
    }

    func begin() {
        pool.heard = { [weak self] client, _ in self?.hear(client.number) }
        for _ in 0..<scenario.inFlight { say() }
    }

    /// Client 0 speaks.
    private func hear(_ number: Int) {
        guard number > 0, heard[number] < said else { return }
        let place = heard[number] % scenario.inFlight
        heard[number] += 1
        tally.delivered(after: UInt64(max(0, (NIODeadline.now() - underWay[place].saidAt).nanoseconds)))
        underWay[place].missing -= 1
        if underWay[place].missing == 0 { say() }
    }

    private func say() {
        underWay[said % scenario.inFlight] = (.now(), scenario.receivers)
        said += 1
        message.setNumber(said)
        pool.clients[0]?.say(message)
    }
}
