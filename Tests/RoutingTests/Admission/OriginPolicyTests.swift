import Testing

@testable import Events
@testable import Routing

/// The origins that may open a WebSocket (RFC 6455 §10.2).
@Suite struct OriginPolicyTests {
    @Test(arguments: [
        ("http://relay.example", "relay.example"), ("https://relay.example", "relay.example:8080"),
        ("https://relay.example:8443", "relay.example"), ("https://RELAY.example", "Relay.EXAMPLE:1"),
        ("http://192.0.2.1:8080", "192.0.2.1"), ("http://[2001:DB8::1]:9", "[2001:db8::1]:8080"),
    ])
    func aPageOfTheSameHostIsAllowedWithAnyPort(origin: String, host: String) {
        #expect(OriginPolicy().allows(origin, host: host))
    }

    @Test(arguments: [
        "http://localhost", "https://localhost:3000", "http://app.localhost:1", "http://127.0.0.1:8080",
        "http://127.9.9.9", "http://[::1]", "http://[::1]:5173", "http://LOCALHOST", "http://[::ffff:127.0.0.1]",
    ])
    func aPageOfThisMachineIsAllowed(origin: String) {
        #expect(OriginPolicy().allows(origin, host: "relay.example"))
    }

    @Test(arguments: [
        "https://evil.example", "https://relay.example.evil.example", "https://evilrelay.example", "null", "",
        "relay.example", "://relay.example", "https://", "https://localhost.evil.example", "https://evil-localhost",
        "http://127.0.0.1.evil.example", "http://0x7f.1",
        "https://localhost@evil.example", "https://evil.example/",
        "https://localhost:80:80", "https://[::1", "https://[::1]x", "https://::1", "file://",
        "https://relay.example/x",
        "https://evil.example, https://relay.example", "https://relay.example, https://evil.example", "https://*",
    ])
    func otherOriginsAreRefused(origin: String) {
        #expect(!OriginPolicy().allows(origin, host: "relay.example"))
        #expect(!OriginPolicy().allows(origin, host: nil))
    }

    @Test(arguments: [
        ("https://example.com", "https://example.com", true), ("https://example.com", "HTTPS://Example.COM", true),
        ("https://EXAMPLE.com", "https://example.com", true), ("https://example.com", "http://example.com", false),
        ("https://example.com", "https://example.com:8443", false),
        ("https://example.com:8443", "https://example.com:8443", true),
        ("https://*.example.com", "https://a.example.com", true),
        ("https://*.example.com", "https://a.b.example.com", true),
        ("https://*.example.com", "https://example.com", false),
        ("https://*.example.com", "https://a.example.com.evil.example", false),
        ("https://*.example.com:*", "https://a.example.com:1", true),
        ("*", "https://anything.example", true), ("*", "null", true), ("null", "null", true), ("nul", "null", false),
        ("https://*", "null", false), ("", "https://a.example", false),
    ])
    func aPatternAllowsMatchingOrigins(glob: String, origin: String, isAllowed: Bool) {
        #expect(OriginPolicy(["https://other.example", glob]).allows(origin, host: "relay.example") == isAllowed)
    }
}

/// The texts of refusals.
@Suite struct RefusalWordsTests {
    private static let network = Ban.Subject.v4(0xC000_0201)

    @Test(arguments: [
        (
            Refusal.origin("https://evil.example"),
            "origin https://evil.example is not allowed; --allow-origin https://evil.example admits it"
        ),
        (.origin("null"), "origin null is not allowed; --allow-origin null admits it"),
        (.origin("https://x;reboot"), "origin https://x;reboot is not allowed; --allow-origin names those that are"),
        (.origin("$(x)"), "origin $(x) is not allowed; --allow-origin names those that are"),
        (.origin(""), "origin  is not allowed; --allow-origin names those that are"),
        (.tokenMissing, "a token is needed"), (.tokenWrong, "the token is wrong"),
        (
            .tokensTooMany(network, seconds: 7),
            "too many wrong tokens: none is looked at for 7 s (address 192.0.2.1)"
        ),
        (
            .networkFull(network, limit: 256),
            "address 192.0.2.1 has 256 connections, and no more are allowed (--max-address-connections)"
        ),
        (
            .networkTooFast(network, limit: 50),
            "address 192.0.2.1 connects more than 50 times a second (--max-address-rate)"
        ),
        (.requestTooLarge(limit: 65_536), "the request is longer than 65536 bytes (--max-request-size)"),
        (.requestTooSlow(milliseconds: 10_000), "no whole request in 10 s (--handshake-timeout)"),
        (.requestTooSlow(milliseconds: 1_250), "no whole request in 1.2 s (--handshake-timeout)"),
        (.repeated(count: 12, last: .tokenWrong), "12 more: the token is wrong"),
    ])
    func aRefusalNamesTheValueAndTheRemedy(refusal: Refusal, words: String) {
        #expect(refusal.text == words)
        #expect(refusal.closeReason.utf8.count <= KickReason.reasonLimit)
    }

    @Test(arguments: [
        (Rate.messages(200), "over 200 messages/s"), (.bytes(4 << 20), "over 4 MiB/s"),
        (.bytes(65_536), "over 64 KiB/s"), (.bytes(1000), "over 1000 bytes/s"), (.bytes(1_049_600), "over 1025 KiB/s"),
    ])
    func aRateIsShownWithItsUnit(rate: Rate, words: String) {
        #expect(rate.text == words)
        #expect(DisconnectReason.tooFast(rate).text == "closed with 4013: \(words)")
    }
}
