import NIOCore

/// Connections that are quiet: what each keeps of the server's memory, before and after a call.
struct Idle: Equatable, Sendable {
    /// Two by two in a room.
    var connections = 2000
    /// How long the server is left alone before its memory is read, in seconds.
    var quiet = 2.0

    /// Calls that are made at once: people do not all call at the same moment.
    fileprivate static let callsAtOnce = 20
    /// Connections that come and go first, so that what a server makes once is there.
    private static let before = 200

    func run(on generator: LoadGenerator, server: ServerProcess?) throws -> [Figure] {
        try visit(generator)
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
        try generator.loop.submit { try traffic.value.pool.check() }.wait()
        try generator.close(pool)
        return figures
    }

    /// A few connections with a call each, that are closed again.
    private func visit(_ generator: LoadGenerator) throws {
        let traffic = try generator.make { CallTraffic(pairs: Self.before / 2, on: generator) }
        let pool = try generator.make { traffic.value.pool }
        try generator.open(Self.before, in: pool) { "visit-\($0 / 2)" }
        try generator.loop.flatSubmit { traffic.value.begin() }.wait()
        try generator.close(pool)
        Pause.seconds(quiet)
    }
}

/// A call in each pair: an offer, an answer, and eight candidates of each.
///
/// On the event loop.
private final class CallTraffic {
    let pool: ClientPool
    private let generator: LoadGenerator
    private let pairs: Int
    /// What is said in a call, by the two in turn.
    private let script: [NumberedMessage]
    /// How much of it each pair has said.
    private var said: [Int]
    private var begun = 0
    private var finished = 0
    private let done: EventLoopPromise<Void>

    init(pairs: Int, on generator: LoadGenerator) {
        self.generator = generator
        let loop = generator.loop
        self.pairs = pairs
        pool = ClientPool(on: loop)
        done = loop.makePromise()
        said = Array(repeating: 0, count: pairs)
        let descriptions = [Payload(bytes: 6000, isOffer: true), Payload(bytes: 5000, isOffer: false)]
        var script = descriptions.map(NumberedMessage.init)
        for number in 0..<16 {
            var candidate = NumberedMessage(Payload(bytes: 250, isOffer: true))
            candidate.setNumber(number)
            script.append(candidate)
        }
        self.script = script
    }

    /// Done when all calls are.
    func begin() -> EventLoopFuture<Void> {
        pool.heard = { [weak self] client, _ in self?.hear(client) }
        // One who is gone says no more.
        pool.closed = { [done] _ in done.succeed() }
        if pairs == 0 { done.succeed() }
        for _ in 0..<Idle.callsAtOnce { call() }
        watch()
        return done.futureResult
    }

    /// Gives up where nothing more is heard.
    private func watch() {
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        let before = said.reduce(0, +)
        let again = generator.loop.scheduleTask(in: .seconds(Int64(LoadGenerator.patience))) { [done, generator] in
            guard bound.value.said.reduce(0, +) > before else { return done.fail(LoadError.unheard(generator.relay)) }
            bound.value.watch()
        }
        done.futureResult.whenComplete { _ in again.cancel() }
    }

    private func call() {
        guard begun < pairs else { return }
        begun += 1
        if let caller = pool.clients[(begun - 1) * 2] { say(caller) }
    }

    private func hear(_ client: Client) {
        if said[client.number / 2] < script.count { return say(client) }
        finished += 1
        if finished == pairs { done.succeed() }
        call()
    }

    private func say(_ client: Client) {
        let pair = client.number / 2
        said[pair] += 1
        client.say(script[said[pair] - 1])
    }
}
