/// The contents of a configuration file.
///
/// ```yaml
/// port: 9000                        # an option of `OptionTable`
/// settings: {theme: light}          # settings of `SettingTable`
/// keys: {follow: [f, end]}          # commands of `CommandTable` with their keys
/// filters: {offers: kind:offer}     # saved filters: `@offers` stands for `kind:offer`
/// spellings: {to: [destinee]}       # additional field names, see `TaughtSpellings`
/// ```
public struct ConfigurationFile: Sendable {
    /// The maximum size in bytes.
    public static let sizeLimit = 1024 * 1024
    /// The maximum number of errors that are reported for a file.
    public static let errorLimit = 20

    private let name: String
    private let bytes: [UInt8]

    /// Creates a file that error messages call `name`.
    ///
    /// If the file is larger than ``sizeLimit``, `bytes` need only contain more than that many of its bytes.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Parses the file and applies its entries to `configuration`.
    ///
    /// - Returns: The errors and warnings, in order of their positions. If there are errors, `configuration` is unchanged.
    public func apply(to configuration: inout ProgramConfiguration) -> ConfigurationReport {
        guard bytes.count <= Self.sizeLimit else { return report(.tooLarge(limit: Self.sizeLimit)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return report(.notUTF8) }
        do throws(YAMLText.Error) {
            guard let root = try YAMLText.root(text) else { return ConfigurationReport() }
            var reader = ConfigurationReader(configuration, file: name)
            reader.read(root)
            var report = reader.report
            if report.errors.isEmpty { configuration = reader.configuration }
            report.errors.sort { ($0.position ?? .start) < ($1.position ?? .start) }
            return report
        } catch {
            return report(error.fault, at: error.position)
        }
    }

    private func report(
        _ fault: ConfigurationError.Fault, at position: ConfigurationError.Position? = nil
    ) -> ConfigurationReport {
        ConfigurationReport(errors: [ConfigurationError(in: name, at: position, fault)])
    }
}

extension ConfigurationError.Position {
    /// The start of a file.
    static let start = Self(line: 1, column: 1)
}
