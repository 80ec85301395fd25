import Testing

@testable import Events
@testable import Relay

@Suite struct LivenessTests {
    private func check(
        _ liveness: inout Liveness, at seconds: Double, isWithinFrame: Bool = false
    ) -> Liveness.Verdict {
        liveness.check(
            at: .seconds(seconds), isWithinFrame: isWithinFrame, pingInterval: .seconds(20),
            idleTimeout: .seconds(60))
    }

    private func isAnswered(_ liveness: inout Liveness, _ pong: [UInt8]) -> Bool {
        liveness.isAnswered(by: pong)
    }

    /// RFC 6455 §5.5.2.
    @Test func aPeerIsAskedAtOnceAndThenWhereItIsSilent() {
        var liveness = Liveness(heard: .start)
        #expect(check(&liveness, at: 5) == .isToBeAsked([0, 0, 0, 1]))
        #expect(check(&liveness, at: 10) == .alive)
        liveness.heard = .seconds(11)
        #expect(check(&liveness, at: 25) == .alive)
        #expect(check(&liveness, at: 31) == .isToBeAsked([0, 0, 0, 2]))
        #expect(check(&liveness, at: 35) == .alive)
        #expect(check(&liveness, at: 51) == .isToBeAsked([0, 0, 0, 3]))
        #expect(check(&liveness, at: 71) == .silent)
    }

    /// RFC 6455 §5.4: a pong may stand between frames, never in one.
    @Test func aPeerWithinAFrameIsAskedOnceTheFrameIsWhole() {
        var liveness = Liveness(heard: .start)
        #expect(check(&liveness, at: 5, isWithinFrame: true) == .alive)
        #expect(check(&liveness, at: 30, isWithinFrame: true) == .alive)
        #expect(check(&liveness, at: 31) == .isToBeAsked([0, 0, 0, 1]))
        #expect(check(&liveness, at: 60, isWithinFrame: true) == .silent)
    }

    /// RFC 6455 §5.5.3: a pong says what its ping said.
    @Test func onlyThePongOfTheLastPingTellsTheRoundTrip() {
        var liveness = Liveness(heard: .start)
        #expect(!isAnswered(&liveness, [0, 0, 0, 0]))
        _ = check(&liveness, at: 1)
        _ = check(&liveness, at: 21)
        liveness.heard = .seconds(22)
        #expect(!isAnswered(&liveness, [0, 0, 0, 1]))
        #expect(!isAnswered(&liveness, []))
        #expect(liveness.roundTrip == nil)
        #expect(isAnswered(&liveness, [0, 0, 0, 2]))
        #expect(liveness.roundTrip == 1_000_000_000)
        liveness.heard = .seconds(30)
        #expect(!isAnswered(&liveness, [0, 0, 0, 2]))
        #expect(liveness.roundTrip == 1_000_000_000)
    }
}
