import Text

/// An error in a filter, and its position.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The column in Unicode scalars, counted from 0.
    public let column: Int
    /// The error.
    public let fault: Fault

    public init(column: Int, _ fault: Fault) {
        self.column = column
        self.fault = fault
    }

    /// A kind of error, with the text that caused it.
    public indirect enum Fault: Hashable, Sendable {
        /// The text has more Unicode scalars than ``Filter/lengthLimit``.
        case tooLong(Int)
        /// Groups and saved filters are nested deeper than ``Filter/nestingLimit``.
        case tooDeep
        /// There are more terms than ``Filter/termLimit``, including those of saved filters.
        case tooManyTerms
        /// There is no ``FilterField`` with that name.
        case unknownField(String)
        /// The field does not have that value.
        case unknownValue(FilterField, String)
        /// There is no value after a colon, a bar or a comparison.
        case missingValue(FilterField)
        /// A field that is compared is not followed by `<`, `<=`, `>` or `>=`.
        case notCompared(FilterField)
        /// A field that is not compared is followed by `<` or `>`.
        case notNamed(FilterField, String)
        /// The value is not the size, duration or number that the field requires.
        case notAnAmount(FilterField, String)
        /// The regular expression is invalid, for the given reason.
        case expression(String)
        /// A quote is not closed.
        case openQuote
        /// A quote is followed by other text without a space.
        case behindQuote(String)
        /// A group is not closed.
        case openGroup
        /// A `)` closes no group.
        case closedGroup
        /// There is nothing between `(` and `)`.
        case emptyGroup
        /// A `-` is not followed by a term.
        case emptyNegation
        /// An `OR` lacks a term on one side.
        case emptyAlternative
        /// A `|` is not between the values of a field.
        case strayBar(String)
        /// The text has `AND` or `NOT`, which are not part of the language.
        case foreignWord(String)
        /// A `@` or `~` is followed by nothing.
        case emptySign(String)
        /// There is no saved filter with that name; the closest name is given if there is one.
        case unknownSaved(String, nearest: String?)
        /// A saved filter refers to itself, directly or indirectly.
        case endlessSaved(String)
        /// A saved filter has an error.
        case wrongSaved(String, FilterError)
    }

    /// The column and the error.
    public var description: String { "column \(column): \(message)" }

    /// The error and its remedy, without the column.
    public var message: String {
        switch fault {
        case .tooLong(let count): "a filter has at most \(Filter.lengthLimit) characters, this one \(count)"
        case .tooDeep: "groups and saved filters can be nested \(Filter.nestingLimit) deep"
        case .tooManyTerms: "a filter has at most \(Filter.termLimit) terms, including those of saved filters"
        case .unknownField(let name):
            "no field is called '\(Excerpt(name))'; " + Self.field(near: name)
                + ", or put quotes around all of it to find the text"
        case .unknownValue(let field, let value): Self.unknown(field, value)
        case .missingValue(let field): "\(field.name) needs a value, as in \(field.example)"
        case .notCompared(let field): "\(field.name) is compared by < <= > or >=, as in \(field.example)"
        case .notNamed(let field, let value): "\(field.name) is not compared; write \(field.name):\(Excerpt(value))"
        case .notAnAmount(let field, let value): Self.amount(field, Excerpt(value))
        case .expression(let words): words
        case .openQuote: "this quote is not closed; put \" after the text"
        case .behindQuote(let text): "'\(Excerpt(text))' follows a quote without a space; put a space between them"
        case .openGroup: "this ( is not closed; put ) after the group"
        case .closedGroup: "this ) closes nothing; remove it, or put quotes around the text it belongs to"
        case .emptyGroup: "there is nothing between ( and )"
        case .emptyNegation: "- needs a term right after it; put quotes around it to find the text"
        case .emptyAlternative: "OR needs a term on either side; put quotes around it to find the text"
        case .strayBar(let text):
            "| separates values of a field; write a OR b, or quotes around '\(Excerpt(text))' to find the text"
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
        return Nearest.closestMatch(name, in: names).map { "did you mean \($0)?" } ?? "fields are \(list(names))"
    }

    private static func unknown(_ field: FilterField, _ value: String) -> String {
        let quoted = "'\(Excerpt(value))'"
        let problem =
            switch field {
            case .kind: "no kind is called \(quoted)"
            case .conn: "no connection is \(quoted)"
            case .cand, .pair: "no candidate has the type \(quoted)"
            case .via: "nothing goes by way of \(quoted)"
            case .transport: "no transport is called \(quoted)"
            case .is: "no entry can be \(quoted)"
            default: "nothing comes from \(quoted)"
            }
        guard let nearest = Nearest.closestMatch(value, in: field.values) else {
            return "\(problem); \(field.name) takes \(list(field.values))"
        }
        return "\(problem); did you mean \(nearest)?"
    }

    private static func amount(_ field: FilterField, _ value: Excerpt) -> String {
        switch field {
        case .size: "'\(value)' is no size; write bytes, k or M, as in size>200 or size>1.5k"
        case .call: "'\(value)' is no call; calls are numbered from 1, as in call:2"
        default: "'\(value)' is no duration; write ms, s, m or h after a number, as in \(field.example)"
        }
    }

    private static func foreign(_ word: String) -> String {
        let remedy = word == "AND" ? "adjacent terms must all match anyway" : "put - in front of a term"
        return "\(word) is not needed: \(remedy); put quotes around it to find the text"
    }

    private static func list(_ words: [String]) -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + (words.last.map { " or \($0)" } ?? "")
    }
}
