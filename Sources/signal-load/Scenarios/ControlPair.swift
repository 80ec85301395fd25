import Events
import NIOCore

/// Two well-behaved clients that send each other numbered messages at a constant rate, to measure the effect of a load.
///
/// It must be used on its event loop only.
final class ControlPair {
    /// The interval at which each client sends a message.
    private static let interval: TimeAmount = .milliseconds(20)
    /// The maximum time to wait for the last messages.
    private static let timeout: TimeAmount = .seconds(10)
    /// The latency below which a message has certainly not been held or delayed by a rule.
    private static let promptLatency: TimeAmount = .milliseconds(50)

    /// The messages that the pair has sent and received.
    struct Statistics: Equatable, Sendable {
        /// The number of messages sent.
        var sent = 0
        /// The number of messages received in order.
        var received = 0
        var latency = DelayHistogram.precise

        var lost: Int { sent - received }

        var figures: [Figure] {
            [
                Figure("messages of the pair", Double(sent), .count),
                Figure("  of them lost", Double(lost), .count),
                Figure("  latency p50", latency.milliseconds(permille: 500), .milliseconds),
                Figure("  latency p99", latency.milliseconds(permille: 990), .milliseconds),
                Figure("  longest", Double(latency.largest) / 1e6, .milliseconds),
            ]
        }
    }

    let pool: ClientPool
    private let loop: any EventLoop
    private let payload: Payload
    private var statistics = Statistics()
    private var messages: [NumberedMessage]
    /// The times at which each client sent its messages, by number.
    private var sentAt: [[NIODeadline]] = [[], []]
    /// The smallest number that each client may receive next.
    private var expected = [0, 0]
    private var sendTask: RepeatedTask?
    /// The time at which a message last arrived within ``promptLatency``; `nil` if none has.
    private(set) var lastPrompt: NIODeadline?

    /// Creates a pair that sends messages of `bytes` bytes: offers if the size suffices, otherwise candidates.
    init(on loop: any EventLoop, bytes: Int = 250) {
        self.loop = loop
        payload = Payload(bytes: bytes, isOffer: true)
        messages = [NumberedMessage(payload), NumberedMessage(payload)]
        pool = ClientPool(on: loop)
    }

    func begin() {
        pool.onMessage = { [weak self] client, payload in self?.receive(client.number, payload) }
        let bound = NIOLoopBound(self, eventLoop: loop)
        sendTask = loop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            bound.value.send()
        }
    }

    /// Stops sending, and waits until all messages have arrived, a client is disconnected, or the timeout has passed.
    func end() -> EventLoopFuture<Statistics> {
        sendTask?.cancel()
        let done = loop.makePromise(of: Statistics.self)
        let bound = NIOLoopBound(self, eventLoop: loop)
        let limit = NIODeadline.now() + Self.timeout
        loop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.interval) { task in
            let statistics = bound.value.statistics
            guard statistics.lost == 0 || bound.value.pool.clients.count < 2 || .now() > limit else { return }
            task.cancel()
            done.succeed(statistics)
        }
        return done.futureResult
    }

    /// Returns the latency of the messages that have arrived since the last call.
    func takeLatency() -> DelayHistogram {
        defer { statistics.latency = .precise }
        return statistics.latency
    }

    private func send() {
        let now = NIODeadline.now()
        for number in 0...1 {
            messages[number].setNumber(sentAt[number].count)
            sentAt[number].append(now)
            statistics.sent += 1
            pool.clients[number]?.send(messages[number])
        }
    }

    private func receive(_ number: Int, _ payload: ByteBuffer) {
        let sender = 1 - number
        let offset = payload.readerIndex + self.payload.numberOffset
        guard let digits = payload.getString(at: offset, length: Payload.digitCount), let messageNumber = Int(digits),
            sentAt[sender].indices.contains(messageNumber), messageNumber >= expected[number]
        else { return }
        expected[number] = messageNumber + 1
        statistics.received += 1
        let now = NIODeadline.now()
        let latency = now - sentAt[sender][messageNumber]
        statistics.latency.note(latency.nanoseconds)
        if latency < Self.promptLatency { lastPrompt = now }
    }
}
