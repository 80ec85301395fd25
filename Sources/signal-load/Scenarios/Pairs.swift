import NIOCore

/// Pairs of clients, each in a room of its own, that send messages back and forth.
struct Pairs: Equatable, Sendable {
    var pairs = 50
    /// The size of a message in bytes.
    var bytes = 2500
    /// The number of messages that are on their way in a pair at a time.
    var inFlight = 1
    /// The maximum number of messages per second of all pairs together; `nil` for no limit.
    var rate: Int?

    /// The minimum time between a message and its reply.
    fileprivate var interval: TimeAmount {
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

/// The traffic of ``Pairs``.
///
/// It must be used on its event loop only.
private final class PairsTraffic: Traffic {
    let pool: ClientPool
    var tally = Tally()
    private let scenario: Pairs
    private let loop: any EventLoop
    private var senders: [Sender] = []

    /// A client of a pair, which consists of the clients 2n and 2n + 1.
    private struct Sender {
        let client: Client
        var message: NumberedMessage
        var sent = 0
        /// The number of its messages that the other client has received.
        var received = 0
        /// The times at which the messages in flight were sent; messages arrive in order.
        var sentAt: [NIODeadline]
    }

    init(_ scenario: Pairs, on loop: any EventLoop) {
        self.scenario = scenario
        self.loop = loop
        pool = ClientPool(on: loop)
    }

    func begin() {
        senders = (0..<scenario.pairs * 2).compactMap { number in
            pool.clients[number].map {
                let payload = Payload(bytes: scenario.bytes, isOffer: number.isMultiple(of: 2), author: number)
                return Sender(
                    client: $0, message: NumberedMessage(payload),
                    sentAt: Array(repeating: .uptimeNanoseconds(0), count: scenario.inFlight))
            }
        }
        pool.onMessage = { [weak self] client, _ in self?.receive(client.number) }
        let (now, count) = (NIODeadline.now(), scenario.pairs * scenario.inFlight)
        for index in 0..<count {
            let number = index % scenario.pairs * 2
            // The pool reports clients that the relay has disconnected meanwhile.
            guard senders.indices.contains(number) else { continue }
            // The first messages are spread evenly over the interval.
            send(
                number,
                from: now + .nanoseconds(scenario.interval.nanoseconds / Int64(count) * Int64(index)))
        }
    }

    private func receive(_ number: Int) {
        let (other, now) = (number ^ 1, NIODeadline.now())
        guard senders.indices.contains(other), senders[other].received < senders[other].sent else { return }
        let slot = senders[other].received % scenario.inFlight
        let sentAt = senders[other].sentAt[slot]
        tally.recordDelivery(after: (now - sentAt).nanoseconds)
        senders[other].received += 1
        send(number, from: sentAt + scenario.interval)
    }

    /// Sends the next message of a client at `due`, or immediately if that has passed.
    private func send(_ number: Int, from due: NIODeadline) {
        let now = NIODeadline.now()
        guard due > now else { return send(number, at: now) }
        loop.assumeIsolated().scheduleTask(deadline: due) { [weak self] in self?.send(number, at: .now()) }
    }

    private func send(_ number: Int, at now: NIODeadline) {
        senders[number].sentAt[senders[number].sent % scenario.inFlight] = now
        senders[number].sent += 1
        senders[number].message.setNumber(senders[number].sent)
        senders[number].client.send(senders[number].message)
    }
}
