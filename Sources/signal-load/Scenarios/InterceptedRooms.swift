import Events
import NIOCore

/// The effect of intercept rules on unrelated peers: a control pair exchanges offers in a room of its own while candidates
/// are held or delayed in full rooms.
struct InterceptedRooms: Equatable, Sendable {
    /// The number of full rooms.
    var rooms: Int
    /// The command that adds the rule, such as `hold 30 kind:candidate`; `nil` for none.
    var rule: String?
    /// The duration of each of the two measurements, without and with the rule, in seconds.
    var seconds: Double

    /// The maximum time for a command to take effect, in seconds.
    private static let timeout = 180
    /// The time before each measurement, in seconds.
    private static let warmUp = 2.0
    private static let pairBytes = 2500
    /// The ratio of the 99th percentiles with and without the rule at which the measurement fails.
    private static let ratioLimit = 3.0

    /// The result of the measurement.
    struct Outcome: Equatable, Sendable {
        /// The latency of the pair without the rule.
        var baseline = DelayHistogram.precise
        /// The latency of the pair with the rule; `nil` if there is none.
        var withRule: DelayHistogram?
        /// The time from typing `:disarm all` until a candidate arrived without delay, in seconds; `nil` without a rule.
        var removalTime: Double?
        /// The time from SIGTERM to the end of the process, in seconds.
        var endTime = 0.0
        /// The number of messages of the pair that did not arrive.
        var lost = 0

        /// The ratio of the 99th percentiles with and without the rule; `nil` without a rule.
        var ratio: Double? {
            guard let withRule, let baseline = baseline.percentile(99) else { return nil }
            return Double(withRule.percentile(99) ?? 0) / Double(max(1, baseline))
        }

        /// Returns the reason why the measurement failed; `nil` if it did not.
        ///
        /// `limit` is the limit of the 99th percentile in milliseconds.
        func failure(limit: Double) -> String? {
            let latency = withRule ?? baseline
            let slowest = latency.milliseconds(permille: 990)
            if latency.count == 0 { return "the pair received nothing" }
            if lost > 0 { return "\(lost) of the pair's messages were lost" }
            if slowest >= limit {
                return "the pair's p99 is \(Figure.text(slowest)) ms: expected less than \(Figure.text(limit)) ms"
            }
            guard let ratio, ratio >= InterceptedRooms.ratioLimit else { return nil }
            return "the pair's p99 is \(Figure.text(ratio)) times that without the rule: expected less than "
                + "\(Figure.text(InterceptedRooms.ratioLimit)) times"
        }
    }

    /// Starts a server, and measures the pair on one event loop while the full rooms are on another.
    func run(_ command: ServerCommand, rooms loadLoop: any EventLoop, pair pairLoop: any EventLoop) throws -> Outcome {
        let server = try StartedServer(command, loop: pairLoop)
        var isOver = false
        defer { if !isOver { server.end() } }
        guard let url = server.url else { return Outcome() }
        let (pair, load) = (try LoadGenerator(url, loop: pairLoop), try LoadGenerator(url, loop: loadLoop))
        let control = try pair.make { ControlPair(on: pair.loop, bytes: Self.pairBytes) }
        let witness = try pair.make { ControlPair(on: pair.loop) }
        let full = try load.make { FullRooms(rooms, on: load.loop) }
        let pool = try load.make { full.value.pool }
        try pair.open(2, in: pair.make { control.value.pool }) { _ in "control" }
        try pair.open(2, in: pair.make { witness.value.pool }) { _ in "witness" }
        try load.open(rooms * FullRooms.peersPerRoom, in: pool, room: FullRooms.room)
        try pair.loop.submit {
            control.value.begin()
            witness.value.begin()
        }.wait()
        try load.loop.submit { full.value.begin() }.wait()

        var outcome = Outcome()
        outcome.baseline = try measure(control, pair)
        if let rule {
            try addRule(rule, server, witness, pair)
            outcome.withRule = try measure(control, pair)
            outcome.removalTime = try removeRules(server, witness, pair)
            try addRule(rule, server, witness, pair)
        }
        try load.loop.submit { try pool.value.checkNoLosses() }.wait()
        let statistics = try pair.loop.flatSubmit { control.value.end() }.wait()
        outcome.lost = statistics.lost
        let start = NIODeadline.now()
        server.end()
        isOver = true
        outcome.endTime = Self.seconds(since: start)
        return outcome
    }

    private func measure(_ control: NIOLoopBound<ControlPair>, _ pair: LoadGenerator) throws -> DelayHistogram {
        Pause.seconds(Self.warmUp)
        _ = try pair.loop.submit { control.value.takeLatency() }.wait()
        Pause.seconds(seconds)
        return try pair.loop.submit { control.value.takeLatency() }.wait()
    }

    /// Adds the rule, and waits until the candidates of the witness pair are held or delayed.
    private func addRule(
        _ rule: String, _ server: StartedServer, _ witness: NIOLoopBound<ControlPair>, _ pair: LoadGenerator
    ) throws {
        server.type(":\(rule)\r")
        let start = NIODeadline.now()
        while Self.seconds(since: start) < Double(Self.timeout) {
            Pause.seconds(0.02)
            let last = try pair.loop.submit { witness.value.lastPrompt }.wait()
            if let last, Self.seconds(since: last) > 0.2 { return }
        }
        throw LoadError.ruleHasNoEffect(server: server.command.name, command: ":\(rule)", timeout: Self.timeout)
    }

    /// Removes all rules; returns the seconds until a candidate of the witness pair arrived without delay.
    private func removeRules(
        _ server: StartedServer, _ witness: NIOLoopBound<ControlPair>, _ pair: LoadGenerator
    ) throws -> Double {
        let start = NIODeadline.now()
        server.type(":disarm all\r")
        while Self.seconds(since: start) < Double(Self.timeout) {
            Pause.seconds(0.01)
            let last = try pair.loop.submit { witness.value.lastPrompt }.wait()
            if let last, last > start { return Double((last - start).nanoseconds) / 1e9 }
        }
        throw LoadError.ruleHasNoEffect(server: server.command.name, command: ":disarm all", timeout: Self.timeout)
    }

    private static func seconds(since start: NIODeadline) -> Double {
        Double((NIODeadline.now() - start).nanoseconds) / 1e9
    }
}

/// Rooms with the maximum number of peers, in each of which one peer continuously sends candidates.
///
/// It must be used on its event loop only.
final class FullRooms {
    /// The number of peers in a room: the relay's default limit.
    static let peersPerRoom = 100
    /// The candidates per second that the sender of each room sends: just below the relay's default limit of 200.
    static let rate = 195

    let pool: ClientPool
    private let rooms: Int
    private let loop: any EventLoop
    private var message = NumberedMessage(Payload(bytes: 250, isOffer: true))
    private var sent = 0
    private var sendTasks: [RepeatedTask] = []

    init(_ rooms: Int, on loop: any EventLoop) {
        self.rooms = rooms
        self.loop = loop
        pool = ClientPool(on: loop)
    }

    static func room(of number: Int) -> String { "full-\(number / peersPerRoom)" }

    /// Starts to send; the rooms' intervals are offset against each other.
    func begin() {
        let interval = TimeAmount.nanoseconds(1_000_000_000 / Int64(Self.rate))
        let bound = NIOLoopBound(self, eventLoop: loop)
        sendTasks = (0..<rooms).map { room in
            let offset = TimeAmount.nanoseconds(interval.nanoseconds * Int64(room) / Int64(rooms))
            return loop.scheduleRepeatedTask(initialDelay: interval + offset, delay: interval) { _ in
                bound.value.send(in: room)
            }
        }
    }

    func end() { for task in sendTasks { task.cancel() } }

    private func send(in room: Int) {
        sent += 1
        message.setNumber(sent)
        pool.clients[room * Self.peersPerRoom]?.send(message)
    }
}
