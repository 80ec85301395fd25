import Console
import Drawing
import Filtering
import Messages
import Text

/// The errors and warnings that arose when a file, the environment or the command line was applied to a configuration.
public struct ConfigurationReport: Hashable, Sendable {
    /// The errors, in order of their positions.
    public internal(set) var errors: [ConfigurationError] = []
    /// The former names that were used.
    public internal(set) var warnings: [FormerName] = []

    /// Creates a report without errors and warnings.
    public init() {}

    init(errors: [ConfigurationError]) { self.errors = errors }

    /// Creates a report with the error that the file `name` cannot be read.
    ///
    /// `reason` is the system's error message.
    public init(unreadable name: String, reason: String) {
        errors = [ConfigurationError(in: name, .unreadable(reason))]
    }

    /// Adds the errors and warnings of another source.
    public static func += (report: inout Self, other: Self) {
        report.errors += other.errors
        report.warnings += other.warnings
    }
}

/// A use of the former name of an option.
public struct FormerName: Hashable, Sendable, CustomStringConvertible {
    /// The former name as it was given: `--grace`.
    let name: String
    /// The present name.
    let present: String
    /// The file in which it was found; `nil` for the environment and the command line.
    var file: String?
    /// The position in the file.
    var position: ConfigurationError.Position?

    /// The warning, on one line.
    public var description: String {
        let place = file.map { ConfigurationError.place($0, position) + ": " } ?? ""
        return "warning: \(place)\(name) is now called \(present)"
    }
}

/// An error in the configuration, with its position.
///
/// The description states the problem, the value, and the expected values.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A position in a file.
    ///
    /// Lines and columns start at 1; columns are counted in Unicode scalars.
    struct Position: Hashable, Sendable, Comparable {
        var line: Int
        var column: Int

        static func < (one: Position, other: Position) -> Bool {
            (one.line, one.column) < (other.line, other.column)
        }
    }

    /// The kinds of names that can be unknown; the raw values are used in error messages.
    enum Noun: String, Hashable, Sendable {
        case entry, setting, command, variable, spelling
    }

    /// The problem, with the text that was given.
    enum Fault: Hashable, Sendable {
        /// The file cannot be read, with the system's error message.
        case unreadable(String)
        /// The file has more than `limit` bytes.
        case tooLarge(limit: Int)
        case notUTF8
        /// The file is not YAML, with the parser's error message.
        case notYAML(String)
        /// Lists and mappings are nested deeper than ``YAMLComposer/depthLimit``.
        case tooDeep
        /// The file contains a second YAML document.
        case secondDocument
        /// The node is not a mapping.
        case noEntries
        /// The key of a mapping is not a scalar.
        case noName
        /// The value of the entry is not a scalar.
        case noValue(String)
        /// The value of the entry is neither a scalar nor a list of scalars.
        case noList(String)
        /// The name occurs more than once.
        case duplicate(String)
        /// The name is unknown, with the most similar name and all names of its kind.
        case unknown(Noun, String, nearest: String?, all: [String])
        /// The value is invalid for the option or setting; `nil` if it is secret.
        case value(String?, of: String, expected: String, choices: [String])
        /// The option must not be empty.
        case empty(String, expected: String)
        /// The text does not name a ``Key``, with the most similar name of one.
        case key(String, of: String, nearest: String?)
        /// The key is bound to two commands.
        case clash(Key, String, other: String)
        /// The name cannot be used with `@` in a filter.
        case filterName(String)
        case filter(String, FilterError)
        /// The spelling is invalid, too long, a duplicate, or exceeds the number of spellings.
        case spelling(String)
    }

    /// The name of the file; `nil` for the environment and the command line.
    let file: String?
    /// The position in the file; `nil` if the error concerns the whole file.
    let position: Position?
    /// The top-level entry that contains the error; `nil` if the error is at the top level.
    let section: String?
    let fault: Fault

    init(in file: String? = nil, at position: Position? = nil, section: String? = nil, _ fault: Fault) {
        (self.file, self.position, self.section, self.fault) = (file, position, section, fault)
    }

    /// The error message, on one line.
    ///
    /// `config.yaml:7:3: keys: unknown command "folow": did you mean "follow"?`
    public var description: String {
        let place = file.map { Self.place($0, position) }
        return [place, section, message].compactMap(\.self).joined(separator: ": ")
    }

    /// `config.yaml:7:3`.
    static func place(_ file: String, _ position: Position?) -> String {
        position.map { "\(file):\($0.line):\($0.column)" } ?? file
    }

    private var message: String {
        switch fault {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge(let limit): "is larger than \(limit / 1024) KiB"
        case .notUTF8: "is not UTF-8"
        case .notYAML(let reason): "not YAML: \(reason)"
        case .tooDeep: "lists and entries are nested too deeply"
        case .secondDocument: "a second document begins here: expected one"
        case .noEntries: "expected entries such as host: localhost"
        case .noName: "expected a name, not a list or entries"
        case .noValue(let name): "invalid \(Excerpt(name)): expected one value, not a list or entries"
        case .noList(let name): "invalid \(Excerpt(name)): expected one value, or a list such as [a, b]"
        case .duplicate(let name): "duplicate entry \(Self.quoted(name))"
        case .unknown(let noun, let name, let nearest, let all):
            "unknown \(noun) \(Self.quoted(name)): " + Self.advice(nearest, otherwise: Self.list(all))
        case .value(let text, let name, let expected, let choices):
            "invalid \(name)\(text.map { " " + Self.quoted($0) } ?? ""): expected \(expected)"
                + (text.flatMap { Nearest.closestMatch($0, in: choices) }.map { "; did you mean \(Self.quoted($0))?" }
                    ?? "")
        case .empty(let name, let expected):
            "empty \(name): expected \(expected); omit it to admit all clients"
        case .key(let text, let command, let nearest):
            "invalid key \(Self.quoted(text)) for \(command): "
                + Self.advice(
                    nearest, otherwise: "expected a character, ^f, F1, " + Self.alternatives(Key.names.keys.sorted()))
        case .clash(let key, let command, let other):
            "duplicate key \(Self.quoted(key.name)): it is bound to \(command) and \(other); [] removes all keys of a command"
        case .filterName(let name):
            "invalid filter name \(Self.quoted(name)): expected letters, digits, - and _"
        case .filter(let name, let error): "\(Excerpt(name)): \(error)"
        case .spelling(let text):
            "invalid spelling \(Self.quoted(text)): expected letters or digits, at most \(TaughtSpellings.byteLimit) "
                + "bytes, no duplicates, and at most \(TaughtSpellings.limit) per entry"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(Excerpt(text))\"" }

    /// Returns the valid names, or how to list them if there are too many for one line.
    private static func list(_ names: [String]) -> String {
        names.count <= 16 ? "expected " + alternatives(names) : "--print-config shows all"
    }

    private static func alternatives(_ names: [String]) -> String {
        names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    private static func advice(_ nearest: String?, otherwise: String) -> String {
        nearest.map { "did you mean \(quoted($0))?" } ?? otherwise
    }
}
