import Testing

@testable import Configuration
@testable import Routing

/// Former names of options, which are accepted with a warning.
@Suite struct FormerNameTests {
    /// A renamed option with an example of its use.
    struct Renaming: Sendable, CustomTestStringConvertible {
        let former: String
        let present: String
        let text: String
        let set: @Sendable (inout ProgramConfiguration) -> Void

        var testDescription: String { former }

        func variable(_ name: String) -> String {
            "SIGNAL_CONSOLE_" + name.uppercased().replacing("-", with: "_")
        }

        /// The configuration in which the option is set to `text`.
        var expected: ProgramConfiguration {
            var configuration = ProgramConfiguration()
            set(&configuration)
            return configuration
        }
    }

    static let renamings = [
        Renaming(former: "grace", present: "drain-timeout", text: "30") { $0.drainTimeout = .seconds(30) },
        Renaming(former: "request-time", present: "handshake-timeout", text: "5") {
            $0.relay.limits.handshakeTimeout = .seconds(5)
        },
        Renaming(former: "ping-time", present: "ping-interval", text: "0") { $0.relay.limits.pingInterval = nil },
        Renaming(former: "silence-time", present: "idle-timeout", text: "90") {
            $0.relay.limits.idleTimeout = .seconds(90)
        },
        Renaming(former: "room-limit", present: "max-room-peers", text: "2") { $0.relay.limits.maxRoomPeers = 2 },
    ]

    /// Returns the configuration after `apply`, and the descriptions of its errors and warnings.
    private func applying(
        _ apply: (inout ProgramConfiguration) -> ConfigurationReport
    ) -> (configuration: ProgramConfiguration, errors: [String], warnings: [String]) {
        var configuration = ProgramConfiguration()
        let report = apply(&configuration)
        return (configuration, report.errors.map(\.description), report.warnings.map(\.description))
    }

    private func applying(file text: String) -> (
        configuration: ProgramConfiguration, errors: [String], warnings: [String]
    ) {
        applying { ConfigurationFile(name: "config.yaml", bytes: Array(text.utf8)).apply(to: &$0) }
    }

    @Test(arguments: renamings) func presentNamesAreAcceptedWithoutWarnings(renaming: Renaming) {
        let (name, text) = (renaming.present, renaming.text)
        for result in [
            applying { $0.apply(flags: [name: text]) },
            applying { $0.apply(environment: [renaming.variable(name): text]) }, applying(file: "\(name): \(text)"),
        ] {
            #expect(result.configuration == renaming.expected)
            #expect(result.errors == [] && result.warnings == [])
        }
    }

    @Test(arguments: renamings) func formerNamesAreAcceptedWithAWarning(renaming: Renaming) {
        let (former, present, text) = (renaming.former, renaming.present, renaming.text)
        let flag = applying { $0.apply(flags: [former: text]) }
        #expect(flag.configuration == renaming.expected && flag.errors == [])
        #expect(flag.warnings == ["warning: --\(former) is now called --\(present)"])

        let variables = (renaming.variable(former), renaming.variable(present))
        let environment = applying { $0.apply(environment: [variables.0: text]) }
        #expect(environment.configuration == renaming.expected && environment.errors == [])
        #expect(environment.warnings == ["warning: \(variables.0) is now called \(variables.1)"])

        let file = applying(file: "port: 8080\n\(former): \(text)")
        #expect(file.configuration == renaming.expected && file.errors == [])
        #expect(file.warnings == ["warning: config.yaml:2:1: \(former) is now called \(present)"])
    }

    @Test(arguments: renamings) func printedConfigurationsUsePresentNames(renaming: Renaming) {
        let text = renaming.expected.text
        #expect(text.contains("\n\(renaming.present): \(renaming.text)\n"))
        #expect(!text.contains("\(renaming.former):"))
    }

    @Test func presentNameOverridesFormerName() {
        let flags = applying { $0.apply(flags: ["grace": "7", "drain-timeout": "9"]) }
        #expect(flags.configuration.drainTimeout == .seconds(9) && flags.errors == [])
        #expect(flags.warnings == ["warning: --grace is now called --drain-timeout"])
        let environment = applying {
            $0.apply(environment: ["SIGNAL_CONSOLE_GRACE": "7", "SIGNAL_CONSOLE_DRAIN_TIMEOUT": ""])
        }
        #expect(environment.configuration.drainTimeout == .seconds(7), "empty variables are ignored")
    }

    @Test func bothNamesInAFileAreADuplicate() {
        let file = applying(file: "drain-timeout: 9\ngrace: 7")
        #expect(file.errors == ["config.yaml:2:1: duplicate entry \"drain-timeout\""])
    }

    @Test func formerNameOverridesSourcesOfLowerPrecedence() {
        var configuration = applying(file: "ping-interval: 10").configuration
        _ = configuration.apply(environment: ["SIGNAL_CONSOLE_PING_TIME": "11"])
        #expect(configuration.relay.limits.pingInterval == .seconds(11))
        _ = configuration.apply(flags: ["ping-time": "12"])
        #expect(configuration.relay.limits.pingInterval == .seconds(12))
    }

    @Test func errorsContainTheNameThatWasGiven() {
        let errors =
            applying { $0.apply(flags: ["drain-timeout": "9999", "ping-time": "soon"]) }.errors
            + applying { $0.apply(environment: ["SIGNAL_CONSOLE_ROOM_LIMIT": "-1"]) }.errors
            + applying(file: "silence-time: 1.5").errors
        #expect(
            errors == [
                "invalid --drain-timeout \"9999\": expected 0 to 3600 seconds",
                "invalid --ping-time \"soon\": expected 1 to 86400 seconds, or 0 for no limit",
                "invalid SIGNAL_CONSOLE_ROOM_LIMIT \"-1\": expected 1 to 1000000000, or 0 for no limit",
                "config.yaml:1:15: invalid silence-time \"1.5\": expected 1 to 86400 seconds, or 0 for no limit",
            ])
    }
}
