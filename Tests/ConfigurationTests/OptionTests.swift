import Testing

@testable import Configuration

/// What options may be, and what they say of each other.
@Suite struct OptionTests {
    @Test(arguments: [
        ("0", 0), ("1", 1), ("65536", 65_536), ("64K", 65_536), ("64k", 65_536), ("1M", 1 << 20), ("2g", 2 << 30),
        ("1024G", 1 << 40), ("1025G", nil), ("9223372036854775807G", nil), ("-1", nil), ("-1K", nil), ("K", nil),
        ("1.5M", nil), ("64 K", nil), ("", nil), ("64KB", nil),
    ])
    func aSizeIsBytesOrHasAUnit(text: String, bytes: Int?) {
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test(arguments: [(0, "0"), (1, "1"), (1023, "1023"), (1024, "1K"), (1_049_600, "1025K"), (3 << 20, "3M")])
    func aSizeIsWrittenInItsLargestWholeUnit(bytes: Int, text: String) {
        #expect(ByteSize.text(bytes) == text)
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test func aFlagGoesOverWhatWasSaidBeforeAndIsToldWhereItIsWrong() {
        var configuration = Configuration()
        let errors = configuration.apply(flags: [
            (OptionTable.maxPeers, "5"), (OptionTable.roomLimit, nil), (OptionTable.pingTime, "soon"),
        ])
        #expect(configuration.limits.peers == 5 && configuration.limits.roomPeers == 100)
        #expect(
            errors.map(\.description) == [
                "--ping-time: ping-time cannot be 'soon'; it takes 1 to 86400 seconds, or 0 for no limit"
            ])
    }

    @Test func aTokenComesFromOnePlace() {
        var configuration = Configuration()
        let errors = configuration.apply(environment: [
            "SIGNAL_CONSOLE_TOKEN": "a", "SIGNAL_CONSOLE_TOKEN_FILE": "/b",
            "SIGNAL_CONSOLE_ALLOW_ORIGIN": "null https://*.example.com",
        ])
        #expect(errors == [])
        #expect(configuration.allowedOrigins == ["null", "https://*.example.com"])
        #expect(configuration.conflict == "token and token-file are both given: leave one of them out")
        configuration.token = ""
        #expect(configuration.conflict == nil)
    }

    @Test(arguments: [
        ("allow-host", "http://relay.example", false), ("allow-host", "relay.example:8080", false),
        ("allow-host", "*.relay.example relay", true), ("trusted-proxy", "10.0.0.0/33", false),
        ("trusted-proxy", "proxy.example", false), ("trusted-proxy", "10.0.0.0/8 ::1", true),
    ])
    func hostsAndProxiesAreNamesAndNetworks(name: String, text: String, isRight: Bool) throws {
        let option = try #require(OptionTable.all.first { $0.name == name })
        var configuration = Configuration()
        let errors = configuration.apply(environment: [option.variable: text]).map(\.description)
        #expect(
            errors == (isRight ? [] : ["\(option.variable): \(name) cannot be '\(text)'; it takes \(option.values)"]))
        #expect(option.value(configuration) == (isRight ? text : ""))
    }

    @Test(arguments: [
        ("a", true), ("", false), ("a b", false), ("a\n", false), ("é", false), ("a+/=~", true),
        (String(repeating: "x", count: 256), true), (String(repeating: "x", count: 257), false),
    ])
    func aTokenIsWhatAQueryAndAHeaderCanHave(text: String, isOne: Bool) {
        #expect(OptionTable.isToken(text) == isOne)
    }

    @Test(arguments: [
        (20, 60, true), (0, 0, true), (20, 0, true), (60, 60, false), (0, 60, false), (90, 60, false), (59, 60, true),
    ])
    func aQuietPeerIsAskedBeforeItIsGivenUp(ping: Int, silence: Int, isFine: Bool) {
        var configuration = Configuration()
        (configuration.limits.pingTime, configuration.limits.silenceTime) = (ping, silence)
        let words = """
            silence-time \(silence) would end every quiet peer, as ping-time \(ping) asks none before: give a shorter \
            ping-time, or silence-time 0
            """
        #expect(configuration.conflict == (isFine ? nil : words))
    }
}
