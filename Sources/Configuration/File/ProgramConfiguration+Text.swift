import Console
import Drawing
import Messages
import Screens

extension ProgramConfiguration {
    /// The text of a configuration file with these values, and a comment with the help and valid values above each entry.
    ///
    /// Entries with default values are commented out by a `#` directly in front of the name.
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
            let isDefault = value == option.text(ProgramConfiguration())
            guard isDefault || !kind.isSecret else { return ["# \(option.help) (set, but not shown)"] }
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
                "\(setting.help) (\(setting.values.text))")
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
        return section(
            "filters", ["# names of letters, digits, - and _, and the filters that @NAME stands for"] + lines)
    }

    private var spellingSection: [String] {
        let lines = TaughtSpellings.Subject.allCases.compactMap { subject in
            spellings.spellings[subject].map { "\(subject.rawValue): \(YAMLText.list($0))" }
        }
        let help =
            "# field names (type, description, candidate, from, to) and values (offer, answer, join, leave, bye)"
        return section("spellings", [help] + lines)
    }

    private func section(_ name: String, _ lines: [String]) -> [String] { [name + ":"] + lines.map { "  " + $0 } }

    private static func entry(_ name: String, _ value: String, isDefault: Bool, _ comment: String) -> [String] {
        ["# " + comment, (isDefault ? "#" : "") + "\(name): \(value)"]
    }
}
