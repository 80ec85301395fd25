import Console
import Drawing
import Messages
import Screens

/// The configuration as a file.
extension Configuration {
    /// A configuration file that says the same, with a comment above each entry: its help, and the values it takes.
    ///
    /// Entries with their default are commented out, the sign right in front of the name.
    public var text: String {
        let sections = [
            options, section("settings", settingLines), section("keys", keyLines), filterSection, spellingSection,
        ]
        return Self.preface + sections.map { "\n" + $0.map { $0 + "\n" }.joined() }.joined()
    }

    private static let preface = """
        # The configuration of signal-console. Defaults are commented out: remove the # in front of a name to set it.

        """

    private var options: [String] {
        OptionTable.all.filter { !$0.isSetting }.flatMap { option in
            let (kind, value) = (option.kind, option.text(self))
            let isDefault = value == option.text(Configuration())
            guard isDefault || !kind.isSecret else { return ["# \(option.help) (it is set, and not shown here)"] }
            let texts = if case .list = kind.form { value.split(separator: " ").map(String.init) } else { [value] }
            return Self.entry(
                option.name, YAMLText.list(texts), isDefault: isDefault, "\(option.help) (\(kind.expected))")
        }
    }

    private var settingLines: [String] {
        SettingTable.all.flatMap { setting in
            let value = setting.value(settings)
            var texts = [value]
            if case .list = setting.values { texts = value.split(separator: ",").map(String.init) }
            return Self.entry(
                setting.name, YAMLText.list(texts), isDefault: value == setting.value(Settings()),
                "\(setting.help) (\(setting.values.words))")
        }
    }

    private var keyLines: [String] {
        CommandTable.all.flatMap { command in
            let keys = keyMap.keys(of: command)
            return Self.entry(
                command.name, YAMLText.list(keys.map(\.name)), isDefault: keys == command.keys, command.help)
        }
    }

    private var filterSection: [String] {
        let lines = filters.sorted { $0.key < $1.key }.map { name, text in
            "\(YAMLText.scalar(name)): \(YAMLText.scalar(text))"
        }
        return section("filters", ["# a name, letters, digits, - and _, and the filter that @NAME stands for"] + lines)
    }

    private var spellingSection: [String] {
        let lines = TaughtSpellings.Subject.allCases.compactMap { subject in
            spellings.spellings[subject].map { "\(subject.rawValue): \(YAMLText.list($0))" }
        }
        let help =
            "# names of members (type, description, candidate, from, to) and words (offer, answer, join, leave, bye)"
        return section("spellings", [help] + lines)
    }

    private func section(_ name: String, _ lines: [String]) -> [String] { [name + ":"] + lines.map { "  " + $0 } }

    private static func entry(_ name: String, _ value: String, isDefault: Bool, _ comment: String) -> [String] {
        ["# " + comment, (isDefault ? "#" : "") + "\(name): \(value)"]
    }
}
