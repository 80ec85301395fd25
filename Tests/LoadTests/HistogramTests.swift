import Testing

@testable import signal_load

@Suite struct HistogramTests {
    @Test func quantilesOfAnEmptyHistogramAreZero() {
        #expect(Histogram().quantile(0.5) == 0)
        #expect(Histogram().count == 0)
    }

    @Test func shortDurationsAreExact() {
        var histogram = Histogram()
        for length in 1...100 { histogram.record(UInt64(length)) }
        #expect(histogram.quantile(0.5) == 50)
        #expect(histogram.quantile(0.99) == 99)
        #expect(histogram.quantile(1) == 100)
        #expect(histogram.quantile(0) == 1)
    }

    @Test func quantilesAreAtMostASixtyFourthTooLong() throws {
        for exponent in 0..<40 {
            for offset in [0, 1, 3, 977] as [UInt64] {
                let length = (1 << UInt64(exponent)) + offset
                var histogram = Histogram()
                histogram.record(length)
                histogram.record(.max)
                let quantile = histogram.quantile(0.5)
                try #require(quantile >= length)
                #expect(quantile - length <= length / 64, "\(quantile) for \(length)")
            }
        }
    }

    @Test func quantilesDoNotExceedTheLongestDuration() {
        var histogram = Histogram()
        histogram.record(1_000_001)
        #expect(histogram.quantile(0.999) == 1_000_001)
        #expect(histogram.longest == 1_000_001)
    }

    @Test func outOfRangeDurationsCountAsTheLongest() {
        var histogram = Histogram()
        histogram.record(.max)
        histogram.record(1 << 62)
        #expect(histogram.count == 2)
        #expect(histogram.longest == .max)
        #expect(histogram.quantile(0.5) >= 1 << 40)
    }

    @Test func oneInAThousandAffectsOnlyTheHighestQuantile() {
        var histogram = Histogram()
        for _ in 0..<999 { histogram.record(10) }
        histogram.record(5000)
        #expect(histogram.quantile(0.999) == 10)
        #expect(histogram.quantile(0.9991) == 5000)
    }
}
