import NIOCore

/// What the operator's rules cost those whom they do not mean: a pair says offers to each other in a room of its own, while
/// candidates are said in full rooms, and held or delayed there.
struct InterceptedRooms: Equatable, Sendable {
    /// The full rooms.
    var rooms: Int
    /// What is typed into the console: `hold 30 kind:candidate`; `nil` if nothing is.
    var rule: String?
    /// How long the pair is measured without the rule, and then with it, in seconds.
    var seconds: Double

    /// How long a rule may take to work, or to work no more, in seconds.
    static let patience = 180
    /// How long all goes on before it is measured, in seconds.
    private static let settling = 2.0
    private static let pairBytes = 2500
    /// How many times longer 99 of 100 messages may take with a rule than without.
    private static let ratioLimit = 3.0

    /// What came of it.
    struct Outcome: Equatable, Sendable {
        var unarmed = Histogram()
        var armed: Histogram?
        /// Seconds from when `:disarm all` was typed until a candidate arrived at once; `nil` if nothing was armed.
        var disarming: Double?
        /// Seconds from SIGTERM to the end of the process.
        var ending = 0.0
        /// Messages of the pair that never arrived.
        var lost = 0

        /// How many times longer 99 of 100 messages took with the rule than without; `nil` if there was none.
        var ratio: Double? {
            guard let armed, unarmed.count > 0 else { return nil }
            return Double(armed.quantile(0.99)) / Double(max(1, unarmed.quantile(0.99)))
        }

        /// What the pair did not get that it should, of which 99 of 100 messages may take `limit` milliseconds; `nil` if all
        /// was well.
        func failure(limit: Double) -> String? {
            let latency = armed ?? unarmed
            let slowest = Double(latency.quantile(0.99)) / 1e6
            if latency.count == 0 { return "the pair heard nothing" }
            if lost > 0 { return "\(lost) of the pair's messages were lost" }
            if slowest >= limit {
                return "the pair's p99 is \(Figure.text(slowest)) ms, not under \(Figure.text(limit)) ms"
            }
            guard let ratio, ratio >= InterceptedRooms.ratioLimit else { return nil }
            return "the pair's p99 is \(Figure.text(ratio)) times that without the rule"
        }
    }

    /// Starts a server, and measures a pair on one event loop while the rooms are on another.
    func run(_ command: ServerCommand, rooms storm: any EventLoop, pair loop: any EventLoop) throws -> Outcome {
        let server = try StartedServer(command, loop: loop)
        var isOver = false
        defer { if !isOver { server.end() } }
        guard let url = server.url else { return Outcome() }
        let (pair, storm) = (try LoadGenerator(url, loop: loop), try LoadGenerator(url, loop: storm))
        let control = try pair.make { ControlPair(on: pair.loop, bytes: Self.pairBytes) }
        let witness = try pair.make { ControlPair(on: pair.loop) }
        let full = try storm.make { FullRooms(rooms, on: storm.loop) }
        let pool = try storm.make { full.value.pool }
        try pair.open(2, in: pair.make { control.value.pool }) { _ in "control" }
        try pair.open(2, in: pair.make { witness.value.pool }) { _ in "witness" }
        try storm.open(rooms * FullRooms.peers, in: pool, room: FullRooms.room)
        try pair.loop.submit {
            control.value.begin()
            witness.value.begin()
        }.wait()
        try storm.loop.submit { full.value.begin() }.wait()

        var outcome = Outcome()
        outcome.unarmed = try measure(control, pair)
        if let rule {
            try arm(rule, server, witness, pair)
            outcome.armed = try measure(control, pair)
            outcome.disarming = try disarm(server, witness, pair)
            try arm(rule, server, witness, pair)
        }
        try storm.loop.submit { try pool.value.check() }.wait()
        let talk = try pair.loop.flatSubmit { control.value.end() }.wait()
        outcome.lost = talk.lost
        let start = NIODeadline.now()
        server.end()
        isOver = true
        outcome.ending = Self.seconds(since: start)
        return outcome
    }

    private func measure(_ control: NIOLoopBound<ControlPair>, _ pair: LoadGenerator) throws -> Histogram {
        Pause.seconds(Self.settling)
        _ = try pair.loop.submit { control.value.takeLatency() }.wait()
        Pause.seconds(seconds)
        return try pair.loop.submit { control.value.takeLatency() }.wait()
    }

    /// Types a rule, and waits until the witnesses' candidates do not arrive at once any more.
    private func arm(
        _ rule: String, _ server: StartedServer, _ witness: NIOLoopBound<ControlPair>, _ pair: LoadGenerator
    ) throws {
        server.type(":\(rule)\r")
        let start = NIODeadline.now()
        while Self.seconds(since: start) < Double(Self.patience) {
            Pause.seconds(0.02)
            let last = try pair.loop.submit { witness.value.lastPrompt }.wait()
            if let last, Self.seconds(since: last) > 0.2 { return }
        }
        throw LoadError.notArmed(server: server.command.name, command: ":\(rule)")
    }

    /// Takes the rules away, and returns the seconds until one of the witnesses' candidates arrived at once.
    private func disarm(
        _ server: StartedServer, _ witness: NIOLoopBound<ControlPair>, _ pair: LoadGenerator
    ) throws -> Double {
        let start = NIODeadline.now()
        server.type(":disarm all\r")
        while Self.seconds(since: start) < Double(Self.patience) {
            Pause.seconds(0.01)
            let last = try pair.loop.submit { witness.value.lastPrompt }.wait()
            if let last, last > start { return Double((last - start).nanoseconds) / 1e9 }
        }
        throw LoadError.notArmed(server: server.command.name, command: ":disarm all")
    }

    private static func seconds(since start: NIODeadline) -> Double {
        Double((NIODeadline.now() - start).nanoseconds) / 1e9
    }
}
