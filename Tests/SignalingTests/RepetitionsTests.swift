import Testing

@testable import Events
@testable import Routing

/// What a stranger can cause as often as they like is told at most once a second, and counted.
@Suite struct RepetitionsTests {
    @Test func theFirstIsToldAtOnceAndTheRestIsCounted() {
        var repetitions = EventCoalescer<String, Int>(period: Switchboard.repetitionTime)
        #expect(repetitions.due == nil)
        let isTold = (1...50).map { repetitions.note($0, as: "a", at: .seconds(1 + Double($0) / 100)) }
        #expect(isTold == [true] + [Bool](repeating: false, count: 49))
        let isOtherTold = repetitions.note(7, as: "b", at: .seconds(1.5))
        #expect(isOtherTold && repetitions.due == .seconds(2.01))
        let early = repetitions.take(at: .seconds(2))
        #expect(early.isEmpty)
        let told = repetitions.take(at: .seconds(2.01))
        #expect(told.map(\.value) == [50] && told.map(\.count) == [49])
        // That was told too: the next second begins with it.
        let isNextTold = repetitions.note(51, as: "a", at: .seconds(2.5))
        #expect(!isNextTold)
    }

    @Test func nothingIsKeptOfWhatCameOnce() {
        var repetitions = EventCoalescer<Int, Int>(period: Switchboard.repetitionTime)
        let areTold = (0..<100).map { repetitions.note($0, as: $0, at: .seconds(1)) }
        #expect(!areTold.contains(false))
        let told = repetitions.take(at: .seconds(2))
        #expect(told.isEmpty && repetitions.due == nil)
    }

    /// Who asks for what is due may come late, and more may come before.
    @Test func whatWasCountedIsNotForgottenWhereItIsAskedForLate() {
        var repetitions = EventCoalescer<String, Int>(period: Switchboard.repetitionTime)
        for value in 1...3 { _ = repetitions.note(value, as: "a", at: .seconds(1)) }
        let isTold = repetitions.note(4, as: "a", at: .seconds(5))
        let told = repetitions.take(at: .seconds(5))
        #expect(!isTold && told.map(\.value) == [4] && told.map(\.count) == [3])
    }
}
