import Testing

@testable import Events
@testable import Relay

/// Idle peers are pinged, and time out.
@Suite struct LivenessTests {
    private func check(
        _ liveness: inout Liveness, at seconds: Double, isWithinFrame: Bool = false
    ) -> Liveness.Check {
        liveness.check(
            at: .seconds(seconds), isWithinFrame: isWithinFrame, pingInterval: .seconds(20),
            idleTimeout: .seconds(60))
    }

    private func recordPong(_ liveness: inout Liveness, _ pong: [UInt8]) -> Bool {
        liveness.recordPong(pong)
    }

    /// RFC 6455 §5.5.2.
    @Test func aPeerIsPingedAtOnceAndThenWhenItIsIdle() {
        var liveness = Liveness(connectedAt: .start)
        #expect(check(&liveness, at: 5) == .sendPing([0, 0, 0, 1]))
        #expect(check(&liveness, at: 10) == .alive)
        liveness.lastReceived = .seconds(11)
        #expect(check(&liveness, at: 25) == .alive)
        #expect(check(&liveness, at: 31) == .sendPing([0, 0, 0, 2]))
        #expect(check(&liveness, at: 35) == .alive)
        #expect(check(&liveness, at: 51) == .sendPing([0, 0, 0, 3]))
        #expect(check(&liveness, at: 71) == .timedOut)
    }

    /// RFC 6455 §5.4: a pong may be sent between frames, never within one.
    @Test func aPeerWithinAFrameIsPingedOnceTheFrameIsComplete() {
        var liveness = Liveness(connectedAt: .start)
        #expect(check(&liveness, at: 5, isWithinFrame: true) == .alive)
        #expect(check(&liveness, at: 30, isWithinFrame: true) == .alive)
        #expect(check(&liveness, at: 31) == .sendPing([0, 0, 0, 1]))
        #expect(check(&liveness, at: 60, isWithinFrame: true) == .timedOut)
    }

    /// RFC 6455 §5.5.3: a pong has the payload of its ping.
    @Test func onlyThePongOfTheLastPingGivesTheRoundTrip() {
        var liveness = Liveness(connectedAt: .start)
        #expect(!recordPong(&liveness, [0, 0, 0, 0]))
        _ = check(&liveness, at: 1)
        _ = check(&liveness, at: 21)
        liveness.lastReceived = .seconds(22)
        #expect(!recordPong(&liveness, [0, 0, 0, 1]))
        #expect(!recordPong(&liveness, []))
        #expect(liveness.roundTrip == nil)
        #expect(recordPong(&liveness, [0, 0, 0, 2]))
        #expect(liveness.roundTrip == 1_000_000_000)
        liveness.lastReceived = .seconds(30)
        #expect(!recordPong(&liveness, [0, 0, 0, 2]))
        #expect(liveness.roundTrip == 1_000_000_000)
    }
}
