import Console
import Filtering
import Messages
import Text

/// What is wrong with the configuration, and where.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A place in a file, counted from 1, columns in Unicode scalars.
    struct Position: Hashable, Sendable, Comparable {
        var line: Int
        var column: Int

        static func < (one: Position, other: Position) -> Bool {
            (one.line, one.column) < (other.line, other.column)
        }
    }

    /// What can be called by a name.
    enum Noun: String, Hashable, Sendable {
        case entry, setting, command, variable, spelling
    }

    /// One thing that is wrong; each comes with what was written.
    enum Fault: Hashable, Sendable {
        /// The file cannot be read, in the system's words.
        case unreadable(String)
        /// More bytes than ``ConfigurationFile/sizeLimit``.
        case tooLarge
        case notUTF8
        /// Not YAML, in the parser's words.
        case notYAML(String)
        /// Lists and entries in each other deeper than the parser goes, which is 1,000.
        case tooDeep
        /// A document behind the first.
        case secondDocument
        /// Something that should be names with values, one a line.
        case noEntries
        /// A name that is a list or has entries of its own.
        case noName
        /// A list or entries where one value should be.
        case noValue(String)
        /// Entries where a list of values should be.
        case noList(String)
        /// A name that stands there more than once.
        case twice(String)
        /// Nothing of that kind has the name; the nearest that has one, and all.
        case unknown(Noun, String, nearest: String?, all: [String])
        /// A value that an option or a setting cannot have; the nearest that it can have, and all in words.
        case value(String, of: String, nearest: String?, values: String)
        /// An option that must not be empty, and what it takes.
        case empty(String, values: String)
        /// No ``Key`` is written so; the nearest.
        case key(String, of: String, nearest: String?)
        /// A key that another command has too.
        case clash(Key, String, other: String)
        /// A name that `@` could not refer to.
        case filterName(String)
        case filter(String, FilterError)
        /// A spelling without letters, one that is too long, or one too many.
        case spelling(String)

        static func value(_ text: String, of option: OptionTable.Entry) -> Fault {
            .value(
                option.isSecret ? "…" : text, of: option.name, nearest: Nearest.of(text, in: option.choices),
                values: option.values)
        }
    }

    /// The file's name, or the variable's.
    let source: String
    /// Where in the file; nil where it is about all of it.
    let position: Position?
    /// The entry at the file's top to which it belongs; nil where it stands there itself.
    let section: String?
    let fault: Fault

    init(in source: String, at position: Position? = nil, section: String? = nil, _ fault: Fault) {
        (self.source, self.position, self.section, self.fault) = (source, position, section, fault)
    }

    /// The file called `name` could not be read, for the reason that the system gives.
    public init(unreadable name: String, _ reason: String) { self.init(in: name, .unreadable(reason)) }

    /// A line for the operator.
    ///
    /// `config.yaml:7:3: keys: no command is called 'folow'; did you mean follow?`
    public var description: String {
        let place = position.map { "\(source):\($0.line):\($0.column)" } ?? source
        return ([place] + [section].compactMap(\.self) + [words]).joined(separator: ": ")
    }

    /// What is wrong and what to write instead.
    private var words: String {
        switch fault {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge: "is larger than \(ConfigurationFile.sizeLimit / 1024) KiB and not read"
        case .notUTF8: "is not UTF-8"
        case .notYAML(let reason): "not YAML: \(reason)"
        case .tooDeep: "lists and entries go too deep here"
        case .secondDocument: "a second document begins here; a file holds one"
        case .noEntries: "names and values belong here, one a line, as in host: localhost"
        case .noName: "a name is one word, neither a list nor entries"
        case .noValue(let name): "\(Excerpt(name)) takes one value, neither a list nor entries"
        case .noList(let name): "\(Excerpt(name)) takes one value or a list, as in [a, b]"
        case .twice(let name): "\(Excerpt(name)) is there more than once"
        case .unknown(let noun, let name, let nearest, let all):
            "no \(noun) is called '\(Excerpt(name))'; " + Self.advice(nearest, Self.list(all))
        case .value(let text, let name, let nearest, let values):
            "\(name) cannot be '\(Excerpt(text))'; " + Self.advice(nearest, "it takes \(values)")
        case .empty(let name, let values):
            "\(name) is empty; give \(values), or leave it out to let everybody in"
        case .key(let text, let command, let nearest):
            "\(command) has '\(Excerpt(text))', which is no key; "
                + Self.advice(nearest, "write a character, ^f, F1, " + Key.names.keys.sorted().joined(separator: ", "))
        case .clash(let key, let command, let other):
            "\(command) and \(other) have the key \(key.name) both; give one of them another, or [] for none"
        case .filterName(let name):
            "'\(Excerpt(name))' is no name for a filter; write letters, digits, - and _"
        case .filter(let name, let error): "\(Excerpt(name)): \(error)"
        case .spelling(let text):
            "invalid spelling '\(Excerpt(text))': expected letters or digits, at most \(TaughtSpellings.byteLimit) bytes, "
                + "each once, and at most \(TaughtSpellings.limit) of a kind"
        }
    }

    /// Names that can be read in one line, or where to see them.
    private static func list(_ names: [String]) -> String {
        names.count <= 16 ? "there are " + names.joined(separator: ", ") : "--print-config shows all"
    }

    private static func advice(_ nearest: String?, _ otherwise: String) -> String {
        nearest.map { "did you mean \($0)?" } ?? otherwise
    }
}
