import NIOCore

/// Idle connections, whose memory usage in the server is measured before and after a call.
struct Idle: Equatable, Sendable {
    /// The number of connections, two in each room.
    var connections = 2000
    /// The time without traffic before memory is measured, in seconds.
    var quiet = 2.0

    /// The number of concurrent calls.
    fileprivate static let concurrentCalls = 20
    /// The number of connections of the warm-up, so that one-time allocations of the server are not measured.
    private static let warmUpConnections = 200

    func run(on generator: LoadGenerator, server: ServerProcess?) throws -> [Figure] {
        try warmUp(generator)
        let empty = server?.residentBytes
        let traffic = try generator.make { CallTraffic(pairs: connections / 2, on: generator) }
        let pool = try generator.make { traffic.value.pool }
        let start = NIODeadline.now()
        try generator.open(connections, in: pool) { "idle-\($0 / 2)" }
        let seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        var figures = [Figure("connections opened", Double(connections) / seconds, .perSecond)]
        Pause.seconds(quiet)
        let idle = server?.residentBytes
        try generator.loop.flatSubmit { traffic.value.begin() }.wait()
        Pause.seconds(quiet)
        let after = server?.residentBytes
        if let empty, let idle, let after {
            figures += [
                Figure("memory before", Double(empty) / 1024, .kibibytes),
                Figure("memory per connection", Double(idle - empty) / 1024 / Double(connections), .kibibytes),
                Figure("  after a finished call", Double(after - empty) / 1024 / Double(connections), .kibibytes),
            ]
        }
        try generator.loop.submit { try traffic.value.pool.checkNoLosses() }.wait()
        try generator.close(pool)
        return figures
    }

    /// Opens connections, makes a call in each pair, and closes them.
    private func warmUp(_ generator: LoadGenerator) throws {
        let traffic = try generator.make { CallTraffic(pairs: Self.warmUpConnections / 2, on: generator) }
        let pool = try generator.make { traffic.value.pool }
        try generator.open(Self.warmUpConnections, in: pool) { "warm-up-\($0 / 2)" }
        try generator.loop.flatSubmit { traffic.value.begin() }.wait()
        try generator.close(pool)
        Pause.seconds(quiet)
    }
}

/// A call in each pair: an offer, an answer, and eight candidates from each side.
///
/// It must be used on its event loop only.
private final class CallTraffic {
    let pool: ClientPool
    private let generator: LoadGenerator
    private let pairs: Int
    /// The messages of a call, sent by the two clients in turn.
    private let script: [NumberedMessage]
    /// The number of messages that each pair has sent.
    private var sent: [Int]
    private var started = 0
    private var finished = 0
    private let done: EventLoopPromise<Void>

    init(pairs: Int, on generator: LoadGenerator) {
        self.generator = generator
        let loop = generator.loop
        self.pairs = pairs
        pool = ClientPool(on: loop)
        done = loop.makePromise()
        sent = Array(repeating: 0, count: pairs)
        let descriptions = [Payload(bytes: 6000, isOffer: true), Payload(bytes: 5000, isOffer: false)]
        var script = descriptions.map(NumberedMessage.init)
        for number in 0..<16 {
            var candidate = NumberedMessage(Payload(bytes: 250, isOffer: true))
            candidate.setNumber(number)
            script.append(candidate)
        }
        self.script = script
    }

    /// Starts the calls; the future succeeds when all are finished.
    func begin() -> EventLoopFuture<Void> {
        pool.onMessage = { [weak self] client, _ in self?.receive(client) }
        // A pair that has lost a client cannot finish its call; the pool reports the loss.
        pool.onClose = { [done] _ in done.succeed() }
        if pairs == 0 { done.succeed() }
        for _ in 0..<Idle.concurrentCalls { startCall() }
        watchProgress()
        return done.futureResult
    }

    /// Fails if no message arrives within the timeout.
    private func watchProgress() {
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        let before = sent.reduce(0, +)
        let check = generator.loop.scheduleTask(in: .seconds(Int64(LoadGenerator.timeout))) { [done, generator] in
            guard bound.value.sent.reduce(0, +) > before else {
                return done.fail(LoadError.notForwarded(generator.relay))
            }
            bound.value.watchProgress()
        }
        done.futureResult.whenComplete { _ in check.cancel() }
    }

    private func startCall() {
        guard started < pairs else { return }
        started += 1
        if let caller = pool.clients[(started - 1) * 2] { send(caller) }
    }

    private func receive(_ client: Client) {
        if sent[client.number / 2] < script.count { return send(client) }
        finished += 1
        if finished == pairs { done.succeed() }
        startCall()
    }

    private func send(_ client: Client) {
        let pair = client.number / 2
        sent[pair] += 1
        client.send(script[sent[pair] - 1])
    }
}
