import NIOCore

/// Two who tell each other numbers, at a steady pace, and note which arrive and when.
///
/// On the event loop.
final class InnocentPair {
    /// How often each says something.
    private static let pace: TimeAmount = .milliseconds(20)
    /// How long the last messages may be under way.
    private static let patience: TimeAmount = .seconds(10)
    private static let payload = Payload(bytes: 250, isOffer: true)

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

    let crowd: Crowd
    private let loop: any EventLoop
    private var talk = Talk()
    private var frames = [ClientFrame(payload), ClientFrame(payload)]
    /// When each said its messages, by their numbers.
    private var saidAt: [[NIODeadline]] = [[], []]
    /// The number that each hears next.
    private var expected = [0, 0]
    private var speaking: RepeatedTask?

    init(on loop: any EventLoop) {
        self.loop = loop
        crowd = Crowd(on: loop)
    }

    func begin() {
        crowd.heard = { [weak self] client, payload in self?.hear(client.number, payload) }
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
            guard talk.lost == 0 || bound.value.crowd.clients.count < 2 || .now() > limit else { return }
            task.cancel()
            done.succeed(talk)
        }
        return done.futureResult
    }

    private func say() {
        let now = NIODeadline.now()
        for number in 0...1 {
            frames[number].setNumber(saidAt[number].count)
            saidAt[number].append(now)
            talk.said += 1
            crowd.clients[number]?.say(frames[number])
        }
    }

    private func hear(_ number: Int, _ payload: ByteBuffer) {
        let speaker = 1 - number
        let place = payload.readerIndex + Self.payload.numberPlace
        guard let digits = payload.getString(at: place, length: Payload.numberLength), let heard = Int(digits),
            saidAt[speaker].indices.contains(heard), heard >= expected[number]
        else { return }
        expected[number] = heard + 1
        talk.heard += 1
        talk.latency.record(UInt64(max(0, (NIODeadline.now() - saidAt[speaker][heard]).nanoseconds)))
    }
}
