import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Events
@testable import Relay

/// Wrong tokens wait for their answer, twice as long each time.
@Suite struct TokenDelaysTests {
    private let one = Ban.Subject.v4(1)

    @Test func theDelayDoublesUpToItsLimit() {
        var delays = AuthBackoff()
        let milliseconds = (0..<10).map { delays.noteWrong(one, at: .seconds(Double($0) * 60)) / 1_000_000 }
        #expect(milliseconds == [250, 500, 1000, 2000, 4000, 8000, 16_000, 25_000, 25_000, 25_000])
        #expect(delays.noteWrong(.v4(2), at: .seconds(600)) == AuthBackoff.shortest)
    }

    @Test func afterAQuietHalfHourItIsForgotten() {
        var delays = AuthBackoff()
        for _ in 0..<5 { _ = delays.noteWrong(one, at: .start) }
        #expect(delays.noteWrong(one, at: .seconds(1799)) == 8_000_000_000)
        #expect(delays.noteWrong(one, at: .seconds(1799 + 1800)) == AuthBackoff.shortest)
    }

    @Test func fourGuessesWaitAndTheNextIsNotLookedAt() {
        var delays = AuthBackoff()
        for guess in 0..<4 {
            #expect(delays.pause(of: one, at: .start) == nil, "\(guess)")
            _ = delays.noteWrong(one, at: .start)
        }
        #expect(delays.pause(of: one, at: .start) == 1)
        #expect(delays.pause(of: .v4(2), at: .start) == nil)
        // The first is answered: there is room for one more.
        #expect(delays.pause(of: one, at: .seconds(0.25)) == nil)
        #expect(delays.noteWrong(one, at: .seconds(0.25)) == 4_000_000_000)
        #expect(delays.pause(of: one, at: .seconds(0.25)) == 1)
    }

    /// However many connections are opened at once, and whoever hangs up early.
    @Test func inADayOneAddressGuessesFewerThanFifteenThousandTimes() {
        var delays = AuthBackoff()
        var (time, guesses) = (Instant.start, 0)
        var answers: [Instant] = []
        while time < .seconds(86_400) {
            while delays.pause(of: one, at: time) == nil {
                answers.append(time.advanced(by: delays.noteWrong(one, at: time)))
                guesses += 1
            }
            // Nothing changes before the next answer: who guesses as fast as possible guesses then.
            guard let next = answers.filter({ $0 > time }).min() else { break }
            answers.removeAll { $0 <= time }
            time = next
        }
        #expect((10_000..<15_000).contains(guesses))
    }

    @Test func onlySoManyAreRemembered() {
        var delays = AuthBackoff()
        for address in 0..<6000 { _ = delays.noteWrong(.v4(UInt32(address)), at: Instant(nanoseconds: Int64(address))) }
        #expect(delays.known == AuthBackoff.limit)
        // The first gave way, the last did not.
        #expect(delays.noteWrong(.v4(5999), at: .seconds(1)) == 2 * AuthBackoff.shortest)
        #expect(delays.noteWrong(.v4(0), at: .seconds(1)) == AuthBackoff.shortest)
    }

    @Test(arguments: [
        ("secret", true), ("secre", false), ("secrets", false), ("Secret", false), ("", false), ("secretsecret", false),
        ("secret\u{0}", false), ("sécret", false),
    ])
    func onlyTheTokenItselfMatches(text: String, isIt: Bool) throws {
        #expect(try #require(AccessToken("secret")).matches(text) == isIt)
        #expect(AccessToken("") == nil)
    }

    /// Who is on the same link may take an address for each guess; two on the Internet are two.
    @Test(arguments: [
        (["fe80::1", "fe80::2", "fe80::3"], [250, 500, 1000]),
        (["2001:db8::1", "2001:db8::2"], [250, 500]),
        (["192.0.2.1", "192.0.2.2", "192.0.2.1"], [250, 250, 500]),
    ])
    func neighboursOnALinkWaitForEachOther(addresses: [String], milliseconds: [Int64]) throws {
        var configuration = RelayConfiguration()
        configuration.token = "sesame"
        let loop = EmbeddedEventLoop()
        let exchange = RelayCore(configuration, loop: loop, now: { .start }, watch: { _ in })
        let admission = Admission(configuration, exchange: exchange)
        let request = UpgradeRequest(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/?token=wrong"))
        let delays = try addresses.map { address in
            let channel = EmbeddedChannel(loop: loop)
            channel.remoteAddress = try SocketAddress(ipAddress: address, port: 50_000)
            return admission.judge(request, from: ClientAddress(channel.remoteAddress)).delay
        }
        #expect(delays == milliseconds.map(TimeAmount.milliseconds))
    }
}
