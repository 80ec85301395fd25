/// An option: a flag of the command line, an environment variable, and an entry of the configuration file.
///
/// To add an option, add a property with its default to ``ProgramConfiguration`` and a row to ``OptionTable``. The command
/// line, its help, `--print-config` and error messages are derived from the row.
public struct OptionRow: Sendable {
    /// The name in the configuration file; the flag is the name with the prefix `--`.
    public let name: String
    /// The names in earlier versions, which are accepted with a warning.
    public let formerNames: [String]
    /// A sentence that describes the option, with the unit of its values.
    public let help: String
    /// The type of its values.
    public let kind: OptionKind
    /// Whether a new value takes effect while the relay runs.
    let isReloadable: Bool
    /// Whether the option is also a setting of the console, which `--print-config` lists under `settings`.
    let isSetting: Bool

    init(
        _ name: String, formerly formerNames: [String] = [], _ kind: OptionKind, isReloadable: Bool = false,
        isSetting: Bool = false, _ help: String
    ) {
        (self.name, self.formerNames, self.kind, self.help) = (name, formerNames, kind, help)
        (self.isReloadable, self.isSetting) = (isReloadable, isSetting)
    }

    /// All names, the present one first.
    public var names: [String] { [name] + formerNames }

    /// The name of the environment variable: `SIGNAL_CONSOLE_READ_ONLY`.
    public var variable: String { Self.variable(name) }

    static func variable(_ name: String) -> String { variablePrefix + name.uppercased().replacing("-", with: "_") }

    /// The prefix of all environment variables.
    static let variablePrefix = "SIGNAL_CONSOLE_"

    /// The help text with the valid values, if there are few, and the default.
    public var commandLineHelp: String {
        guard kind.form != .flag else { return help }
        let text = kind.text(ProgramConfiguration())
        let notes = [
            kind.choices.isEmpty ? nil : "values: " + kind.choices.joined(separator: ", "),
            text.isEmpty ? nil : "default: \(text)",
        ].compactMap(\.self)
        return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
    }

    /// Returns the value as text, as in the configuration file.
    public func text(_ configuration: ProgramConfiguration) -> String { kind.text(configuration) }

    /// Parses `text` and sets the value; returns the fault if the text is invalid.
    ///
    /// `name` is the name in the error message: the one that was given.
    func set(_ text: String, in configuration: inout ProgramConfiguration, name: String) -> ConfigurationError.Fault? {
        if text.isEmpty, kind.rejectsEmpty { return .empty(name, expected: kind.expected) }
        guard !kind.set(&configuration, text) else { return nil }
        return .value(kind.isSecret ? nil : text, of: name, expected: kind.expected, choices: kind.choices)
    }
}
