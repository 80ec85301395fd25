/// One option: a flag of the command line, a variable of the environment and an entry of the configuration file.
///
/// A new option is a property of ``Configuration`` with its default, a row of ``OptionTable``, and the use of it: the
/// command line, its help, `--print-config` and the errors follow from the row.
public struct OptionRow: Sendable {
    /// The name in the configuration file; the flag is `--` and the name.
    public let name: String
    /// The names that it had in earlier versions: they go on working, with a warning.
    public let formerNames: [String]
    /// The meaning in a sentence, with the unit.
    public let help: String
    /// The values that it takes, and the property that holds them.
    public let kind: OptionKind
    /// Whether a running relay adopts a new value.
    let isReloadable: Bool
    /// Whether it is a setting of the console too, and so written among those in a file.
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

    /// The variable of the environment: `SIGNAL_CONSOLE_READ_ONLY`.
    public var variable: String { Self.variable(name) }

    static func variable(_ name: String) -> String { variablePrefix + name.uppercased().replacing("-", with: "_") }

    /// The beginning of the variables of all options.
    static let variablePrefix = "SIGNAL_CONSOLE_"

    /// The help on the command line: with the values that can be listed, and the default.
    public var commandLineHelp: String {
        guard kind.form != .flag else { return help }
        let text = kind.text(Configuration())
        let notes = [
            kind.choices.isEmpty ? nil : "values: " + kind.choices.joined(separator: ", "),
            text.isEmpty ? nil : "default: \(text)",
        ].compactMap(\.self)
        return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
    }

    /// The value as it is written in a file.
    public func text(_ configuration: Configuration) -> String { kind.text(configuration) }

    /// Sets the value that `text` says; returns the fault if it says none.
    ///
    /// `name` is the name under which it was given, as the fault shows it.
    func set(_ text: String, in configuration: inout Configuration, name: String) -> ConfigurationError.Fault? {
        if text.isEmpty, kind.rejectsEmpty { return .empty(name, expected: kind.expected) }
        guard !kind.set(&configuration, text) else { return nil }
        return .value(kind.isSecret ? nil : text, of: name, expected: kind.expected, choices: kind.choices)
    }
}
