import NIOCore
import NIOPosix
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import signal_load

/// The measurement of the effect of rules on unrelated peers.
@Suite struct InterceptedRoomsTests {
    private static func outcome(
        baseline: Int64, withRule: Int64? = nil, count: Int = 100, lost: Int = 0
    ) -> InterceptedRooms.Outcome {
        func latency(_ milliseconds: Int64) -> DelayHistogram {
            var histogram = DelayHistogram.precise
            for _ in 0..<count { histogram.note(milliseconds * 1_000_000) }
            return histogram
        }
        return InterceptedRooms.Outcome(baseline: latency(baseline), withRule: withRule.map(latency), lost: lost)
    }

    @Test func delayedPairIsAFailure() {
        func failure(_ outcome: InterceptedRooms.Outcome) -> String? { outcome.failure(limit: 10) }
        #expect(failure(Self.outcome(baseline: 3)) == nil)
        #expect(failure(Self.outcome(baseline: 3, withRule: 8)) == nil)
        #expect(failure(Self.outcome(baseline: 12)) == "the pair's p99 is 12.0 ms: expected less than 10.0 ms")
        #expect(
            failure(Self.outcome(baseline: 8, withRule: 3000))
                == "the pair's p99 is 3,000 ms: expected less than 10.0 ms")
        #expect(
            failure(Self.outcome(baseline: 2, withRule: 8))
                == "the pair's p99 is 4.00 times that without the rule: expected less than 3.00 times")
        #expect(failure(Self.outcome(baseline: 2, lost: 3)) == "3 of the pair's messages were lost")
        #expect(failure(Self.outcome(baseline: 2, count: 0)) == "the pair received nothing")
    }

    @Test func firstPeerOfAFullRoomReachesAllOthers() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        let relay = try RelayServer(configuration, now: { .start }, watch: { _ in })
        defer { relay.stop() }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let generator = try LoadGenerator(try #require(WebSocketURL("ws://127.0.0.1:\(relay.port)")), loop: loop)
        let rooms = try generator.make { FullRooms(2, on: loop) }
        let pool = try generator.make { rooms.value.pool }
        try generator.open(2 * FullRooms.peersPerRoom, in: pool, room: FullRooms.room)
        let all = loop.makePromise(of: Set<Int>.self)
        try loop.submit {
            var receivers: Set<Int> = []
            rooms.value.pool.onMessage = { client, _ in
                receivers.insert(client.number)
                if receivers.count == 2 * FullRooms.peersPerRoom - 2 { all.succeed(receivers) }
            }
            rooms.value.begin()
        }.wait()
        loop.scheduleTask(in: .seconds(20)) { all.fail(LoadError.notForwarded(generator.relay)) }
        #expect(try all.futureResult.wait() == Set(0..<200).subtracting([0, 100]))
        try loop.submit { rooms.value.end() }.wait()
        try generator.close(pool)
    }
}
