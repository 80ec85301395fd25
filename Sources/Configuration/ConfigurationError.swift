import Console
import Drawing
import Filtering
import Messages
import Text

/// The errors and warnings of a file, the environment or the command line that was applied to a configuration.
public struct ConfigurationReport: Hashable, Sendable {
    /// The errors, in the order of their places.
    public internal(set) var errors: [ConfigurationError] = []
    /// The former names that were used.
    public internal(set) var warnings: [FormerName] = []

    /// No errors and no warnings.
    public init() {}

    init(errors: [ConfigurationError]) { self.errors = errors }

    /// The error that the file called `name` cannot be read, for the reason that the system gives.
    public init(unreadable name: String, _ reason: String) {
        errors = [ConfigurationError(in: name, .unreadable(reason))]
    }

    /// Adds the errors and warnings of another source.
    public static func += (report: inout Self, other: Self) {
        report.errors += other.errors
        report.warnings += other.warnings
    }
}

/// A former name of an option that was used.
public struct FormerName: Hashable, Sendable, CustomStringConvertible {
    /// As it was given: `--grace`.
    let name: String
    /// The name that replaces it.
    let present: String
    /// The file that has it; `nil` for the environment and the command line.
    var file: String?
    /// The place in the file.
    var position: ConfigurationError.Position?

    /// A line for the operator.
    public var description: String {
        let place = file.map { ConfigurationError.place($0, position) + ": " } ?? ""
        return "warning: \(place)\(name) is now called \(present)"
    }
}

/// An error in the configuration, and its place.
///
/// Its text says what is wrong, the value, and what is expected.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A place in a file, counted from 1, columns in Unicode scalars.
    struct Position: Hashable, Sendable, Comparable {
        var line: Int
        var column: Int

        static func < (one: Position, other: Position) -> Bool {
            (one.line, one.column) < (other.line, other.column)
        }
    }

    /// A kind of name.
    enum Noun: String, Hashable, Sendable {
        case entry, setting, command, variable, spelling
    }

    /// The error itself, with the text that was given.
    enum Fault: Hashable, Sendable {
        /// The file cannot be read, for the reason that the system gives.
        case unreadable(String)
        /// The file has more bytes than ``ConfigurationFile/sizeLimit``.
        case tooLarge
        case notUTF8
        /// The file is not YAML, for the reason that the parser gives.
        case notYAML(String)
        /// Lists and entries are nested deeper than the parser goes, which is 1,000.
        case tooDeep
        /// A second document begins.
        case secondDocument
        /// A mapping is expected.
        case noEntries
        /// A name is a list or has entries of its own.
        case noName
        /// A list or entries stand where one value is expected.
        case noValue(String)
        /// Entries stand where a list of values is expected.
        case noList(String)
        /// A name is there more than once.
        case twice(String)
        /// Nothing of that kind has the name; the nearest name, and all of them.
        case unknown(Noun, String, nearest: String?, all: [String])
        /// A value that an option or a setting cannot have, `nil` if it is secret.
        case value(String?, of: String, expected: String, choices: [String])
        /// An option that must not be empty.
        case empty(String, expected: String)
        /// A text that is no ``Key``; the nearest that is one.
        case key(String, of: String, nearest: String?)
        /// A key that another command has too.
        case clash(Key, String, other: String)
        /// A name to which `@` cannot refer.
        case filterName(String)
        case filter(String, FilterError)
        /// A spelling without letters, one that is too long, or one too many.
        case spelling(String)
    }

    /// The name of the file; `nil` for the environment and the command line, where the fault names the place.
    let file: String?
    /// The place in the file; `nil` if the error is about all of it.
    let position: Position?
    /// The entry at the top of the file to which it belongs; `nil` if it stands there itself.
    let section: String?
    let fault: Fault

    init(in file: String? = nil, at position: Position? = nil, section: String? = nil, _ fault: Fault) {
        (self.file, self.position, self.section, self.fault) = (file, position, section, fault)
    }

    /// A line for the operator.
    ///
    /// `config.yaml:7:3: keys: unknown command "folow": did you mean "follow"?`
    public var description: String {
        let place = file.map { Self.place($0, position) }
        return [place, section, words].compactMap(\.self).joined(separator: ": ")
    }

    /// `config.yaml:7:3`.
    static func place(_ file: String, _ position: Position?) -> String {
        position.map { "\(file):\($0.line):\($0.column)" } ?? file
    }

    private var words: String {
        switch fault {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge: "is larger than \(ConfigurationFile.sizeLimit / 1024) KiB"
        case .notUTF8: "is not UTF-8"
        case .notYAML(let reason): "not YAML: \(reason)"
        case .tooDeep: "lists and entries are nested too deeply"
        case .secondDocument: "a second document begins here: expected one"
        case .noEntries: "expected entries such as host: localhost"
        case .noName: "expected a name, not a list or entries"
        case .noValue(let name): "invalid \(Excerpt(name)): expected one value, not a list or entries"
        case .noList(let name): "invalid \(Excerpt(name)): expected one value, or a list such as [a, b]"
        case .twice(let name): "duplicate entry \(Self.quoted(name))"
        case .unknown(let noun, let name, let nearest, let all):
            "unknown \(noun) \(Self.quoted(name)): " + Self.advice(nearest, Self.list(all))
        case .value(let text, let name, let expected, let choices):
            "invalid \(name)\(text.map { " " + Self.quoted($0) } ?? ""): expected \(expected)"
                + (text.flatMap { Nearest.of($0, in: choices) }.map { "; did you mean \(Self.quoted($0))?" } ?? "")
        case .empty(let name, let expected):
            "empty \(name): expected \(expected); to admit everybody, leave it out"
        case .key(let text, let command, let nearest):
            "invalid key \(Self.quoted(text)) for \(command): "
                + Self.advice(nearest, "expected a character, ^f, F1, " + Self.words(Key.names.keys.sorted()))
        case .clash(let key, let command, let other):
            "duplicate key \(Self.quoted(key.name)): \(command) and \(other) both have it; [] takes all keys of a command"
        case .filterName(let name):
            "invalid filter name \(Self.quoted(name)): expected letters, digits, - and _"
        case .filter(let name, let error): "\(Excerpt(name)): \(error)"
        case .spelling(let text):
            "invalid spelling \(Self.quoted(text)): expected letters or digits, at most \(TaughtSpellings.byteLimit) "
                + "bytes, each once, and at most \(TaughtSpellings.limit) of a kind"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(Excerpt(text))\"" }

    /// Names that can be read in one line, or the way to see them.
    private static func list(_ names: [String]) -> String {
        names.count <= 16 ? "expected " + words(names) : "--print-config shows all"
    }

    private static func words(_ names: [String]) -> String {
        names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    private static func advice(_ nearest: String?, _ otherwise: String) -> String {
        nearest.map { "did you mean \(quoted($0))?" } ?? otherwise
    }
}
