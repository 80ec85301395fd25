import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Events
@testable import Relay

/// The delay of responses to wrong tokens, and the comparison of tokens.
@Suite struct AuthBackoffTests {
    private let network = Ban.Subject.v4(1)

    @Test func theDelayDoublesUpToItsMaximum() {
        var backoff = AuthBackoff()
        let milliseconds = (0..<10).map {
            backoff.recordWrongToken(of: network, at: .seconds(Double($0) * 60)) / 1_000_000
        }
        #expect(milliseconds == [250, 500, 1000, 2000, 4000, 8000, 16_000, 25_000, 25_000, 25_000])
        #expect(backoff.recordWrongToken(of: .v4(2), at: .seconds(600)) == AuthBackoff.minimumDelay)
    }

    @Test func aNetworkIsForgottenAfterHalfAnHour() {
        var backoff = AuthBackoff()
        for _ in 0..<5 { _ = backoff.recordWrongToken(of: network, at: .start) }
        #expect(backoff.recordWrongToken(of: network, at: .seconds(1799)) == 8_000_000_000)
        #expect(backoff.recordWrongToken(of: network, at: .seconds(1799 + 1800)) == AuthBackoff.minimumDelay)
    }

    @Test func theFifthAttemptIsRejectedWhileFourResponsesAreDelayed() {
        var backoff = AuthBackoff()
        for attempt in 0..<4 {
            #expect(backoff.rejectionTime(of: network, at: .start) == nil, "\(attempt)")
            _ = backoff.recordWrongToken(of: network, at: .start)
        }
        #expect(backoff.rejectionTime(of: network, at: .start) == 1)
        #expect(backoff.rejectionTime(of: .v4(2), at: .start) == nil)
        // The first response was sent, so another attempt is checked.
        #expect(backoff.rejectionTime(of: network, at: .seconds(0.25)) == nil)
        #expect(backoff.recordWrongToken(of: network, at: .seconds(0.25)) == 4_000_000_000)
        #expect(backoff.rejectionTime(of: network, at: .seconds(0.25)) == 1)
    }

    /// Independent of the number of connections, and of clients that disconnect early.
    @Test func anAddressHasFewerThanFifteenThousandAttemptsADay() {
        var backoff = AuthBackoff()
        var (time, attempts) = (Instant.start, 0)
        var responses: [Instant] = []
        while time < .seconds(86_400) {
            while backoff.rejectionTime(of: network, at: time) == nil {
                responses.append(time.advanced(by: backoff.recordWrongToken(of: network, at: time)))
                attempts += 1
            }
            // No attempt is checked before the next response is due.
            guard let next = responses.filter({ $0 > time }).min() else { break }
            responses.removeAll { $0 <= time }
            time = next
        }
        #expect((10_000..<15_000).contains(attempts))
    }

    @Test func theNumberOfNetworksIsLimited() {
        var backoff = AuthBackoff()
        for address in 0..<6000 {
            _ = backoff.recordWrongToken(of: .v4(UInt32(address)), at: Instant(nanoseconds: Int64(address)))
        }
        #expect(backoff.count == AuthBackoff.networkLimit)
        // The first was removed, the last was not.
        #expect(backoff.recordWrongToken(of: .v4(5999), at: .seconds(1)) == 2 * AuthBackoff.minimumDelay)
        #expect(backoff.recordWrongToken(of: .v4(0), at: .seconds(1)) == AuthBackoff.minimumDelay)
    }

    @Test(arguments: [
        ("secret", true), ("secre", false), ("secrets", false), ("Secret", false), ("", false), ("secretsecret", false),
        ("secret\u{0}", false), ("sécret", false),
    ])
    func onlyTheTokenItselfMatches(text: String, isEqual: Bool) throws {
        #expect(try #require(AccessToken("secret")).matches(text) == isEqual)
        #expect(AccessToken("") == nil)
    }

    /// A neighbor on the link could use another address for each attempt; two addresses on the Internet are two
    /// networks.
    @Test(arguments: [
        (["fe80::1", "fe80::2", "fe80::3"], [250, 500, 1000]),
        (["2001:db8::1", "2001:db8::2"], [250, 500]),
        (["192.0.2.1", "192.0.2.2", "192.0.2.1"], [250, 250, 500]),
    ])
    func linkLocalAddressesAreOneNetwork(addresses: [String], milliseconds: [Int64]) throws {
        var configuration = RelayConfiguration()
        configuration.token = "sesame"
        let loop = EmbeddedEventLoop()
        let core = RelayCore(configuration, loop: loop, now: { .start }, watch: { _ in })
        let admission = Admission(configuration, core: core)
        let request = UpgradeRequest(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/?token=wrong"))
        let delays = try addresses.map { address in
            let channel = EmbeddedChannel(loop: loop)
            channel.remoteAddress = try SocketAddress(ipAddress: address, port: 50_000)
            return admission.decide(request, from: ClientAddress(channel.remoteAddress)).delay
        }
        #expect(delays == milliseconds.map(TimeAmount.milliseconds))
    }
}
