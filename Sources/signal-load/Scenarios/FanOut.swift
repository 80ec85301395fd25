import NIOCore

/// A sender and many receivers in a room.
struct FanOut: Equatable, Sendable {
    /// The number of receivers; with the sender, the default makes a room of 100 peers.
    var receivers = 99
    /// The size of a message in bytes.
    var bytes = 250
    /// The number of messages that may be on their way at a time.
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

/// The traffic of ``FanOut``.
///
/// It must be used on its event loop only.
private final class FanOutTraffic: Traffic {
    let pool: ClientPool
    var tally = Tally()
    private let scenario: FanOut
    private var message: NumberedMessage
    private var sent = 0
    /// The number of messages that each client has received.
    private var received: [Int]
    /// The time at which each message in flight was sent, and the number of receivers that it has not reached.
    private var inFlight: [(sentAt: NIODeadline, missing: Int)]

    init(_ scenario: FanOut, on loop: any EventLoop) {
        self.scenario = scenario
        pool = ClientPool(on: loop)
        message = NumberedMessage(Payload(bytes: scenario.bytes, isOffer: true))
        received = Array(repeating: 0, count: scenario.receivers + 1)
        inFlight = Array(repeating: (.uptimeNanoseconds(0), 0), count: scenario.inFlight)
    }

    func begin() {
        pool.onMessage = { [weak self] client, _ in self?.receive(client.number) }
        for _ in 0..<scenario.inFlight { send() }
    }

    /// Records that a client has received its next message; client 0 is the sender.
    private func receive(_ number: Int) {
        guard number > 0, received[number] < sent else { return }
        let slot = received[number] % scenario.inFlight
        received[number] += 1
        tally.recordDelivery(after: (NIODeadline.now() - inFlight[slot].sentAt).nanoseconds)
        inFlight[slot].missing -= 1
        if inFlight[slot].missing == 0 { send() }
    }

    private func send() {
        inFlight[sent % scenario.inFlight] = (.now(), scenario.receivers)
        sent += 1
        message.setNumber(sent)
        pool.clients[0]?.send(message)
    }
}
