import Text

/// Reads and writes the subset of YAML that configuration files use.
///
/// Scalars are not typed, and `&`, `*`, `?` and `!` have no special meaning, so that `keys: {help: [?, *]}` needs no
/// quotes. There are no anchors, aliases, complex keys and tags, and therefore no short text that stands for a large document.
enum YAMLText {
    /// A parse error.
    struct Error: Swift.Error {
        let position: ConfigurationError.Position?
        let fault: ConfigurationError.Fault
    }

    /// The noncharacters that replace these characters in the text that is parsed.
    private static let substitutes: [Unicode.Scalar: Unicode.Scalar] = [
        "&": "\u{1FFFE}", "*": "\u{1FFFF}", "?": "\u{2FFFE}", "!": "\u{2FFFF}",
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
    static func root(_ text: String) throws(Error) -> YAMLNode? {
        try YAMLComposer.root(replacing(text, with: substitutes))
    }

    /// Returns the original text of a scalar that was parsed as `text`.
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
