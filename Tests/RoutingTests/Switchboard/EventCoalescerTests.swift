import Testing

@testable import Events
@testable import Routing

/// Events that anybody can cause are reported at most once a second, with their number.
@Suite struct EventCoalescerTests {
    @Test func theFirstEventIsReportedAndTheRestAreCounted() {
        var coalescer = EventCoalescer<String, Int>(period: Switchboard.repetitionTime)
        #expect(coalescer.due == nil)
        let isTold = (1...50).map { coalescer.shouldReport($0, as: "a", at: .seconds(1 + Double($0) / 100)) }
        #expect(isTold == [true] + [Bool](repeating: false, count: 49))
        let isOtherTold = coalescer.shouldReport(7, as: "b", at: .seconds(1.5))
        #expect(isOtherTold && coalescer.due == .seconds(2.01))
        let early = coalescer.summaries(at: .seconds(2))
        #expect(early.isEmpty)
        let told = coalescer.summaries(at: .seconds(2.01))
        #expect(told.map(\.last) == [50] && told.map(\.count) == [49])
        // The summary starts a new second.
        let isNextTold = coalescer.shouldReport(51, as: "a", at: .seconds(2.5))
        #expect(!isNextTold)
    }

    @Test func singleEventsAreNotKept() {
        var coalescer = EventCoalescer<Int, Int>(period: Switchboard.repetitionTime)
        let areTold = (0..<100).map { coalescer.shouldReport($0, as: $0, at: .seconds(1)) }
        #expect(!areTold.contains(false))
        let told = coalescer.summaries(at: .seconds(2))
        #expect(told.isEmpty && coalescer.due == nil)
    }

    /// The summaries may be requested late, after further events.
    @Test func countedEventsAreReportedLate() {
        var coalescer = EventCoalescer<String, Int>(period: Switchboard.repetitionTime)
        for value in 1...3 { _ = coalescer.shouldReport(value, as: "a", at: .seconds(1)) }
        let isTold = coalescer.shouldReport(4, as: "a", at: .seconds(5))
        let told = coalescer.summaries(at: .seconds(5))
        #expect(!isTold && told.map(\.last) == [4] && told.map(\.count) == [3])
    }
}
