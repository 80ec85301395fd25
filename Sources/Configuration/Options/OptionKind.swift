import Routing

/// The type of an option's values: their syntax, and the property that stores them.
public struct OptionKind: Sendable {
    public typealias Path<Value> = any WritableKeyPath<ProgramConfiguration, Value> & Sendable

    /// How an option is given on the command line.
    public enum Form: Hashable, Sendable {
        /// Without a value: `--ascii`, `--no-ascii`.
        case flag
        /// With one value.
        case value
        /// With the path of a file.
        case file
        /// With a value, repeatedly; if `takesAll`, with all values up to the next option.
        case list(takesAll: Bool)
    }

    /// How the option is given on the command line.
    public let form: Form
    /// The placeholder of the value in the help: `bytes`.
    public let valueName: String
    /// The valid values, for error messages and comments: `0 to 65535`.
    public let expected: String
    /// The valid values, if there are few; else empty.
    public var choices: [String] = []
    /// Whether the value is never displayed.
    var isSecret = false
    /// Whether an empty text is an error.
    ///
    /// An unset variable of a script expands to an empty text. For a token this must not mean that none is required.
    var rejectsEmpty = false
    /// Returns the value as text.
    let text: @Sendable (ProgramConfiguration) -> String
    /// Parses a text and sets the value; returns false if the text is invalid.
    let set: @Sendable (inout ProgramConfiguration, String) -> Bool

    /// Creates a kind whose values are converted to text by `write` and parsed by `read`.
    private init<Value>(
        _ path: Path<Value>, _ valueName: String, _ expected: String, form: Form = .value,
        write: @escaping @Sendable (Value) -> String, read: @escaping @Sendable (String) -> Value?
    ) {
        (self.form, self.valueName, self.expected) = (form, valueName, expected)
        text = { write($0[keyPath: path]) }
        set = { configuration, text in
            guard let value = read(text) else { return false }
            configuration[keyPath: path] = value
            return true
        }
    }
}

// MARK: Flags, texts and lists

extension OptionKind {
    /// A Boolean value, in any of the spellings that YAML 1.1 and environment variables use.
    static func flag(_ path: Path<Bool>) -> Self {
        var kind = Self(path, "", "on or off", form: .flag) {
            $0 ? "on" : "off"
        } read: {
            switch $0 {
            case "on", "true", "yes", "1": true
            case "off", "false", "no", "0": false
            default: nil
            }
        }
        kind.choices = ["on", "off"]
        return kind
    }

    /// A case of an enumeration.
    static func choice<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ path: Path<Value>, _ valueName: String
    ) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        let expected = choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
        var kind = Self(path, valueName, expected, write: \.rawValue, read: { Value(rawValue: $0) })
        kind.choices = choices
        return kind
    }

    /// A text that satisfies `isValid`.
    static func text(
        _ path: Path<String>, _ valueName: String, _ expected: String,
        isValid: @escaping @Sendable (String) -> Bool
    ) -> Self {
        Self(path, valueName, expected, write: \.self, read: { isValid($0) ? $0 : nil })
    }

    /// The path of a file; empty for none.
    static func file(_ path: Path<String>) -> Self {
        Self(path, "file", "the path of a file", form: .file, write: \.self, read: \.self)
    }

    /// A list: separated by spaces in a text, a YAML list in the configuration file.
    static func list<Element>(
        _ path: Path<[Element]>, _ valueName: String, _ expected: String, takesAll: Bool = false, limit: Int = .max,
        write: @escaping @Sendable (Element) -> String, read: @escaping @Sendable (String) -> Element?
    ) -> Self {
        Self(path, valueName, expected, form: .list(takesAll: takesAll)) {
            $0.map(write).joined(separator: " ")
        } read: { text in
            let texts = text.split(separator: " ").map(String.init)
            let values = texts.compactMap(read)
            return values.count == texts.count && values.count <= limit ? values : nil
        }
    }

    /// The same kind with values that are never displayed.
    var secret: Self {
        var kind = self
        kind.isSecret = true
        return kind
    }

    /// The same kind with empty texts rejected.
    var notEmpty: Self {
        var kind = self
        kind.rejectsEmpty = true
        return kind
    }
}

// MARK: Numbers

extension OptionKind {
    /// An integer in `range`.
    static func number(_ path: Path<Int>, _ valueName: String, _ range: ClosedRange<Int>) -> Self {
        Self(
            path, valueName, "\(range.lowerBound) to \(range.upperBound)", write: \.description,
            read: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    /// A duration in whole seconds, at least 0.
    static func seconds(_ path: Path<Duration>, upTo limit: Int) -> Self {
        Self(
            path, "seconds", "0 to \(limit) seconds", write: { String($0.components.seconds) },
            read: { whole($0, upTo: limit).map { .seconds($0) } })
    }

    /// A duration in whole seconds; 0 stands for `nil`, no limit.
    static func timeout(_ path: Path<Duration?>, upTo limit: Int = 86_400) -> Self {
        Self(path, "seconds", "1 to \(limit) seconds, or 0 for no limit") {
            String($0?.components.seconds ?? 0)
        } read: { text -> Duration?? in
            whole(text, upTo: limit).map { $0 == 0 ? nil : .seconds($0) }
        }
    }

    /// A positive integer; 0 stands for no limit.
    static func count(_ path: Path<Int>, upTo limit: Int = 1_000_000_000) -> Self {
        Self(path, "count", "1 to \(limit), or 0 for no limit") {
            $0 == Limits.none ? "0" : String($0)
        } read: {
            whole($0, upTo: limit).map { $0 == 0 ? Limits.none : $0 }
        }
    }

    /// A number of bytes; 0 stands for no limit.
    static func size(_ path: Path<Int>) -> Self {
        Self(path, "bytes", "bytes such as 65536, 64K or 1M, or 0 for no limit") {
            $0 == Limits.none ? "0" : ByteSize.text($0)
        } read: {
            ByteSize.bytes($0).map { $0 == 0 ? Limits.none : $0 }
        }
    }

    private static func whole(_ text: String, upTo limit: Int) -> Int? {
        Int(text).flatMap { (0...limit).contains($0) ? $0 : nil }
    }
}

/// The syntax of sizes in bytes: `65536`, `64K`, `1M`, with binary multiples (1K = 1,024).
enum ByteSize {
    private static let units: [(letter: Character, bytes: Int)] = [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]

    /// Parses `text`; returns `nil` if it is not a size or is more than 1,024G.
    static func bytes(_ text: String) -> Int? {
        let unit = units.first { text.last?.uppercased() == String($0.letter) }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), number >= 0 else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        return overflows || bytes > 1 << 40 ? nil : bytes
    }

    /// Returns `bytes` in the largest unit that divides it.
    static func text(_ bytes: Int) -> String {
        guard bytes > 0, let unit = units.first(where: { bytes % $0.bytes == 0 }) else { return String(bytes) }
        return "\(bytes / unit.bytes)\(unit.letter)"
    }
}
