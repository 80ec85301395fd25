import Text

/// What is wrong with a filter, and where.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The column in Unicode scalars, counted from 0.
    public let column: Int
    /// What is wrong there.
    public let fault: Fault

    public init(column: Int, _ fault: Fault) {
        self.column = column
        self.fault = fault
    }

    /// One thing that is wrong; each comes with what was written.
    public indirect enum Fault: Hashable, Sendable {
        /// More scalars than ``Filter/lengthLimit``.
        case tooLong(Int)
        /// Groups and saved filters within each other deeper than ``Filter/nestingLimit``.
        case tooDeep
        /// More terms than ``Filter/termLimit``, those of saved filters too.
        case tooManyTerms
        /// No ``FilterField`` of that name.
        case unknownField(String)
        /// None of the words of its field.
        case unknownValue(FilterField, String)
        /// Nothing behind a colon, a bar or a comparison.
        case missingValue(FilterField)
        /// A field whose value is compared, with none of `<`, `<=`, `>` and `>=` behind it.
        case notCompared(FilterField)
        /// A field whose value is named, with `<` or `>` behind it.
        case notNamed(FilterField, String)
        /// No size, duration or number, as its field wants it.
        case notAnAmount(FilterField, String)
        /// Not a regular expression, in words.
        case expression(String)
        /// A quote that nothing ends.
        case openQuote
        /// Something right behind the end of a quote.
        case behindQuote(String)
        /// A group that nothing ends.
        case openGroup
        /// A `)` where no group is open.
        case closedGroup
        /// Nothing between `(` and `)`.
        case emptyGroup
        /// A `-` in front of nothing.
        case emptyNegation
        /// An `OR` with nothing on one side.
        case emptyAlternative
        /// A `|` where there is no field.
        case strayBar(String)
        /// `AND` or `NOT`, which the language does not have.
        case foreignWord(String)
        /// A `@` or `~` with nothing behind it.
        case emptySign(String)
        /// No saved filter of that name; the nearest there is.
        case unknownSaved(String, nearest: String?)
        /// A saved filter that refers to itself, by way of others perhaps.
        case endlessSaved(String)
        /// A saved filter that is wrong itself.
        case wrongSaved(String, FilterError)
    }

    public var description: String { "column \(column): \(words)" }

    /// What is wrong and what to write instead, without the column.
    public var words: String {
        switch fault {
        case .tooLong(let count): "a filter has at most \(Filter.lengthLimit) characters, this one \(count)"
        case .tooDeep: "groups and saved filters go \(Filter.nestingLimit) deep at the most"
        case .tooManyTerms: "a filter has at most \(Filter.termLimit) terms, those of saved ones counted"
        case .unknownField(let name):
            "no field is called '\(Excerpt(name))'; " + Self.field(near: name)
                + ", or put quotes around all of it to find the text"
        case .unknownValue(let field, let value): Self.unknown(field, value)
        case .missingValue(let field): "\(field.name) needs a value, as in \(field.example)"
        case .notCompared(let field): "\(field.name) is compared by < <= > or >=, as in \(field.example)"
        case .notNamed(let field, let value): "\(field.name) is not compared; write \(field.name):\(Excerpt(value))"
        case .notAnAmount(let field, let value): Self.amount(field, Excerpt(value))
        case .expression(let words): words
        case .openQuote: "this quote does not end; put \" behind the text"
        case .behindQuote(let text): "'\(Excerpt(text))' stands right behind a quote; put a space between them"
        case .openGroup: "this ( is not closed; put ) behind the group"
        case .closedGroup: "this ) closes nothing; remove it, or put quotes around the text it belongs to"
        case .emptyGroup: "nothing stands between ( and )"
        case .emptyNegation: "nothing stands right behind -; put the term there, or quotes around it to find the text"
        case .emptyAlternative: "OR needs a term on either side; put quotes around it to find the text"
        case .strayBar(let text):
            "| stands between values of a field; write a OR b, or quotes around '\(Excerpt(text))' to find the text"
        case .foreignWord(let word): Self.foreign(word)
        case .emptySign(let sign):
            "\(sign) needs \(sign == "@" ? "the name of a saved filter" : "a regular expression")"
        case .unknownSaved(let name, let nearest):
            "no saved filter is called '\(Excerpt(name))'" + (nearest.map { "; did you mean @\(Excerpt($0))?" } ?? "")
        case .endlessSaved(let name): "the saved filter '\(Excerpt(name))' refers to itself"
        case .wrongSaved(let name, let error): "in the saved filter '\(Excerpt(name))', \(error)"
        }
    }

    private static func field(near name: String) -> String {
        let names = FilterField.allCases.map(\.name)
        return Nearest.of(name, in: names).map { "did you mean \($0)?" } ?? "fields are \(list(names))"
    }

    private static func unknown(_ field: FilterField, _ value: String) -> String {
        let quoted = "'\(Excerpt(value))'"
        let said =
            switch field {
            case .kind: "no kind is called \(quoted)"
            case .cand: "no candidate has the type \(quoted)"
            case .is: "no entry can be \(quoted)"
            default: "nothing comes from \(quoted)"
            }
        guard let nearest = Nearest.of(value, in: field.words) else {
            return "\(said); \(field.name) takes \(list(field.words))"
        }
        return "\(said); did you mean \(nearest)?"
    }

    private static func amount(_ field: FilterField, _ value: Excerpt) -> String {
        switch field {
        case .size: "'\(value)' is no size; write bytes, k or M, as in size>200 or size>1.5k"
        case .call: "'\(value)' is no call; calls are numbered from 1, as in call:2"
        default: "'\(value)' is no duration; write ms, s, m or h behind a number, as in \(field.example)"
        }
    }

    private static func foreign(_ word: String) -> String {
        let remedy = word == "AND" ? "side by side terms must hold together anyway" : "put - in front of a term"
        return "\(word) is not needed: \(remedy); put quotes around it to find the text"
    }

    private static func list(_ words: [String]) -> String {
        words.dropLast().joined(separator: ", ") + (words.last.map { " or \($0)" } ?? "")
    }
}
