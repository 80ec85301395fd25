import NIOCore
import NIOPosix
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import signal_load

/// What rules cost those whom they do not mean, and how that is measured.
@Suite struct InterceptedRoomsTests {
    private static func outcome(
        unarmed: UInt64, armed: UInt64? = nil, count: Int = 100, lost: Int = 0
    ) -> InterceptedRooms.Outcome {
        func latency(_ milliseconds: UInt64) -> Histogram {
            var histogram = Histogram()
            for _ in 0..<count { histogram.record(milliseconds * 1_000_000) }
            return histogram
        }
        return InterceptedRooms.Outcome(unarmed: latency(unarmed), armed: armed.map(latency), lost: lost)
    }

    @Test func aPairThatIsHeldUpIsAFailure() {
        func failure(_ outcome: InterceptedRooms.Outcome) -> String? { outcome.failure(limit: 10) }
        #expect(failure(Self.outcome(unarmed: 3)) == nil)
        #expect(failure(Self.outcome(unarmed: 3, armed: 8)) == nil)
        #expect(failure(Self.outcome(unarmed: 12)) == "the pair's p99 is 12.0 ms, not under 10.0 ms")
        #expect(failure(Self.outcome(unarmed: 8, armed: 3000)) == "the pair's p99 is 3,000 ms, not under 10.0 ms")
        #expect(failure(Self.outcome(unarmed: 2, armed: 8)) == "the pair's p99 is 4.00 times that without the rule")
        #expect(failure(Self.outcome(unarmed: 2, lost: 3)) == "3 of the pair's messages were lost")
        #expect(failure(Self.outcome(unarmed: 2, count: 0)) == "the pair heard nothing")
    }

    /// The first of each room speaks, and all others of it hear that.
    @Test func aFullRoomHearsOneOfIt() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        let relay = try RelayServer(configuration, now: { .start }, watch: { _ in })
        defer { relay.stop() }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let generator = try LoadGenerator(try #require(WebSocketURL("ws://127.0.0.1:\(relay.port)")), loop: loop)
        let rooms = try generator.make { FullRooms(2, on: loop) }
        let pool = try generator.make { rooms.value.pool }
        try generator.open(2 * FullRooms.peers, in: pool, room: FullRooms.room)
        let all = loop.makePromise(of: Set<Int>.self)
        try loop.submit {
            var heard: Set<Int> = []
            rooms.value.pool.heard = { client, _ in
                heard.insert(client.number)
                if heard.count == 2 * FullRooms.peers - 2 { all.succeed(heard) }
            }
            rooms.value.begin()
        }.wait()
        loop.scheduleTask(in: .seconds(20)) { all.fail(LoadError.unheard(generator.relay)) }
        #expect(try all.futureResult.wait() == Set(0..<200).subtracting([0, 100]))
        try loop.submit { rooms.value.end() }.wait()
        try generator.close(pool)
    }
}
