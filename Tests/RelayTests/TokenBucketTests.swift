import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// So much a second in the long run, five times that at once.
@Suite struct TokenBucketTests {
    @Test func fiveSecondsWorthCanBeTakenAtOnce() {
        var bucket = RateLimiter(rate: 200)
        for _ in 0..<1000 { #expect(bucket.take(1, at: .seconds(7)) == true) }
        #expect(bucket.take(1, at: .seconds(7)) == false)
        #expect(!bucket.isFull(at: .seconds(7)))
    }

    @Test func itFillsAsTimePasses() {
        var bucket = RateLimiter(rate: 200)
        for _ in 0..<1000 { _ = bucket.take(1, at: .start) }
        for tick in 1...1000 {
            let time = Instant(nanoseconds: Int64(tick) * 5_000_000)
            #expect(bucket.take(1, at: time) == true, "\(tick)")
            #expect(bucket.take(1, at: time) == false)
        }
        #expect(bucket.isFull(at: .seconds(11)))
    }

    @Test func restIsNotSavedUp() {
        var bucket = RateLimiter(rate: 1)
        for _ in 0..<5 { #expect(bucket.take(1, at: .seconds(1_000_000)) == true) }
        #expect(bucket.take(1, at: .seconds(1_000_000)) == false)
    }

    @Test func whatIsRefusedCostsNothing() {
        var bucket = RateLimiter(rate: 1)
        for _ in 0..<1000 { _ = bucket.take(1, at: .start) }
        #expect(bucket.take(1, at: .seconds(1)) == true)
    }

    @Test(arguments: [0, 1, 1000, Int.max])
    func noCountAndNoRateOverflows(rate: Int) {
        var bucket = RateLimiter(rate: rate)
        #expect(bucket.take(0, at: .start) == true)
        #expect(bucket.take(.max, at: Instant(nanoseconds: .max)) == (rate == .max))
    }

    @Test func eachRateIsToldByItsName() {
        var limits = Limits()
        (limits.maxMessageRate, limits.maxByteRate) = (2, 100)
        var rates = PeerRates(limits)
        for _ in 0..<10 { #expect(rates.noteMessage(at: .start) == nil) }
        #expect(rates.noteMessage(at: .start) == .messages(2))
        #expect(rates.noteBytes(500, at: .start) == nil)
        #expect(rates.noteBytes(1, at: .start) == .bytes(100))
        (limits.maxMessageRate, limits.maxByteRate) = (.max, .max)
        var none = PeerRates(limits)
        #expect(none.noteBytes(.max, at: .start) == nil && none.noteMessage(at: .start) == nil)
    }
}
