/// A configuration file, which somebody else has read from the disk.
///
/// ```yaml
/// port: 9000                        an option, by its name on the command line
/// settings: {theme: light}          by the names of `SettingTable`
/// keys: {follow: [f, end]}          by the names of `CommandTable`, keys as ``Key/init(_:)`` reads them
/// filters: {offers: kind:offer}     for `@offers`
/// spellings: {to: [destinee]}       for ``TaughtSpellings``
/// ```
public struct ConfigurationFile: Sendable {
    /// Bytes of a file; a larger one is refused, and nothing like it has been written by hand.
    public static let sizeLimit = 1024 * 1024
    /// What is told of a file that is wrong, at the most.
    public static let errorLimit = 20

    private let name: String
    private let bytes: [UInt8]

    /// The file called `name`, as errors say it, with the first ``sizeLimit`` of its bytes and at least one more where
    /// it has them.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Sets in `configuration` what the file says.
    ///
    /// - Returns: What is wrong with it, from its beginning on; nothing has been set then.
    public func apply(to configuration: inout Configuration) -> [ConfigurationError] {
        guard bytes.count <= Self.sizeLimit else { return [ConfigurationError(in: name, .tooLarge)] }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return [ConfigurationError(in: name, .notUTF8)]
        }
        do throws(YAMLText.Error) {
            guard let root = try YAMLText.root(text) else { return [] }
            var reader = ConfigurationReader(configuration, file: name)
            reader.read(root)
            if reader.errors.isEmpty { configuration = reader.configuration }
            return reader.errors.sorted { ($0.position ?? .start) < ($1.position ?? .start) }
        } catch {
            return [ConfigurationError(in: name, at: error.position, error.fault)]
        }
    }
}

extension ConfigurationError.Position {
    /// The beginning of a file.
    static let start = Self(line: 1, column: 1)
}
