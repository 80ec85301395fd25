import Text

// MARK: Environment and command line

extension ProgramConfiguration {
    /// The environment variable that contains the path of the configuration file.
    public static let fileVariable = OptionRow.variablePrefix + "CONFIG"

    /// Applies the options in `variables`, such as `SIGNAL_CONSOLE_PORT`.
    ///
    /// Empty variables are ignored unless the option rejects empty values. A variable whose name resembles that of an
    /// option is an error. Other variables with the prefix are ignored, because container platforms define such
    /// variables for the services of a network.
    ///
    /// - Returns: The errors and warnings. All valid options have been applied.
    public mutating func apply(environment variables: [String: String]) -> ConfigurationReport {
        var report = ConfigurationReport()
        for option in OptionTable.all {
            let given = option.names.map(OptionRow.variable).compactMap { name in
                variables[name].flatMap { $0.isEmpty && !option.kind.rejectsEmpty ? nil : (name, $0) }
            }
            apply(given, to: option, named: option.variable, report: &report)
        }
        let names = OptionTable.all.map(\.variable) + [Self.fileVariable]
        let known = Set(OptionTable.all.flatMap(\.names).map(OptionRow.variable) + [Self.fileVariable])
        for (name, text) in variables.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(OptionRow.variablePrefix) && !known.contains(name) && !text.isEmpty {
            guard let nearest = Nearest.closestMatch(name, in: names) else { continue }
            report.errors.append(ConfigurationError(.unknown(.variable, name, nearest: nearest, all: names)))
        }
        return report
    }

    /// Applies the options of the command line.
    ///
    /// The keys of `flags` are the names without `--`.
    ///
    /// - Returns: The errors and warnings. All valid options have been applied.
    public mutating func apply(flags: [String: String]) -> ConfigurationReport {
        var report = ConfigurationReport()
        for option in OptionTable.all {
            let given = option.names.compactMap { name in flags[name].map { ("--" + name, $0) } }
            apply(given, to: option, named: "--" + option.name, report: &report)
        }
        return report
    }

    /// Sets `option` to the first of the given texts, which are in the order of ``OptionRow/names``.
    private mutating func apply(
        _ given: [(name: String, text: String)], to option: OptionRow, named present: String,
        report: inout ConfigurationReport
    ) {
        for (name, _) in given where name != present {
            report.warnings.append(FormerName(name: name, present: present))
        }
        guard let (name, text) = given.first, let fault = option.set(text, in: &self, name: name) else { return }
        report.errors.append(ConfigurationError(fault))
    }
}

// MARK: Reloading

extension ProgramConfiguration {
    /// The names of the options that differ in a reloaded configuration.
    public struct Changes: Hashable, Sendable, CustomStringConvertible {
        /// The options that take effect immediately.
        public let applied: [String]
        /// The options that take effect at the next start.
        public let postponed: [String]

        /// `applied: max-peers, log; needs a restart: host`, or `no changes`.
        public var description: String {
            let parts = [("applied", applied), ("needs a restart", postponed)].filter { !$0.1.isEmpty }
            guard !parts.isEmpty else { return "no changes" }
            return parts.map { "\($0): \($1.joined(separator: ", "))" }.joined(separator: "; ")
        }
    }

    /// Returns the options that differ in `new`, in the order of ``OptionTable/all``.
    public func changes(to new: ProgramConfiguration) -> Changes {
        let changed = OptionTable.all.filter { $0.text(self) != $0.text(new) }
        return Changes(
            applied: changed.filter(\.isReloadable).map(\.name),
            postponed: changed.filter { !$0.isReloadable }.map(\.name))
    }

    /// Copies the options that can be changed while the program runs from `new`.
    public mutating func adopt(_ new: ProgramConfiguration) {
        for option in OptionTable.all where option.isReloadable { _ = option.kind.set(&self, option.text(new)) }
    }
}
