import Testing

@testable import Events
@testable import Routing

/// The rate limit with bursts of five seconds.
@Suite struct RateLimiterTests {
    @Test func aBurstOfFiveSecondsIsPermitted() {
        var limiter = RateLimiter(rate: 200)
        for _ in 0..<1000 { #expect(limiter.take(1, at: .seconds(7)) == true) }
        #expect(limiter.take(1, at: .seconds(7)) == false)
        #expect(!limiter.isFull(at: .seconds(7)))
    }

    @Test func tokensAreRefilledAsTimePasses() {
        var limiter = RateLimiter(rate: 200)
        for _ in 0..<1000 { _ = limiter.take(1, at: .start) }
        for tick in 1...1000 {
            let time = Instant(nanoseconds: Int64(tick) * 5_000_000)
            #expect(limiter.take(1, at: time) == true, "\(tick)")
            #expect(limiter.take(1, at: time) == false)
        }
        #expect(limiter.isFull(at: .seconds(11)))
    }

    @Test func tokensDoNotAccumulateBeyondABurst() {
        var limiter = RateLimiter(rate: 1)
        for _ in 0..<5 { #expect(limiter.take(1, at: .seconds(1_000_000)) == true) }
        #expect(limiter.take(1, at: .seconds(1_000_000)) == false)
    }

    @Test func aRefusedRequestTakesNoTokens() {
        var limiter = RateLimiter(rate: 1)
        for _ in 0..<1000 { _ = limiter.take(1, at: .start) }
        #expect(limiter.take(1, at: .seconds(1)) == true)
    }

    @Test(arguments: [0, 1, 1000, Int.max])
    func largeCountsAndRatesDoNotOverflow(rate: Int) {
        var limiter = RateLimiter(rate: rate)
        #expect(limiter.take(0, at: .start) == true)
        #expect(limiter.take(.max, at: Instant(nanoseconds: .max)) == (rate == .max))
    }

    @Test func theExceededLimitIsReturned() {
        var limits = Limits()
        (limits.maxMessageRate, limits.maxByteRate) = (2, 100)
        var rates = PeerRates(limits)
        for _ in 0..<10 { #expect(rates.countMessage(at: .start) == nil) }
        #expect(rates.countMessage(at: .start) == .messages(2))
        #expect(rates.countBytes(500, at: .start) == nil)
        #expect(rates.countBytes(1, at: .start) == .bytes(100))
        (limits.maxMessageRate, limits.maxByteRate) = (.max, .max)
        var unlimited = PeerRates(limits)
        #expect(unlimited.countBytes(.max, at: .start) == nil && unlimited.countMessage(at: .start) == nil)
    }
}
