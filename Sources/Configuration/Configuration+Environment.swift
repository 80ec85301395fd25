import Text

/// The environment and the command line, where each option is a name with a text.
extension Configuration {
    /// The variable that names the configuration file.
    public static let fileVariable = OptionRow.variablePrefix + "CONFIG"

    /// Applies the options among `variables`, such as `SIGNAL_CONSOLE_PORT`; an empty one is ignored, unless the option
    /// rejects empty texts.
    ///
    /// A name that is nearly that of an option is an error; any other belongs to somebody else, because containers are
    /// given such names for the services around them.
    ///
    /// - Returns: Errors and warnings; everything else has been applied.
    public mutating func apply(environment variables: [String: String]) -> ConfigurationReport {
        var report = ConfigurationReport()
        for option in OptionTable.all {
            let given = option.names.map(OptionRow.variable).compactMap { name in
                variables[name].flatMap { $0.isEmpty && !option.kind.rejectsEmpty ? nil : (name, $0) }
            }
            apply(given, to: option, named: option.variable, &report)
        }
        let names = OptionTable.all.map(\.variable) + [Self.fileVariable]
        let known = Set(OptionTable.all.flatMap(\.names).map(OptionRow.variable) + [Self.fileVariable])
        for (name, text) in variables.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(OptionRow.variablePrefix) && !known.contains(name) && !text.isEmpty {
            guard let nearest = Nearest.of(name, in: names) else { continue }
            report.errors.append(ConfigurationError(.unknown(.variable, name, nearest: nearest, all: names)))
        }
        return report
    }

    /// Applies the options that the command line gives: the text of each by its name without `--`.
    ///
    /// - Returns: Errors and warnings; everything else has been applied.
    public mutating func apply(flags: [String: String]) -> ConfigurationReport {
        var report = ConfigurationReport()
        for option in OptionTable.all {
            let given = option.names.compactMap { name in flags[name].map { ("--" + name, $0) } }
            apply(given, to: option, named: "--" + option.name, &report)
        }
        return report
    }

    /// Sets `option` to the first of the texts that are given, which are in the order of its names.
    private mutating func apply(
        _ given: [(name: String, text: String)], to option: OptionRow, named present: String,
        _ report: inout ConfigurationReport
    ) {
        for (name, _) in given where name != present {
            report.warnings.append(FormerName(name: name, present: present))
        }
        guard let (name, text) = given.first, let fault = option.set(text, in: &self, name: name) else { return }
        report.errors.append(ConfigurationError(fault))
    }
}
