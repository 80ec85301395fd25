import Testing

@testable import Events

@Suite struct DelayHistogramTests {
    private func histogram(_ delays: some Sequence<Int64>) -> DelayHistogram {
        var histogram = DelayHistogram()
        for delay in delays { histogram.note(delay) }
        return histogram
    }

    @Test func anEmptyHistogramHasNoDelay() {
        #expect(DelayHistogram().delay == nil)
        #expect(DelayHistogram().percentile(50) == nil)
    }

    @Test(arguments: [0, 1, 15, 16, 31, 32, 1_000, 12_345, 999_999_937, (1 << 36) - 1, 1 << 36, .max] as [Int64])
    func aSingleDelayIsExact(nanoseconds: Int64) {
        let delay = Delay(count: 1, median: nanoseconds, percentile99: nanoseconds, largest: nanoseconds)
        #expect(histogram([nanoseconds]).delay == delay)
    }

    @Test func aNegativeDelayCountsAsZero() {
        #expect(histogram([-1, .min]).delay == Delay(count: 2, median: 0, percentile99: 0, largest: 0))
    }

    /// Nearest rank: the smallest delay that at least this percentage of delays does not exceed.
    @Test func percentilesUseTheNearestRank() {
        let histogram = histogram(1...20)
        #expect([0, 1, 5, 6, 50, 51, 95, 96, 100].map(histogram.percentile) == [1, 1, 1, 2, 10, 11, 19, 20, 20])
    }

    @Test func oneSlowMessageInAHundredIsOnlyTheLargest() {
        let most = Array(repeating: 20 as Int64, count: 99)
        #expect(
            histogram(most + [1_000_000]).delay == Delay(count: 100, median: 20, percentile99: 20, largest: 1_000_000)
        )
        #expect(histogram(most + [1_000_000, 1_000_000]).percentile(99) == 1_000_000)
    }

    @Test func aPercentileIsAtMostASixteenthTooLong() throws {
        var delay: Int64 = 1
        while delay < 1 << 36 {
            for exact in [delay - 1, delay, delay + 1, delay + delay / 3] {
                // The second delay is the largest, which is exact.
                let told = try #require(histogram([exact, .max]).percentile(50))
                #expect(told >= exact && told - exact <= exact / 16, "\(exact) is told as \(told)")
            }
            delay *= 2
        }
    }

    @Test func aHistogramMayBeMorePrecise() throws {
        for exact in [1_000_001, 123_456_789] as [Int64] {
            var histogram = DelayHistogram(precision: 6)
            for delay in [exact, .max] { histogram.note(delay) }
            let percentile = try #require(histogram.percentile(50))
            #expect(percentile >= exact && percentile - exact <= exact / 64)
        }
    }

    @Test func aPermilleIsATenthOfAPercentile() {
        var histogram = DelayHistogram()
        for _ in 0..<999 { histogram.note(10) }
        histogram.note(5000)
        #expect(histogram.permille(999) == 10 && histogram.permille(1000) == 5000)
        #expect(histogram.permille(500) == histogram.percentile(50))
    }

    @Test func aClearedHistogramIsEmpty() {
        var histogram = histogram([7, 1_000_000])
        histogram.clear()
        #expect(histogram == DelayHistogram())
        histogram.note(3)
        #expect(histogram.delay == Delay(count: 1, median: 3, percentile99: 3, largest: 3))
    }

    @Test func gaugesAreRoundedDown() {
        #expect(PeerGauges(roundTrip: 1_234_567).roundTrip == 1_234_000)
        #expect(Gauges(memory: 10 * 65_536 + 65_535).memory == 10 * 65_536)
    }
}
