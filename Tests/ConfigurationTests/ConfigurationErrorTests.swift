import Testing

@testable import Configuration

/// What is wrong with a file is said with its place and with what would be right.
@Suite struct ConfigurationErrorTests {
    @Test(arguments: [
        // Options.
        ("prot: 80", "config.yaml:1:1: no entry is called 'prot'; did you mean port?"),
        ("colour: red", "config.yaml:1:1: no entry is called 'colour'; --print-config shows all"),
        (
            "max-message-size: 1.5M",
            "config.yaml:1:19: max-message-size cannot be '1.5M'; it takes bytes, as 65536, 64K or 1M, or 0 for no limit"
        ),
        ("max-peers: -1", "config.yaml:1:12: max-peers cannot be '-1'; it takes 1 to 1000000000, or 0 for no limit"),
        ("port: http", "config.yaml:1:7: port cannot be 'http'; it takes 0 to 65535"),
        ("port: 65536", "config.yaml:1:7: port cannot be '65536'; it takes 0 to 65535"),
        ("grace: soon", "config.yaml:1:8: grace cannot be 'soon'; it takes 0 to 3600"),
        ("grace: 3601", "config.yaml:1:8: grace cannot be '3601'; it takes 0 to 3600"),
        ("port:", "config.yaml:1:6: port cannot be ''; it takes 0 to 65535"),
        ("host: ''", "config.yaml:1:7: host cannot be ''; it takes a name or an address"),
        ("log: jason", "config.yaml:1:6: log cannot be 'jason'; did you mean json?"),
        ("log: verbose", "config.yaml:1:6: log cannot be 'verbose'; it takes text, json or off"),
        ("read-only: maybe", "config.yaml:1:12: read-only cannot be 'maybe'; it takes on or off"),
        ("port: [1]", "config.yaml:1:7: port takes one value, neither a list nor entries"),
        ("port: {a: 1}", "config.yaml:1:7: port takes one value, neither a list nor entries"),
        // Settings.
        ("settings: {themee: light}", "config.yaml:1:12: settings: no setting is called 'themee'; did you mean theme?"),
        (
            "settings: {colours: light}",
            "config.yaml:1:12: settings: no setting is called 'colours'; there are time, columns, filter, order, "
                + "reverse, layout, split, wrap, theme, mouse, alert, title"
        ),
        (
            "settings:\n  theme: lihgt",
            "config.yaml:2:10: settings: theme cannot be 'lihgt'; did you mean light?"
        ),
        (
            "settings: {theme: pink}",
            "config.yaml:1:19: settings: theme cannot be 'pink'; it takes dark, light or contrast"
        ),
        ("settings: {split: 90}", "config.yaml:1:19: settings: split cannot be '90'; it takes 30 to 80"),
        (
            "settings: {columns: [kind, kind]}",
            "config.yaml:1:21: settings: columns cannot be 'kind,kind'; it takes any of "
                + "number,time,delta,route,room,kind,size,summary"
        ),
        (
            "settings: {columns: {kind: on}}",
            "config.yaml:1:21: settings: columns takes one value or a list, as in [a, b]"
        ),
        (
            "settings: light",
            "config.yaml:1:11: settings: names and values belong here, one a line, as in host: localhost"
        ),
        // Keys.
        ("keys: {folow: f}", "config.yaml:1:8: keys: no command is called 'folow'; did you mean follow?"),
        ("keys: {dance: f}", "config.yaml:1:8: keys: no command is called 'dance'; --print-config shows all"),
        ("keys: {follow: pgupp}", "config.yaml:1:16: keys: follow has 'pgupp', which is no key; did you mean pgup?"),
        (
            "keys: {follow: [f, ctrl+x]}",
            "config.yaml:1:20: keys: follow has 'ctrl+x', which is no key; write a character, ^f, F1, backspace, "
                + "delete, down, end, enter, esc, home, left, pgdn, pgup, right, s-tab, space, tab, up"
        ),
        ("keys: {follow: {f: on}}", "config.yaml:1:16: keys: follow takes one value or a list, as in [a, b]"),
        (
            "keys:\n  replay: x",
            "config.yaml:2:11: keys: replay and kick have the key x both; give one of them another, or [] for none"
        ),
        (
            "keys:\n  replay: B\n  kick: B",
            "config.yaml:2:11: keys: replay and kick have the key B both; give one of them another, or [] for none"
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
            "config.yaml:1:11: filters: 'a b' is no name for a filter; write letters, digits, - and _"
        ),
        ("filters: {a: [x]}", "config.yaml:1:14: filters: a takes one value, neither a list nor entries"),
        // Spellings.
        (
            "spellings:\n  ofer: [x]",
            "config.yaml:2:3: spellings: no spelling is called 'ofer'; did you mean offer?"
        ),
        (
            "spellings:\n  to: [destinee, '--']",
            "config.yaml:2:18: spellings: invalid spelling '--': expected letters or digits, at most 40 bytes, each "
                + "once, and at most 32 of a kind"
        ),
        ("spellings: {to: {a: b}}", "config.yaml:1:17: spellings: to takes one value or a list, as in [a, b]"),
        // YAML.
        ("port: 1\nlog: off\nport: 2", "config.yaml:1:1: port is there more than once"),
        ("settings:\n  wrap: on\n  wrap: off", "config.yaml:2:3: wrap is there more than once"),
        ("[a]: 1", "config.yaml:1:1: a name is one word, neither a list nor entries"),
        ("- port", "config.yaml:1:1: names and values belong here, one a line, as in host: localhost"),
        (
            "port: 1\n host: x",
            "config.yaml:2:6: not YAML: mapping values are not allowed in this context"
        ),
        (
            "keys: [a",
            "config.yaml:2:1: not YAML: did not find expected ',' or ']', while parsing a flow sequence that began in "
                + "line 1"
        ),
        ("port: 1\n---\nport: 2", "config.yaml:2:1: a second document begins here; a file holds one"),
        ("host: a\u{1}b", "config.yaml:1:8: not YAML: control characters are not allowed"),
        ("log: &log text", "config.yaml:1:6: log cannot be '&log text'; it takes text, json or off"),
        ("log: *log", "config.yaml:1:6: log cannot be '*log'; it takes text, json or off"),
        ("? log\n: off", "config.yaml:2:1: not YAML: did not find expected <document start>"),
    ])
    func aMistakeHasItsPlaceAndARemedy(text: String, error: String) {
        let (configuration, errors) = read(text)
        #expect(errors == [error])
        #expect(configuration == Configuration(), "nothing of a file that is wrong is set")
    }

    @Test func allThatIsWrongIsTold() {
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
                "config.yaml:3:10: settings: theme cannot be 'pink'; it takes dark, light or contrast",
                "config.yaml:4:10: settings: split cannot be '5'; it takes 30 to 80",
                "config.yaml:6:3: keys: no command is called 'dance'; --print-config shows all",
                "config.yaml:7:1: no entry is called 'prot'; did you mean port?",
            ])
    }

    @Test func aFilterThatIsWrongIsToldOnceHoweverManyReferToIt() {
        let (_, errors) = read("filters: {one: '@two x', two: '(', three: '@two'}")
        #expect(errors.count == 1 && errors.first?.contains("filters: two: ") == true, "\(errors)")
    }

    @Test func filtersThatReferToEachOtherInACircleAreEachTold() {
        let (_, errors) = read("filters:\n  a: '@b'\n  b: '@a'")
        #expect(
            errors == [
                "config.yaml:2:6: filters: a: column 0: the saved filter 'b' refers to itself",
                "config.yaml:3:6: filters: b: column 0: the saved filter 'a' refers to itself",
            ])
    }

    @Test func moreThanTwentyErrorsAreNotTold() {
        let (_, errors) = read((1...50).map { "wrong-\($0): x\n" }.joined())
        #expect(errors.count == ConfigurationFile.errorLimit && errors.last?.contains("wrong-20") == true)
    }

    @Test func whatIsQuotedIsShortAndDrivesNoTerminal() {
        let (_, errors) = read("log: \"\\u001b[2J" + String(repeating: "x", count: 1000) + "\"")
        #expect(
            errors == [
                "config.yaml:1:6: log cannot be '␛[2J" + String(repeating: "x", count: 28)
                    + "…'; it takes text, json or off"
            ])
    }
}
