import Text

extension Configuration {
    /// The variable that names the configuration file.
    public static let fileVariable = OptionTable.Entry.prefix + "CONFIG"

    /// Applies the options that `variables` have, as `SIGNAL_CONSOLE_PORT`; an empty one says nothing, unless it must
    /// not be empty.
    ///
    /// A name that is nearly that of an option is wrong; any other is somebody else's, as containers are given such
    /// names for the services around them.
    ///
    /// - Returns: What is wrong; all else has been applied.
    public mutating func apply(environment variables: [String: String]) -> [ConfigurationError] {
        var errors: [ConfigurationError] = []
        let names = OptionTable.all.map(\.variable) + [Self.fileVariable]
        for (name, text) in variables.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(OptionTable.Entry.prefix) && name != Self.fileVariable {
            if let option = OptionTable.all.first(where: { $0.variable == name }) {
                guard !text.isEmpty || option.isNeverEmpty else { continue }
                guard let fault = option.apply(text, to: &self) else { continue }
                errors.append(ConfigurationError(in: name, fault))
            } else if !text.isEmpty, let nearest = Nearest.of(name, in: names) {
                errors.append(ConfigurationError(in: name, .unknown(.variable, name, nearest: nearest, all: names)))
            }
        }
        return errors
    }

    /// Applies what the command line says of `options`; nil where it says nothing of one.
    ///
    /// - Returns: What is wrong; all else has been applied.
    public mutating func apply(flags: [(option: OptionTable.Entry, text: String?)]) -> [ConfigurationError] {
        flags.compactMap { option, text in
            text.flatMap { option.apply($0, to: &self) }.map { ConfigurationError(in: "--" + option.name, $0) }
        }
    }
}
