import Foundation
import Testing

@testable import Configuration
@testable import Console
@testable import Drawing
@testable import Routing
@testable import Screens

/// The output of `--print-config`.
@Suite struct ConfigurationTextTests {
    /// A configuration in which every entry that is printed differs from its default.
    private static let another = """
        host: "a \\u001b#b"
        port: 9000
        headless: on
        log: "off"
        read-only: on
        loopback: on
        glare-guard: on
        probe: off
        drain-timeout: 30
        ascii: on
        allow-origin: [null, "https://*.example.com"]
        deliver: binary
        allow-host: [relay.example, "*.internal"]
        trusted-proxy: [127.0.0.1, 10.0.0.0/8]
        token-file: /etc/token
        max-message-size: 65537
        max-queue-size: 3M
        max-request-size: 0
        max-peers: 20
        max-room-peers: 2
        max-message-rate: 0
        max-byte-rate: 64K
        max-address-connections: 7
        max-address-rate: 8
        handshake-timeout: 5
        ping-interval: 30
        idle-timeout: 90
        tls-cert: /c.pem
        tls-key: "/k #1.pem"
        tls-self-signed: on
        keep-host: on
        keep-origin: on
        upstream-ca: /ca.pem
        upstream-insecure: on
        log-http: on
        log-payloads: on
        record: /calls.ndjson
        record-limit: 1M
        inject-probe: on
        settings: {time: clock, columns: [summary, kind], filter: highlight, order: name, reverse: on, layout: beside,
          split: 70, wrap: off, theme: light, mouse: on, alert: bell, title: off}
        keys: {follow: ["'", "\\"", "\\\\", ":", "#", ",", "~", "é"], go-to-mark: F2, filter: [], settings: [],
          command: [], clear-filter: [], mark: space, down: ["^n", down]}
        filters: {a: '"x # y" OR kind:offer', b: "@a -~\\u00e9[*&]", "ü-1": "null"}
        spellings: {type: verb, to: [destinee, "to whom"], join: ["null", enterLobby]}
        """

    @Test func defaultsAreCommentedOut() {
        let lines = ProgramConfiguration().text.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(lines.filter { !$0.hasPrefix("#") } == ["settings:", "keys:", "filters:", "spellings:"])
        #expect(read(ProgramConfiguration().text).configuration == ProgramConfiguration())
    }

    @Test func commentsContainHelpAndValidValues() {
        let text = ProgramConfiguration().text
        #expect(text.contains("\n# The port to listen on; 0 picks a free one. (0 to 65535)\n#port: 8080\n"))
        #expect(text.contains("\n  # the colours (dark, light or contrast)\n  #theme: dark\n"))
        #expect(text.contains("\n  # next line\n  #down: [j, down]\n"))
    }

    @Test func everyOptionSettingAndCommandIsPrinted() {
        let lines = Set(
            ProgramConfiguration().text.split(separator: "\n").map {
                $0.drop { " #".contains($0) }.prefix { $0 != ":" }
            })
        for name in OptionTable.all.map(\.name) + SettingTable.all.map(\.name) + CommandTable.all.map(\.name) {
            #expect(lines.contains(Substring(name)), "\(name)")
        }
    }

    @Test func uncommentedDefaultsAreTheDefaults() {
        let text = ProgramConfiguration().text.split(separator: "\n").map { line -> String in
            guard let sign = line.firstIndex(of: "#"), line[..<sign].allSatisfy({ $0 == " " }) else {
                return String(line)
            }
            let rest = line[line.index(after: sign)...]
            // An empty token is an error, so its default cannot be uncommented.
            let isComment = rest.first == " " || rest.hasPrefix("token")
            return isComment ? "" : "\(line[..<sign])\(rest)"
        }
        let (configuration, errors) = read(text.joined(separator: "\n"))
        #expect(errors.isEmpty)
        #expect(configuration.settings == Settings() && configuration.relay.port == 8080)
        for command in CommandTable.all {
            #expect(configuration.keyMap.keys(of: command) == command.keys, "\(command.name)")
        }
        #expect(configuration.text == ProgramConfiguration().text)
    }

    @Test func printedConfigurationsRoundTrip() {
        let (configuration, errors) = read(Self.another)
        #expect(errors == [])
        for option in OptionTable.all {
            // Options that differ from the default are printed without the comment sign, except secrets.
            let isPrinted = configuration.text.contains("\n\(option.name): ")
            #expect(isPrinted || ["mouse", "ice-server", "token"].contains(option.name))
        }
        #expect(configuration.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
        let again = read(configuration.text)
        #expect(again.errors == [] && again.configuration == configuration)
    }

    @Test func tokensAreNeitherPrintedNorQuoted() {
        let (configuration, errors) = read("token: open+sesame")
        #expect(errors == [] && configuration.token == "open+sesame")
        #expect(!configuration.text.contains("sesame"))
        #expect(configuration.text.contains("\n# The token that clients must present"))
        let wrong = read("token: 'open sesame'").errors
        #expect(
            wrong == [
                "config.yaml:1:8: invalid token: expected 1 to 256 printable ASCII characters without a space"
            ])
    }

    @Test func everyUnicodeScalarRoundTrips() {
        let scalars = stride(from: UInt32(1), through: 0x10FFFF, by: 13).compactMap(Unicode.Scalar.init)
        for start in stride(from: 0, to: scalars.count, by: 20_000) {
            var configuration = ProgramConfiguration()
            configuration.relay.host = String(String.UnicodeScalarView(scalars[start...].prefix(20_000)))
            let (again, errors) = read(configuration.text)
            #expect(
                errors == [] && again.relay.host.unicodeScalars.elementsEqual(configuration.relay.host.unicodeScalars))
        }
    }

    private func guide() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/deployment.md"), encoding: .utf8)
    }

    @Test func theGuideListsTheReloadableOptions() throws {
        let (new, errors) = read(Self.another + "\nice-server: stun:example.org\ntoken: sesame")
        #expect(errors == [])
        let names = ProgramConfiguration().changes(to: new).applied.map { "`\($0)`" }
        let list = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
        let words = try guide().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("\(list) apply at once"), "docs/deployment.md should say: \(list) apply at once")
    }

    @Test func theExampleOfTheGuideIsValid() throws {
        let guide = try guide()
        let behind = try #require(guide.components(separatedBy: "```yaml\n").dropFirst().first)
        let example = try #require(behind.components(separatedBy: "```").first)
        let (configuration, errors) = read(example)
        #expect(errors == [])
        #expect(configuration.relay.port == 9000 && configuration.settings.theme == .light)
        #expect(configuration.keyMap != KeyMap() && configuration.filters.count == 2)
    }
}
