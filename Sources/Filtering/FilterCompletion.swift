/// The completions at the cursor in a filter.
///
/// ```
/// kind:offer|an▏ OR x       answer, in place of an
/// -fr▏                      from:, in place of fr
/// (@gl▏                     @glare, in place of @gl
/// ```
public struct FilterCompletion: Hashable, Sendable {
    /// One completion.
    public struct Candidate: Hashable, Sendable {
        /// The text to insert, with quotes if it needs them.
        public let text: String
        /// A description in one line; may be empty.
        public let help: String
        /// The number of entries that match; `nil` if it is not known.
        public let count: Int?

        public init(text: String, help: String = "", count: Int? = nil) {
            self.text = text
            self.help = help
            self.count = count
        }
    }

    /// A value of a field that entries have.
    public struct Value: Hashable, Sendable {
        /// The value, without quotes.
        public let text: String
        /// The number of entries that have it.
        public let count: Int

        public init(_ text: String, count: Int) {
            self.text = text
            self.count = count
        }
    }

    /// The range of the text that a completion replaces, in Unicode scalars.
    public let range: Range<Int>
    /// The completions, fields in the order of the language and values in the order in which they were given; empty if
    /// there are none.
    public let candidates: [Candidate]

    /// The completions of `text` at `cursor`, counted in Unicode scalars.
    ///
    /// `values` returns the values that entries have of a field, the best first; `saved` has the saved filters by name.
    public init(
        _ text: String, cursor: Int, saved: [String: String] = [:], values: (FilterField) -> [Value] = { _ in [] }
    ) {
        let scalars = Array(text.unicodeScalars.prefix(Filter.lengthLimit))
        let cursor = min(max(0, cursor), scalars.count)
        let token = FilterToken.tokens(of: scalars).first { token in
            token.sign == .term && token.range.lowerBound < cursor && cursor <= token.range.upperBound
        }
        guard let token else {
            // Before a term and after OR, only the start of a new term can be completed.
            let isFree =
                cursor == 0 || scalars[cursor - 1].properties.isWhitespace
                || "(-".unicodeScalars.contains(scalars[cursor - 1])
            (range, candidates) = (cursor..<cursor, isFree ? Self.fields("") : [])
            return
        }
        let start = token.range.lowerBound
        let written = Self.string(scalars[start..<cursor])
        switch scalars[start] {
        case "\"", "~": (range, candidates) = (cursor..<cursor, [])
        case "@":
            let prefix = Self.unquoted(written.dropFirst())
            range = token.range
            candidates = saved.keys.sorted().filter { Self.begins($0, prefix) }.map { name in
                Candidate(text: "@" + Filter.quoted(name), help: saved[name] ?? "")
            }
        default:
            let end = FilterToken.endOfName(scalars, from: start)
            let hasSign = end < token.range.upperBound && ":<>=".unicodeScalars.contains(scalars[end])
            guard cursor > end else {
                // The sign after a name is replaced together with it.
                let isName = hasSign || end == token.range.upperBound
                range = isName ? start..<(hasSign ? end + 1 : end) : cursor..<cursor
                candidates = isName ? Self.fields(written) : []
                return
            }
            guard hasSign, scalars[end] == ":", let field = FilterField(rawValue: Self.string(scalars[start..<end])),
                !field.isCompared
            else {
                (range, candidates) = (cursor..<cursor, [])
                return
            }
            range = Self.valueRange(scalars, in: end + 1..<token.range.upperBound, at: cursor)
            let prefix = Self.unquoted(Self.string(scalars[range.lowerBound..<cursor])[...])
            candidates = Self.values(field, prefix, values)
        }
    }

    /// The range of the value at the cursor, one of those in `range`.
    private static func valueRange(
        _ scalars: [Unicode.Scalar], in range: Range<Int>, at cursor: Int
    ) -> Range<Int> {
        var start = range.lowerBound
        while true {
            let isQuoted = start < range.upperBound && scalars[start] == "\""
            let quoteEnd = isQuoted ? FilterToken.endOfQuote(scalars, from: start) ?? range.upperBound : start
            let end = scalars[quoteEnd..<range.upperBound].firstIndex(of: "|") ?? range.upperBound
            if cursor <= end { return start..<end }
            start = end + 1
        }
    }

    private static func fields(_ prefix: String) -> [Candidate] {
        FilterField.allCases.filter { begins($0.name, prefix) }.map { field in
            Candidate(text: field.name + (field.isCompared ? ">" : ":"), help: field.help)
        }
    }

    private static func values(_ field: FilterField, _ prefix: String, _ values: (FilterField) -> [Value])
        -> [Candidate]
    {
        let known = values(field)
        guard field.values.isEmpty else {
            return field.values.filter { begins($0, prefix) }.map { word in
                Candidate(text: word, count: known.first { $0.text == word }?.count)
            }
        }
        return known.filter { begins($0.text, prefix) }.map {
            Candidate(text: Filter.quoted($0.text), count: $0.count)
        }
    }

    private static func begins(_ text: String, _ prefix: String) -> Bool {
        text.lowercased().hasPrefix(prefix.lowercased())
    }

    /// The start of a value, without its quotes.
    private static func unquoted(_ text: Substring) -> String {
        guard text.first == "\"" else { return String(text) }
        let inside = text.dropFirst()
        var plain = ""
        var isEscaped = false
        for character in inside {
            if !isEscaped, character == "\\" {
                isEscaped = true
            } else if isEscaped || character != "\"" {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
