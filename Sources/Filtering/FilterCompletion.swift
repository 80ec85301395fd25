/// What may stand where somebody is writing a filter.
///
/// ```
/// kind:offer|an▏ OR x       answer, in place of an
/// -fr▏                      from:, in place of fr
/// (@gl▏                     @glare, in place of @gl
/// ```
public struct FilterCompletion: Hashable, Sendable {
    /// One of the things that may stand there.
    public struct Candidate: Hashable, Sendable {
        /// What is to be put there, quotes and all.
        public let text: String
        /// What it asks, or where it comes from, in a line; empty if it speaks for itself.
        public let help: String
        /// How many entries have it; `nil` if that is not known.
        public let count: Int?

        public init(text: String, help: String = "", count: Int? = nil) {
            self.text = text
            self.help = help
            self.count = count
        }
    }

    /// A value that entries have.
    public struct Value: Hashable, Sendable {
        /// As it is, without quotes.
        public let text: String
        /// How many entries have it.
        public let count: Int

        public init(_ text: String, count: Int) {
            self.text = text
            self.count = count
        }
    }

    /// What they are put in place of, in scalars of the text.
    public let range: Range<Int>
    /// What may stand there, in the order of the language, or as the values came; empty if anything may.
    public let candidates: [Candidate]

    /// What may stand at `cursor`, counted in scalars, of `text`; `values` has those that entries have of a field, the
    /// best first, and `saved` the filters there are.
    public init(
        _ text: String, cursor: Int, saved: [String: String] = [:], values: (FilterField) -> [Value] = { _ in [] }
    ) {
        let scalars = Array(text.unicodeScalars.prefix(Filter.lengthLimit))
        let cursor = min(max(0, cursor), scalars.count)
        let token = FilterToken.tokens(of: scalars).first { token in
            token.sign == .term && token.range.lowerBound < cursor && cursor <= token.range.upperBound
        }
        guard let token else {
            // In front of a term, or behind OR, only what begins a new one is of use.
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
                // The sign behind a name is part of what is put there.
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
            let place = Self.place(scalars, end + 1..<token.range.upperBound, cursor: cursor)
            range = place
            let prefix = Self.unquoted(Self.string(scalars[place.lowerBound..<cursor])[...])
            candidates = Self.values(field, prefix, values)
        }
    }

    /// Where the value stands that the cursor is in, among those at `range`.
    private static func place(_ scalars: [Unicode.Scalar], _ range: Range<Int>, cursor: Int) -> Range<Int> {
        var start = range.lowerBound
        while true {
            let isQuoted = start < range.upperBound && scalars[start] == "\""
            let behind = isQuoted ? FilterToken.endOfQuote(scalars, from: start) ?? range.upperBound : start
            let end = scalars[behind..<range.upperBound].firstIndex(of: "|") ?? range.upperBound
            if cursor <= end { return start..<end }
            start = end + 1
        }
    }

    private static func fields(_ prefix: String) -> [Candidate] {
        FilterField.allCases.filter { begins($0.name, prefix) }.map { field in
            Candidate(text: field.name + (field.isCompared ? ">" : ":"), help: field.help)
        }
    }

    private static func values(_ field: FilterField, _ prefix: String, _ live: (FilterField) -> [Value]) -> [Candidate]
    {
        let known = live(field)
        guard field.words.isEmpty else {
            return field.words.filter { begins($0, prefix) }.map { word in
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

    /// What is written so far of a value, without its quotes.
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
