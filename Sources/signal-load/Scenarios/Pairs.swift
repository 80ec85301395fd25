import NIOCore

/// Pairs, each in a room of its own, whose two hand messages to and fro.
struct Pairs: Equatable, Sendable {
    var pairs = 50
    /// The size of a message.
    var bytes = 2500
    /// Messages under way in a pair at a time.
    var inFlight = 1

    func run(on generator: LoadGenerator, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        let traffic = try generator.make { PairsTraffic(self, on: generator.loop) }
        let crowd = try generator.make { traffic.value.crowd }
        try generator.open(pairs * 2, in: crowd) { "pair-\($0 / 2)" }
        let figures = try generator.measure(traffic, server: server, timing: timing)
        try generator.close(crowd)
        return figures
    }
}

/// On the event loop.
private final class PairsTraffic: Traffic {
    let crowd: Crowd
    var tally = Tally()
    private let scenario: Pairs
    private var speakers: [Speaker] = []

    /// One of a pair: clients 2n and 2n + 1 are one.
    private struct Speaker {
        let client: Client
        var frame: ClientFrame
        var said = 0
        var heard = 0
        /// When its last messages were said, by their numbers: they arrive in order.
        var saidAt: [NIODeadline]
    }

    init(_ scenario: Pairs, on loop: any EventLoop) {
        self.scenario = scenario
        crowd = Crowd(on: loop)
    }

    func begin() {
        speakers = (0..<scenario.pairs * 2).compactMap { number in
            crowd.clients[number].map {
                let payload = Payload(bytes: scenario.bytes, isOffer: number.isMultiple(of: 2), author: number)
                return Speaker(
                    client: $0, frame: ClientFrame(payload),
                    saidAt: Array(repeating: .uptimeNanoseconds(0), count: scenario.inFlight))
            }
        }
        crowd.heard = { [unowned self] client, _ in hear(client.number) }
        for number in stride(from: 0, to: speakers.count, by: 2) {
            for _ in 0..<scenario.inFlight { say(number, at: .now()) }
        }
    }

    private func hear(_ number: Int) {
        let (other, now) = (number ^ 1, NIODeadline.now())
        guard speakers.indices.contains(other), speakers[other].heard < speakers[other].said else { return }
        let place = speakers[other].heard % scenario.inFlight
        tally.delivered(after: UInt64(max(0, (now - speakers[other].saidAt[place]).nanoseconds)))
        speakers[other].heard += 1
        say(number, at: now)
    }

    private func say(_ number: Int, at now: NIODeadline) {
        speakers[number].saidAt[speakers[number].said % scenario.inFlight] = now
        speakers[number].said += 1
        speakers[number].frame.setNumber(speakers[number].said)
        speakers[number].client.say(speakers[number].frame)
    }
}
