/// The bytes of a configuration file, which the caller has read from the disk.
///
/// ```yaml
/// port: 9000                        an option, by its name on the command line
/// settings: {theme: light}          by the names of `SettingTable`
/// keys: {follow: [f, end]}          by the names of `CommandTable`, keys as ``Key/init(_:)`` reads them
/// filters: {offers: kind:offer}     for `@offers`
/// spellings: {to: [destinee]}       for ``TaughtSpellings``
/// ```
public struct ConfigurationFile: Sendable {
    /// The largest file in bytes: nobody writes a larger one by hand.
    public static let sizeLimit = 1024 * 1024
    /// The number of errors that are reported of one file.
    public static let errorLimit = 20

    private let name: String
    private let bytes: [UInt8]

    /// The file called `name` in errors, with the first ``sizeLimit`` of its bytes, and at least one more if it is larger.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Sets the values of the file in `configuration`.
    ///
    /// - Returns: Errors and warnings, from its beginning on; if there are errors, nothing has been set.
    public func apply(to configuration: inout Configuration) -> ConfigurationReport {
        guard bytes.count <= Self.sizeLimit else { return report(.tooLarge) }
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
    /// The beginning of a file.
    static let start = Self(line: 1, column: 1)
}
