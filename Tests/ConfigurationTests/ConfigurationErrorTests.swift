import Testing

@testable import Configuration

/// The errors of configuration files, with their positions and the expected values.
@Suite struct ConfigurationErrorTests {
    @Test(arguments: [
        // Options.
        ("prot: 80", "config.yaml:1:1: unknown entry \"prot\": did you mean \"port\"?"),
        ("colour: red", "config.yaml:1:1: unknown entry \"colour\": --print-config shows all"),
        (
            "max-message-size: 1.5M",
            "config.yaml:1:19: invalid max-message-size \"1.5M\": expected bytes such as 65536, 64K or 1M, or 0 for no limit"
        ),
        ("max-peers: -1", "config.yaml:1:12: invalid max-peers \"-1\": expected 1 to 1000000000, or 0 for no limit"),
        ("port: http", "config.yaml:1:7: invalid port \"http\": expected 0 to 65535"),
        ("port: 65536", "config.yaml:1:7: invalid port \"65536\": expected 0 to 65535"),
        ("drain-timeout: soon", "config.yaml:1:16: invalid drain-timeout \"soon\": expected 0 to 3600 seconds"),
        ("drain-timeout: 3601", "config.yaml:1:16: invalid drain-timeout \"3601\": expected 0 to 3600 seconds"),
        ("port:", "config.yaml:1:6: invalid port \"\": expected 0 to 65535"),
        ("host: ''", "config.yaml:1:7: invalid host \"\": expected a name or an address"),
        ("log: jason", "config.yaml:1:6: invalid log \"jason\": expected text, json or off; did you mean \"json\"?"),
        ("log: verbose", "config.yaml:1:6: invalid log \"verbose\": expected text, json or off"),
        ("read-only: maybe", "config.yaml:1:12: invalid read-only \"maybe\": expected on or off"),
        ("port: [1]", "config.yaml:1:7: invalid port: expected one value, not a list or entries"),
        ("port: {a: 1}", "config.yaml:1:7: invalid port: expected one value, not a list or entries"),
        // Settings.
        (
            "settings: {themee: light}",
            "config.yaml:1:12: settings: unknown setting \"themee\": did you mean \"theme\"?"
        ),
        (
            "settings: {colours: light}",
            "config.yaml:1:12: settings: unknown setting \"colours\": expected time, columns, filter, order, "
                + "reverse, layout, split, wrap, theme, mouse, alert or title"
        ),
        (
            "settings:\n  theme: lihgt",
            "config.yaml:2:10: settings: invalid theme \"lihgt\": expected dark, light or contrast; did you mean \"light\"?"
        ),
        (
            "settings: {theme: pink}",
            "config.yaml:1:19: settings: invalid theme \"pink\": expected dark, light or contrast"
        ),
        ("settings: {split: 90}", "config.yaml:1:19: settings: invalid split \"90\": expected 30 to 80"),
        (
            "settings: {columns: [kind, kind]}",
            "config.yaml:1:21: settings: invalid columns \"kind,kind\": expected any of "
                + "number,time,delta,route,room,kind,size,summary"
        ),
        (
            "settings: {columns: {kind: on}}",
            "config.yaml:1:21: settings: invalid columns: expected one value, or a list such as [a, b]"
        ),
        (
            "settings: light",
            "config.yaml:1:11: settings: expected entries such as host: localhost"
        ),
        // Keys.
        ("keys: {folow: f}", "config.yaml:1:8: keys: unknown command \"folow\": did you mean \"follow\"?"),
        ("keys: {dance: f}", "config.yaml:1:8: keys: unknown command \"dance\": --print-config shows all"),
        ("keys: {follow: pgupp}", "config.yaml:1:16: keys: invalid key \"pgupp\" for follow: did you mean \"pgup\"?"),
        (
            "keys: {follow: [f, ctrl+x]}",
            "config.yaml:1:20: keys: invalid key \"ctrl+x\" for follow: expected a character, ^f, F1, backspace, "
                + "delete, down, end, enter, esc, home, left, pgdn, pgup, right, s-tab, space, tab or up"
        ),
        (
            "keys: {follow: {f: on}}",
            "config.yaml:1:16: keys: invalid follow: expected one value, or a list such as [a, b]"
        ),
        (
            "keys:\n  replay: x",
            "config.yaml:2:11: keys: duplicate key \"x\": it is bound to replay and kick; [] removes all keys of a command"
        ),
        (
            "keys:\n  replay: B\n  kick: B",
            "config.yaml:2:11: keys: duplicate key \"B\": it is bound to replay and kick; [] removes all keys of a command"
        ),
        // Filters.
        (
            "filters:\n  busy: kind:ofer",
            "config.yaml:2:9: filters: busy: column 5: no kind is called 'ofer'; did you mean offer?"
        ),
        (
            "filters: {a: '@bsy', busy: size>1k}",
            "config.yaml:1:14: filters: a: column 0: no saved filter is called 'bsy'; did you mean @busy?"
        ),
        (
            "filters: {a b: x}",
            "config.yaml:1:11: filters: invalid filter name \"a b\": expected letters, digits, - and _"
        ),
        ("filters: {a: [x]}", "config.yaml:1:14: filters: invalid a: expected one value, not a list or entries"),
        // Spellings.
        (
            "spellings:\n  ofer: [x]",
            "config.yaml:2:3: spellings: unknown spelling \"ofer\": did you mean \"offer\"?"
        ),
        (
            "spellings:\n  to: [destinee, '--']",
            "config.yaml:2:18: spellings: invalid spelling \"--\": expected letters or digits, at most 40 bytes, no "
                + "duplicates, and at most 32 per entry"
        ),
        (
            "spellings: {to: {a: b}}",
            "config.yaml:1:17: spellings: invalid to: expected one value, or a list such as [a, b]"
        ),
        // YAML.
        ("port: 1\nlog: off\nport: 2", "config.yaml:3:1: duplicate entry \"port\""),
        ("settings:\n  wrap: on\n  wrap: off", "config.yaml:3:3: settings: duplicate entry \"wrap\""),
        ("[a]: 1", "config.yaml:1:1: expected a name, not a list or entries"),
        ("- port", "config.yaml:1:1: expected entries such as host: localhost"),
        (
            "port: 1\n host: x",
            "config.yaml:2:6: not YAML: mapping values are not allowed in this context"
        ),
        (
            "keys: [a",
            "config.yaml:2:1: not YAML: did not find expected ',' or ']', while parsing a flow sequence that began in "
                + "line 1"
        ),
        ("port: 1\n---\nport: 2", "config.yaml:2:1: a second document begins here: expected one"),
        ("host: a\r\n#\u{2028}#\u{1}b", "config.yaml:3:2: not YAML: control characters are not allowed"),
        ("host: a\u{1}b", "config.yaml:1:8: not YAML: control characters are not allowed"),
        ("log: &log text", "config.yaml:1:6: invalid log \"&log text\": expected text, json or off"),
        ("log: *log", "config.yaml:1:6: invalid log \"*log\": expected text, json or off"),
        ("? log\n: off", "config.yaml:2:1: not YAML: did not find expected <document start>"),
    ])
    func errorsHavePositionsAndExpectedValues(text: String, error: String) {
        let (configuration, errors) = read(text)
        #expect(errors == [error])
        #expect(configuration == ProgramConfiguration(), "a file with errors must not change the configuration")
    }

    @Test func allErrorsAreReported() {
        let (_, errors) = read(
            """
            filters: {bad: 'kind:'}
            settings:
              theme: pink
              split: 5
            keys:
              dance: x
            prot: 1
            """)
        #expect(
            errors == [
                "config.yaml:1:16: filters: bad: column 5: kind needs a value, as in kind:offer|answer",
                "config.yaml:3:10: settings: invalid theme \"pink\": expected dark, light or contrast",
                "config.yaml:4:10: settings: invalid split \"5\": expected 30 to 80",
                "config.yaml:6:3: keys: unknown command \"dance\": --print-config shows all",
                "config.yaml:7:1: unknown entry \"prot\": did you mean \"port\"?",
            ])
    }

    @Test func invalidFilterIsReportedOnce() {
        let (_, errors) = read("filters: {one: '@two x', two: '(', three: '@two'}")
        #expect(errors.count == 1 && errors.first?.contains("filters: two: ") == true, "\(errors)")
    }

    @Test func everyFilterOfACycleIsReported() {
        let (_, errors) = read("filters:\n  a: '@b'\n  b: '@a'")
        #expect(
            errors == [
                "config.yaml:2:6: filters: a: column 0: the saved filter 'b' refers to itself",
                "config.yaml:3:6: filters: b: column 0: the saved filter 'a' refers to itself",
            ])
    }

    @Test func atMostTwentyErrorsAreReported() {
        let (_, errors) = read((1...50).map { "wrong-\($0): x\n" }.joined())
        #expect(errors.count == ConfigurationFile.errorLimit && errors.last?.contains("wrong-20") == true)
    }

    @Test func quotedValuesAreTruncatedAndPrintable() {
        let (_, errors) = read("log: \"\\u001b[2J" + String(repeating: "x", count: 1000) + "\"")
        #expect(
            errors == [
                "config.yaml:1:6: invalid log \"␛[2J" + String(repeating: "x", count: 28)
                    + "…\": expected text, json or off"
            ])
    }
}
