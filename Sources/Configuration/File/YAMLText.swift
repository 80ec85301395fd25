import Text
import Yams

/// YAML as it is read and written here: every scalar is the text that was written, and `&`, `*` and `?` are letters like
/// any other.
///
/// So there are no anchors and aliases, and no keys but those on one line. Yams puts what an alias stands for in its
/// place, and compares keys with all that is in them: a few lines with such signs could take for ever.
enum YAMLText {
    /// Why a text is not read.
    struct Error: Swift.Error {
        let position: ConfigurationError.Position?
        let fault: ConfigurationError.Fault
    }

    /// The scalars that replace those signs while Yams reads: Unicode keeps them out of all texts.
    private static let substitutes: [Unicode.Scalar: Unicode.Scalar] = [
        "&": "\u{1FFFE}", "*": "\u{1FFFF}", "?": "\u{2FFFE}",
    ]
    private static let signs = Dictionary(uniqueKeysWithValues: substitutes.map { ($0.value, $0.key) })

    private static func replacing(_ text: String, _ scalars: [Unicode.Scalar: Unicode.Scalar]) -> String {
        var replaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { replaced.append(scalars[scalar] ?? scalar) }
        return String(replaced)
    }

    /// The node that `text` holds, whose scalars ``written(_:)`` reads; `nil` if there is none.
    static func root(_ text: String) throws(Error) -> Node? {
        do {
            return try Yams.compose(yaml: replacing(text, substitutes), .basic, .default, .utf8)
        } catch let error as YamlError {
            throw Error(error)
        } catch {
            throw Error(position: nil, fault: .notYAML("\(error)"))
        }
    }

    /// The text as it was written, of a node that has `text`.
    static func written(_ text: String) -> String { replacing(text, signs) }

    /// The scalar for `text`: plain if YAML reads it as it is, else in quotes.
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

    /// `texts` as one scalar, or as a list.
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
            let place = context.map { ", \($0.text) that began in line \($0.mark.line)" } ?? ""
            self.init(position: .init(mark), fault: .notYAML(problem + place))
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0)
            let line = 1 + before.count { $0.isNewline }
            let column = 1 + before.unicodeScalars.reversed().prefix { $0 != "\n" && $0 != "\r" }.count
            self.init(position: offset.map { _ in .init(line: line, column: column) }, fault: .notYAML(problem))
        case .duplicatedKeysInMapping(let names, let context):
            self.init(position: .init(context.mark), fault: .twice(YAMLText.written(names.first ?? "")))
        default:
            self.init(position: nil, fault: .notYAML("\(error)"))
        }
    }
}

extension ConfigurationError.Position {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
