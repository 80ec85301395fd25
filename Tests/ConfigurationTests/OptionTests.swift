import Testing

@testable import Configuration
@testable import Routing

/// The values of options, and conflicts between them.
@Suite struct OptionTests {
    @Test(arguments: [
        ("0", 0), ("1", 1), ("65536", 65_536), ("64K", 65_536), ("64k", 65_536), ("1M", 1 << 20), ("2g", 2 << 30),
        ("1024G", 1 << 40), ("1025G", nil), ("9223372036854775807G", nil), ("-1", nil), ("-1K", nil), ("K", nil),
        ("1.5M", nil), ("64 K", nil), ("", nil), ("64KB", nil),
    ])
    func sizesAreParsedWithAndWithoutUnits(text: String, bytes: Int?) {
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test(arguments: [(0, "0"), (1, "1"), (1023, "1023"), (1024, "1K"), (1_049_600, "1025K"), (3 << 20, "3M")])
    func sizesAreFormattedInTheLargestExactUnit(bytes: Int, text: String) {
        #expect(ByteSize.text(bytes) == text)
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test func flagsOverrideEarlierValuesAndReportExpectedOnes() {
        var configuration = ProgramConfiguration()
        configuration.relay.limits.maxPeers = 3
        let report = configuration.apply(flags: ["max-peers": "5", "ping-interval": "soon", "drain-timeout": "9999"])
        #expect(configuration.relay.limits.maxPeers == 5 && configuration.relay.limits.maxRoomPeers == 100)
        #expect(
            report.errors.map(\.description) == [
                "invalid --drain-timeout \"9999\": expected 0 to 3600 seconds",
                "invalid --ping-interval \"soon\": expected 1 to 86400 seconds, or 0 for no limit",
            ])
    }

    @Test func zeroMeansNoLimit() {
        var configuration = ProgramConfiguration()
        let limits = ["max-peers": "0", "max-message-size": "0", "handshake-timeout": "0"]
        #expect(configuration.apply(flags: limits) == ConfigurationReport())
        #expect(configuration.relay.limits.maxPeers == Limits.none)
        #expect(configuration.relay.limits.maxMessageSize == Limits.none)
        #expect(configuration.relay.limits.handshakeTimeout == nil)
        for (name, text) in limits { #expect(OptionTable[name]?.text(configuration) == text) }
    }

    @Test func helpContainsValuesAndDefault() {
        #expect(OptionTable["port"]?.commandLineHelp == "The port to listen on; 0 picks a free one. (default: 8080)")
        #expect(
            OptionTable["log"]?.commandLineHelp
                == "The format of these lines. (values: text, json, off; default: text)")
        #expect(OptionTable["ascii"]?.commandLineHelp == "Draw the screen in ASCII.")
        #expect(OptionTable["max-queue-size"]?.commandLineHelp.hasSuffix(" (default: 1M)") == true)
    }

    @Test func limitPropertiesAreNamedAfterTheirOptions() {
        let properties = Set(Mirror(reflecting: Limits()).children.compactMap(\.label))
        for row in OptionTable.Section.limits.rows {
            let words = row.name.split(separator: "-")
            let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
            #expect(properties.contains(words.prefix(1).joined() + rest.joined()), "\(row.name)")
        }
    }

    @Test func namesAreUnique() {
        let names = OptionTable.all.flatMap(\.names)
        #expect(Set(names).count == names.count)
        for name in names { #expect(OptionTable[name]?.names.contains(name) == true) }
    }

    @Test func tokenAndTokenFileExcludeEachOther() {
        var configuration = ProgramConfiguration()
        let errors = configuration.apply(environment: [
            "SIGNAL_CONSOLE_TOKEN": "a", "SIGNAL_CONSOLE_TOKEN_FILE": "/b",
            "SIGNAL_CONSOLE_ALLOW_ORIGIN": "null https://*.example.com",
        ]).errors
        #expect(errors == [])
        #expect(configuration.relay.allowedOrigins == ["null", "https://*.example.com"])
        #expect(configuration.conflict == "token and token-file exclude each other: expected one of them")
        configuration.token = ""
        #expect(configuration.conflict == nil)
    }

    @Test(arguments: [
        ("allow-host", "http://relay.example", false), ("allow-host", "relay.example:8080", false),
        ("allow-host", "*.relay.example relay", true), ("trusted-proxy", "10.0.0.0/33", false),
        ("trusted-proxy", "proxy.example", false), ("trusted-proxy", "10.0.0.0/8 ::1", true),
    ])
    func hostsAndProxiesAreValidated(name: String, text: String, isRight: Bool) throws {
        let option = try #require(OptionTable[name])
        var configuration = ProgramConfiguration()
        let errors = configuration.apply(environment: [option.variable: text]).errors.map(\.description)
        #expect(
            errors == (isRight ? [] : ["invalid \(option.variable) \"\(text)\": expected \(option.kind.expected)"]))
        #expect(option.text(configuration) == (isRight ? text : ""))
    }

    @Test(arguments: [
        ("a", true), ("", false), ("a b", false), ("a\n", false), ("é", false), ("a+/=~", true),
        (String(repeating: "x", count: 256), true), (String(repeating: "x", count: 257), false),
    ])
    func tokensAreVisibleASCII(text: String, isOne: Bool) {
        #expect(OptionTable.isToken(text) == isOne)
    }

    @Test(arguments: [
        (20, 60, nil), (0, 0, nil), (20, 0, nil), (59, 60, nil), (60, 60, "0, or more than ping-interval 60"),
        (90, 60, "0, or more than ping-interval 90"), (0, 60, "0, because ping-interval 0 sends no pings"),
    ])
    func idleTimeoutMustExceedPingInterval(ping: Int, idle: Int, expected: String?) {
        var configuration = ProgramConfiguration()
        _ = configuration.apply(flags: ["ping-interval": "\(ping)", "idle-timeout": "\(idle)"])
        #expect(configuration.conflict == expected.map { "invalid idle-timeout \"\(idle)\": expected \($0)" })
    }
}
