import Testing

@testable import Configuration
@testable import Console
@testable import Drawing
@testable import Routing
@testable import Screens

@Suite struct ConfigurationFileTests {
    /// A value of each option that is not its default.
    private static let values = [
        "host": "0.0.0.0", "port": "9000", "headless": "on", "log": "json", "read-only": "yes", "loopback": "true",
        "glare-guard": "on", "deliver": "binary", "drain-timeout": "0", "ascii": "1", "mouse": "on",
        "max-message-size": "64k",
        "max-queue-size": "2097152",
        "max-request-size": "0", "max-peers": "20", "max-room-peers": "2", "handshake-timeout": "5",
        "ping-interval": "30",
        "idle-timeout": "90", "allow-origin": "https://a.example", "token": "open-sesame", "token-file": "/etc/token",
        "allow-host": "relay.example", "trusted-proxy": "10.0.0.0/8",
        "max-message-rate": "0", "max-byte-rate": "1M", "max-address-connections": "1", "max-address-rate": "1",
        "tls-cert": "/c.pem", "tls-key": "/k.pem", "tls-self-signed": "on",
        "ice-server": "stun:example.org:3478",
    ]

    @Test func everyOptionCanBeSetInAFile() throws {
        for option in OptionTable.all {
            let value = try #require(Self.values[option.name], "\(option.name) has no value here")
            let (configuration, errors) = read("\(option.name): \(value)")
            #expect(errors.isEmpty && configuration != Configuration(), "\(option.name): \(errors)")
        }
    }

    @Test func everyOptionCanBeSetInTheEnvironmentAndGoesOverTheFile() throws {
        for option in OptionTable.all {
            let value = try #require(Self.values[option.name])
            var configuration = Configuration()
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
    func aVariableThatIsWrongIsTold(name: String, value: String, error: String) {
        var configuration = Configuration()
        #expect(configuration.apply(environment: [name: value]).errors.map(\.description) == [error])
    }

    @Test func variablesOfOthersAreNotOurs() {
        var configuration = Configuration()
        // As a container has them where a service is called signal-console.
        let variables = [
            "SIGNAL_CONSOLE_SERVICE_HOST": "10.0.0.1", "SIGNAL_CONSOLE_PORT_8080_TCP": "tcp://10.0.0.1:8080",
            "SIGNAL_CONSOLE_CONFIG": "x.yaml", "PORT": "1",
        ]
        #expect(
            configuration.apply(environment: variables) == ConfigurationReport() && configuration == Configuration())
    }

    @Test func everySettingCanBeSet() throws {
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

    @Test func everyCommandCanBeBoundAndUnbound() {
        for command in CommandTable.all {
            // No command has these.
            let bound = read("keys:\n  \(command.name): [F12, 'ß']")
            #expect(bound.errors.isEmpty)
            #expect(bound.configuration.keyMap.keys(of: command) == [.function(12), .character("ß")])
            let unbound = read("keys:\n  \(command.name): []")
            #expect(unbound.errors.isEmpty && unbound.configuration.keyMap.keys(of: command).isEmpty)
        }
    }

    @Test func aFilterMayBeFoldedAndReferToOthers() {
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
    func anEmptyFileChangesNothing(text: String) {
        let (configuration, errors) = read(text)
        #expect(errors.isEmpty && configuration == Configuration())
    }

    @Test func anOptionGoesOverTheSettingOfItsName() {
        #expect(read("mouse: off\nsettings: {mouse: on}").configuration.settings.mouse == false)
    }

    @Test func signsOfAliasesAreTextEverywhere() {
        let (configuration, errors) = read(
            """
            filters:
              odd: '"a &b *c"' # &d *e
              all: ~.*&
            keys: {follow: "&", help: [?, *]}
            """)
        #expect(errors == [])
        #expect(configuration.filters == ["odd": "\"a &b *c\"", "all": "~.*&"])
        let help = CommandTable.all.first { $0.name == "help" }
        #expect(help.map(configuration.keyMap.keys) == [.character("?"), .character("*")])
    }

    // MARK: Limits

    @Test func aLargeFileIsRefused() {
        let comment = "#" + String(repeating: "x", count: ConfigurationFile.sizeLimit - 1)
        #expect(read(comment).errors.isEmpty)
        #expect(read(comment + "x").errors == ["config.yaml: is larger than 1024 KiB"])
    }

    @Test func aFileThatIsNotUTF8IsRefused() {
        var configuration = Configuration()
        let errors = ConfigurationFile(name: "x", bytes: [0x61, 0xFF]).apply(to: &configuration).errors
        #expect(errors.map(\.description) == ["x: is not UTF-8"])
    }

    @Test func aliasesThatGrowStandForNothing() {
        // In full YAML each stands for ten of the one before: they would be 10^40, to be compared as they are in a key.
        var text = "a0: &a0 [x]\n"
        for level in 1...40 {
            let list = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(read(text).errors.count == ConfigurationFile.errorLimit)
        #expect(read(text + "? *a40\n: 1\n").errors.count == 1)
    }

    @Test func keysOfKeysStandForNothing() {
        // Each would be compared with all that is in it.
        let text = String(repeating: "? ", count: 400) + "[" + String(repeating: "a,", count: 100_000) + "]"
        #expect(
            read(text).errors == ["config.yaml:1:1: expected entries such as host: localhost"])
    }

    @Test(arguments: [("[", 3), ("{a: ", 3995), ("- ", 1999)])
    func whatGoesTooDeepIsRefused(sign: String, column: Int) {
        let (_, errors) = read("port: 1\nx:\n  " + String(repeating: sign, count: 100_000))
        #expect(errors == ["config.yaml:3:\(column): lists and entries are nested too deeply"])
    }

    @Test func aPieceOfAFileHarmsNobody() {
        let text = Configuration().text
        for end in stride(from: 0, to: text.utf8.count, by: 13) {
            var configuration = Configuration()
            let errors = ConfigurationFile(name: "x", bytes: Array(text.utf8.prefix(end)))
                .apply(to: &configuration).errors
            #expect(errors.isEmpty || configuration == Configuration())
        }
    }

    @Test func theGlareGuardAndOnlyLookingContradictEachOther() {
        var configuration = Configuration()
        configuration.relay.guardsGlare = true
        #expect(configuration.conflict == nil)
        configuration.isReadOnly = true
        #expect(
            configuration.conflict
                == "glare-guard and read-only exclude each other: glare-guard holds messages back")
    }
}
