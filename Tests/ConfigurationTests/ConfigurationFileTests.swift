import Testing

@testable import Configuration
@testable import Console
@testable import Drawing
@testable import Routing
@testable import Screens

@Suite struct ConfigurationFileTests {
    /// A value for each option that differs from its default.
    private static let values = [
        "host": "0.0.0.0", "port": "9000", "headless": "on", "log": "json", "read-only": "yes", "loopback": "true",
        "glare-guard": "on", "probe": "off", "deliver": "binary", "drain-timeout": "0", "ascii": "1", "mouse": "on",
        "max-message-size": "64k",
        "max-queue-size": "2097152",
        "max-request-size": "0", "max-peers": "20", "max-room-peers": "2", "handshake-timeout": "5",
        "ping-interval": "30",
        "idle-timeout": "90", "allow-origin": "https://a.example", "token": "open-sesame", "token-file": "/etc/token",
        "allow-host": "relay.example", "trusted-proxy": "10.0.0.0/8",
        "max-message-rate": "0", "max-byte-rate": "1M", "max-address-connections": "1", "max-address-rate": "1",
        "tls-cert": "/c.pem", "tls-key": "/k.pem", "tls-self-signed": "on",
        "ice-server": "stun:example.org:3478", "keep-host": "on", "keep-origin": "on", "upstream-ca": "/ca.pem",
        "upstream-insecure": "on", "log-http": "on", "inject-probe": "on", "record": "/calls.ndjson",
        "record-limit": "1M",
        "log-payloads": "on",
    ]

    @Test func filesCanSetEveryOption() throws {
        for option in OptionTable.all {
            let value = try #require(Self.values[option.name], "\(option.name) has no value here")
            let (configuration, errors) = read("\(option.name): \(value)")
            #expect(errors.isEmpty && configuration != ProgramConfiguration(), "\(option.name): \(errors)")
        }
    }

    @Test func environmentCanSetEveryOptionAndOverridesTheFile() throws {
        for option in OptionTable.all {
            let value = try #require(Self.values[option.name])
            var configuration = ProgramConfiguration()
            #expect(configuration.apply(environment: [option.variable: value]) == ConfigurationReport())
            #expect(configuration == read("\(option.name): \(value)").configuration, "\(option.variable)")
        }
        var configuration = read("port: 9000\nlog: json").configuration
        let errors = configuration.apply(environment: ["SIGNAL_CONSOLE_PORT": "9001", "SIGNAL_CONSOLE_LOG": ""]).errors
        #expect(errors.isEmpty && configuration.relay.port == 9001 && configuration.log == .json)
    }

    @Test(arguments: [
        ("SIGNAL_CONSOLE_PORT", "http", "invalid SIGNAL_CONSOLE_PORT \"http\": expected 0 to 65535"),
        (
            "SIGNAL_CONSOLE_READ_ONLY", "oof",
            "invalid SIGNAL_CONSOLE_READ_ONLY \"oof\": expected on or off; did you mean \"off\"?"
        ),
        (
            "SIGNAL_CONSOLE_PROT", "1",
            "unknown variable \"SIGNAL_CONSOLE_PROT\": did you mean \"SIGNAL_CONSOLE_PORT\"?"
        ),
    ])
    func invalidVariablesAreErrors(name: String, value: String, error: String) {
        var configuration = ProgramConfiguration()
        #expect(configuration.apply(environment: [name: value]).errors.map(\.description) == [error])
    }

    @Test func unrelatedVariablesAreIgnored() {
        var configuration = ProgramConfiguration()
        // Container platforms define such variables if a service is named signal-console.
        let variables = [
            "SIGNAL_CONSOLE_SERVICE_HOST": "10.0.0.1", "SIGNAL_CONSOLE_PORT_8080_TCP": "tcp://10.0.0.1:8080",
            "SIGNAL_CONSOLE_CONFIG": "x.yaml", "PORT": "1",
        ]
        #expect(
            configuration.apply(environment: variables) == ConfigurationReport()
                && configuration == ProgramConfiguration())
    }

    @Test func filesCanSetEverySetting() throws {
        for setting in SettingTable.all {
            let usual = setting.value(Settings())
            let value =
                switch setting.values {
                case .one(let names): try #require(names.first { $0 != usual })
                case .list(let names): "[\(names.reversed().joined(separator: ", "))]"
                case .number(let range): "\(range.lowerBound)"
                }
            let (configuration, errors) = read("settings:\n  \(setting.name): \(value)")
            #expect(errors.isEmpty && setting.value(configuration.settings) != usual, "\(setting.name): \(errors)")
        }
    }

    @Test func filesCanBindAndUnbindEveryCommand() {
        for command in CommandTable.all {
            // These keys are not bound by default.
            let bound = read("keys:\n  \(command.name): [F12, 'ß']")
            #expect(bound.errors.isEmpty)
            #expect(bound.configuration.keyMap.keys(of: command) == [.function(12), .character("ß")])
            let unbound = read("keys:\n  \(command.name): []")
            #expect(unbound.errors.isEmpty && unbound.configuration.keyMap.keys(of: command).isEmpty)
        }
    }

    @Test func filtersMaySpanLinesAndReferToOthers() {
        let (configuration, errors) = read(
            """
            filters:
              slow: >
                kind:offer
                -@operator
              operator: from:operator
            """)
        #expect(errors.isEmpty)
        #expect(configuration.filters == ["slow": "kind:offer -@operator", "operator": "from:operator"])
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~", "settings:\nkeys:\nfilters: {}\n", "\u{FEFF}# a mark"])
    func emptyFilesChangeNothing(text: String) {
        let (configuration, errors) = read(text)
        #expect(errors.isEmpty && configuration == ProgramConfiguration())
    }

    @Test func optionOverridesTheSettingOfTheSameName() {
        #expect(read("mouse: off\nsettings: {mouse: on}").configuration.settings.mouse == false)
    }

    @Test func aliasCharactersAreText() {
        let (configuration, errors) = read(
            """
            filters:
              odd: '"a &b *c"' # &d *e
              all: ~.*&
            keys: {follow: "&", help: [?, *], only-findings: !}
            """)
        #expect(errors == [])
        #expect(configuration.filters == ["odd": "\"a &b *c\"", "all": "~.*&"])
        let help = CommandTable.all.first { $0.name == "help" }
        #expect(help.map(configuration.keyMap.keys) == [.character("?"), .character("*")])
    }

    @Test func aByteOrderMarkIsSkipped() {
        let (configuration, errors) = read("\u{FEFF}port: 1\nlog: off")
        #expect(errors == [] && configuration.relay.port == 1 && configuration.log == .off)
        #expect(read("\u{FEFF}prot: 1").errors.first?.hasPrefix("config.yaml:1:1: ") == true)
    }

    // MARK: Limits

    @Test func largeFilesAreRejected() {
        let comment = "#" + String(repeating: "x", count: ConfigurationFile.sizeLimit - 1)
        #expect(read(comment).errors.isEmpty)
        #expect(read(comment + "x").errors == ["config.yaml: is larger than 1024 KiB"])
    }

    @Test func invalidUTF8IsRejected() {
        var configuration = ProgramConfiguration()
        let errors = ConfigurationFile(name: "x", bytes: [0x61, 0xFF]).apply(to: &configuration).errors
        #expect(errors.map(\.description) == ["x: is not UTF-8"])
    }

    @Test func aliasesAreNotExpanded() {
        // In full YAML each stands for ten of the one before: they would be 10^40, to be compared as they are in a key.
        var text = "a0: &a0 [x]\n"
        for level in 1...40 {
            let list = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(read(text).errors.count == ConfigurationFile.errorLimit)
        #expect(read(text + "? *a40\n: 1\n").errors.count == 1)
    }

    @Test func complexKeysAreRejected() {
        // Yams would compare each key by value, with everything nested in it.
        let text = String(repeating: "? ", count: 400) + "[" + String(repeating: "a,", count: 100_000) + "]"
        #expect(
            read(text).errors == ["config.yaml:1:1: expected entries such as host: localhost"])
    }

    @Test(arguments: [("[", 102), ("{a: ", 399), ("- ", 201)])
    func deepNestingIsRejected(sign: String, column: Int) {
        let (_, errors) = read("port: 1\nx:\n  " + String(repeating: sign, count: 100_000))
        #expect(errors == ["config.yaml:3:\(column): lists and entries are nested too deeply"])
    }

    @Test func truncatedFilesAreAppliedOrRejected() {
        let text = ProgramConfiguration().text
        for end in stride(from: 0, to: text.utf8.count, by: 13) {
            var configuration = ProgramConfiguration()
            let errors = ConfigurationFile(name: "x", bytes: Array(text.utf8.prefix(end)))
                .apply(to: &configuration).errors
            #expect(errors.isEmpty || configuration == ProgramConfiguration())
        }
    }

    @Test func glareGuardAndReadOnlyExcludeEachOther() {
        var configuration = ProgramConfiguration()
        configuration.relay.guardsGlare = true
        #expect(configuration.conflict == nil)
        configuration.isReadOnly = true
        #expect(
            configuration.conflict
                == "glare-guard and read-only exclude each other: glare-guard holds messages back")
    }

    @Test func theProbeIsInjectedOnlyIfItIsServed() {
        var configuration = ProgramConfiguration()
        configuration.proxy.injectsProbe = true
        #expect(configuration.conflict == nil)
        configuration.relay.acceptsProbes = false
        #expect(
            configuration.conflict
                == "inject-probe and no-probe exclude each other: without the probe there is nothing to inject")
    }
}

/// Applies a file that contains `text` to the defaults; returns the configuration and the descriptions of the errors.
func read(_ text: String) -> (configuration: ProgramConfiguration, errors: [String]) {
    var configuration = ProgramConfiguration()
    let report = ConfigurationFile(name: "config.yaml", bytes: Array(text.utf8)).apply(to: &configuration)
    return (configuration, report.errors.map(\.description))
}
