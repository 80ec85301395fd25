import Text
import Yams

/// Reads and writes the subset of YAML that configuration files use.
///
/// Scalars are not typed, and `&`, `*` and `?` have no special meaning, so there are no anchors, aliases and complex keys.
/// Yams expands aliases and compares complex keys by value, so a few lines with them could take exponential time.
enum YAMLText {
    /// A parse error.
    struct Error: Swift.Error {
        let position: ConfigurationError.Position?
        let fault: ConfigurationError.Fault
    }

    /// The noncharacters that replace these characters in the text that Yams parses.
    private static let substitutes: [Unicode.Scalar: Unicode.Scalar] = [
        "&": "\u{1FFFE}", "*": "\u{1FFFF}", "?": "\u{2FFFE}",
    ]
    private static let originals = Dictionary(uniqueKeysWithValues: substitutes.map { ($0.value, $0.key) })

    private static func replacing(_ text: String, with scalars: [Unicode.Scalar: Unicode.Scalar]) -> String {
        var replaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { replaced.append(scalars[scalar] ?? scalar) }
        return String(replaced)
    }

    /// Parses `text` and returns its root node; `nil` if there is none.
    ///
    /// The caller passes the scalars of the nodes through ``restored(_:)``.
    static func root(_ text: String) throws(Error) -> Node? {
        do {
            return try Yams.compose(yaml: replacing(text, with: substitutes), .basic, .default, .utf8)
        } catch let error as YamlError {
            throw Error(error)
        } catch {
            throw Error(position: nil, fault: .notYAML("\(error)"))
        }
    }

    /// Returns the original text of a scalar that Yams has parsed as `text`.
    static func restored(_ text: String) -> String { replacing(text, with: originals) }

    /// Returns the scalar for `text`: plain if possible, otherwise in double quotes.
    static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "^", "_", ".", "/", "-": true
            default: false
            }
        }
        if isPlain, let first = text.first, first != "-", first != "." { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                quoted += "\\\(scalar)"
            } else if Printable.line(String(scalar)) == String(scalar) {
                quoted.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return quoted + "\""
    }

    /// Returns one text as a scalar, any other number of texts as a list.
    static func list(_ texts: [String]) -> String {
        let scalars = texts.map(scalar)
        return scalars.count == 1 ? scalars[0] : "[" + scalars.joined(separator: ", ") + "]"
    }
}

extension YAMLText.Error {
    fileprivate init(_ error: YamlError) {
        switch error {
        case .composer(_, _, let mark, _):
            self.init(position: .init(mark), fault: .secondDocument)
        case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level"):
            self.init(position: .init(mark), fault: .tooDeep)
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let origin = context.map { ", \($0.text) that began in line \($0.mark.line)" } ?? ""
            self.init(position: .init(mark), fault: .notYAML(problem + origin))
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0)
            let line = 1 + before.count { $0.isNewline }
            let column = 1 + before.unicodeScalars.reversed().prefix { $0 != "\n" && $0 != "\r" }.count
            self.init(position: offset.map { _ in .init(line: line, column: column) }, fault: .notYAML(problem))
        case .duplicatedKeysInMapping(let names, let context):
            self.init(position: .init(context.mark), fault: .duplicate(YAMLText.restored(names.first ?? "")))
        default:
            self.init(position: nil, fault: .notYAML("\(error)"))
        }
    }
}

extension ConfigurationError.Position {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
