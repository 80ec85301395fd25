import NIOCore

/// Two clients that break no rule and send each other numbered messages at a steady pace: what they feel of the load.
///
/// On the event loop.
final class ControlPair {
    /// How often each says something.
    private static let pace: TimeAmount = .milliseconds(20)
    /// How long the last messages may be under way.
    private static let patience: TimeAmount = .seconds(10)

    /// The latency of a message that nothing holds up; 50 ms, less than anything that is held is held for.
    private static let promptness: TimeAmount = .milliseconds(50)

    /// What they said and heard.
    struct Talk: Equatable, Sendable {
        /// How many messages were said.
        var said = 0
        /// How many of them arrived, each after the one before it.
        var heard = 0
        var latency = Histogram()

        var lost: Int { said - heard }

        var figures: [Figure] {
            [
                Figure("messages of the pair", Double(said), .count),
                Figure("  of them lost", Double(lost), .count),
                Figure("  latency p50", Double(latency.quantile(0.5)) / 1e6, .milliseconds),
                Figure("  latency p99", Double(latency.quantile(0.99)) / 1e6, .milliseconds),
                Figure("  longest", Double(latency.longest) / 1e6, .milliseconds),
            ]
        }
    }

    let pool: ClientPool
    private let loop: any EventLoop
    private let payload: Payload
    private var talk = Talk()
    private var messages: [NumberedMessage]
    /// When each said its messages, by their numbers.
    private var saidAt: [[NIODeadline]] = [[], []]
    /// The number that each hears next.
    private var expected = [0, 0]
    private var speaking: RepeatedTask?
    /// When a message last arrived in less than ``promptness``; `nil` if none has.
    private(set) var lastPrompt: NIODeadline?

    /// A pair that says messages of so many bytes: candidates, or offers if there is room for one.
    init(on loop: any EventLoop, bytes: Int = 250) {
        self.loop = loop
        payload = Payload(bytes: bytes, isOffer: true)
        messages = [NumberedMessage(payload), NumberedMessage(payload)]
        pool = ClientPool(on: loop)
    }

    func begin() {
        pool.heard = { [weak self] client, payload in self?.hear(client.number, payload) }
        let bound = NIOLoopBound(self, eventLoop: loop)
        speaking = loop.scheduleRepeatedTask(initialDelay: Self.pace, delay: Self.pace) { _ in bound.value.say() }
    }

    /// Says no more, and is done when all has arrived, or will not.
    func end() -> EventLoopFuture<Talk> {
        speaking?.cancel()
        let done = loop.makePromise(of: Talk.self)
        let bound = NIOLoopBound(self, eventLoop: loop)
        let limit = NIODeadline.now() + Self.patience
        loop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.pace) { task in
            let talk = bound.value.talk
            guard talk.lost == 0 || bound.value.pool.clients.count < 2 || .now() > limit else { return }
            task.cancel()
            done.succeed(talk)
        }
        return done.futureResult
    }

    /// How long the messages took that have arrived since the last time that this was asked.
    func takeLatency() -> Histogram {
        defer { talk.latency = Histogram() }
        return talk.latency
    }

    private func say() {
        let now = NIODeadline.now()
        for number in 0...1 {
            messages[number].setNumber(saidAt[number].count)
            saidAt[number].append(now)
            talk.said += 1
            pool.clients[number]?.say(messages[number])
        }
    }

    private func hear(_ number: Int, _ payload: ByteBuffer) {
        let speaker = 1 - number
        let place = payload.readerIndex + self.payload.numberPlace
        guard let digits = payload.getString(at: place, length: Payload.numberLength), let heard = Int(digits),
            saidAt[speaker].indices.contains(heard), heard >= expected[number]
        else { return }
        expected[number] = heard + 1
        talk.heard += 1
        let now = NIODeadline.now()
        let latency = now - saidAt[speaker][heard]
        talk.latency.record(UInt64(max(0, latency.nanoseconds)))
        if latency < Self.promptness { lastPrompt = now }
    }
}
