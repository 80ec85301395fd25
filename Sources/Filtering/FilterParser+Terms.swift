import Events
import Messages
import SDP
import Text

extension FilterParser {
    /// One value of a field.
    private struct Value {
        let text: String
        let column: Int
        let isQuoted: Bool
    }

    /// Parses the term at `range`.
    func term(_ range: Range<Int>, memo: Int) throws(FilterError) -> FilterTerm {
        let start = range.lowerBound
        switch scalars[start] {
        case "\"": return .text(TextSearch(try quoted(range), ignoringCase: false), memo: memo)
        case "~": return .expression(try expression(range))
        default: break
        }
        let end = FilterToken.endOfName(scalars, from: start)
        guard end > start, end < range.upperBound, ":<>=".unicodeScalars.contains(scalars[end]) else {
            return try word(range, memo)
        }
        let field = FilterField(rawValue: text(start..<end))
        // Session descriptions have many texts of this form: a=mid:0.
        if scalars[end] == "=", field?.isCompared != true { return try word(range, memo) }
        guard let field else { throw FilterError(column: start, .unknownField(text(start..<end))) }
        if field.isCompared { return try compared(field, end..<range.upperBound) }
        guard scalars[end] == ":" else {
            throw FilterError(column: end, .notNamed(field, text(end + 1..<range.upperBound)))
        }
        return try named(field, try values(field, end + 1..<range.upperBound), memo)
    }

    private func word(_ range: Range<Int>, _ memo: Int) throws(FilterError) -> FilterTerm {
        let word = text(range)
        if word == "AND" || word == "NOT" { throw FilterError(column: range.lowerBound, .foreignWord(word)) }
        if let bar = scalars[range].firstIndex(of: "|") { throw FilterError(column: bar, .strayBar(word)) }
        return .text(TextSearch(word, ignoringCase: true), memo: memo)
    }

    private func expression(_ range: Range<Int>) throws(FilterError) -> RegularExpression {
        var pattern = range.dropFirst()
        guard !pattern.isEmpty else { throw FilterError(column: range.lowerBound, .emptySign("~")) }
        if scalars[pattern.lowerBound] == "\"" {
            guard let end = FilterToken.endOfQuote(scalars, from: pattern.lowerBound), end <= range.upperBound else {
                throw FilterError(column: pattern.lowerBound, .openQuote)
            }
            try check(behindQuote: end..<range.upperBound)
            // In a quoted expression, a quote is written \", too.
            pattern = pattern.lowerBound + 1..<end - 1
        }
        do throws(RegularExpression.Fault) {
            return try RegularExpression(scalars[pattern])
        } catch {
            throw FilterError(column: pattern.lowerBound + error.offset, .expression(error.message))
        }
    }

    // MARK: Values

    /// The text between the quotes at `range`.
    func quoted(_ range: Range<Int>) throws(FilterError) -> String {
        guard let end = FilterToken.endOfQuote(scalars, from: range.lowerBound), end <= range.upperBound else {
            throw FilterError(column: range.lowerBound, .openQuote)
        }
        try check(behindQuote: end..<range.upperBound)
        var text = String.UnicodeScalarView()
        var index = range.lowerBound + 1
        while index < end - 1 {
            if scalars[index] == "\\", scalars[index + 1] == "\"" || scalars[index + 1] == "\\" { index += 1 }
            text.append(scalars[index])
            index += 1
        }
        return String(text)
    }

    private func check(behindQuote range: Range<Int>) throws(FilterError) {
        guard !range.isEmpty else { return }
        let rest = text(range)
        throw FilterError(
            column: range.lowerBound, scalars[range.lowerBound] == "|" ? .strayBar(rest) : .behindQuote(rest))
    }

    private func values(_ field: FilterField, _ range: Range<Int>) throws(FilterError) -> [Value] {
        var values: [Value] = []
        var index = range.lowerBound
        while true {
            let start = index
            guard start < range.upperBound, scalars[start] != "|" else {
                throw FilterError(column: start, .missingValue(field))
            }
            let isQuoted = scalars[start] == "\""
            let end = isQuoted ? FilterToken.endOfQuote(scalars, from: start) ?? range.upperBound : start
            index = scalars[end..<range.upperBound].firstIndex(of: "|") ?? range.upperBound
            let text = isQuoted ? try quoted(start..<index) : text(start..<index)
            values.append(Value(text: text, column: start, isQuoted: isQuoted))
            guard index < range.upperBound else { return values }
            index += 1
        }
    }

    private func named(_ field: FilterField, _ values: [Value], _ memo: Int) throws(FilterError) -> FilterTerm {
        let patterns = values.map { NamePattern($0.text, hasWildcards: !$0.isQuoted) }
        switch field {
        case .kind:
            let kinds = values.compactMap { Kind(rawValue: $0.text) }
            try check(field, values)
            return .kind(kinds, values.compactMap { FilterField.Fact(rawValue: $0.text) })
        case .from: return .peer(.author, patterns, memo: memo)
        case .to: return .peer(.recipient, patterns, memo: memo)
        case .peer: return .peer(.any, patterns, memo: memo)
        case .room: return .room(patterns)
        case .transport:
            try check(field, values)
            return .transport(
                values.compactMap { Transport.Carrier(rawValue: $0.text) },
                values.compactMap { Transport.Framing(rawValue: $0.text) })
        case .conn:
            try check(field, values)
            return .connection(values.compactMap { ConnectionFacts.State(rawValue: $0.text) })
        case .pair:
            try check(field, values)
            return .pair(values.compactMap { CandidateType(rawValue: $0.text) })
        case .via:
            try check(field, values)
            return .passed
        case .cand:
            try check(field, values)
            return .candidate(values.compactMap { CandidateType(rawValue: $0.text) })
        case .is:
            try check(field, values)
            return .trait(values.compactMap { FilterField.Trait(rawValue: $0.text) })
        case .src:
            try check(field, values)
            return .source(values.compactMap { FilterField.Source(rawValue: $0.text) })
        case .mid: return .mid(values.map(\.text))
        case .sdp: return .sdp(values.map { TextSearch($0.text, ignoringCase: true) })
        case .call:
            var numbers: [Int] = []
            for value in values {
                guard let number = Int(value.text), number > 0 else {
                    throw FilterError(column: value.column, .notAnAmount(field, value.text))
                }
                numbers.append(number)
            }
            return .call(numbers)
        case .size, .dt, .age: throw FilterError(column: values[0].column, .notCompared(field))
        }
    }

    private func check(_ field: FilterField, _ values: [Value]) throws(FilterError) {
        for value in values where !field.values.contains(value.text) {
            throw FilterError(column: value.column, .unknownValue(field, value.text))
        }
    }

    private func compared(_ field: FilterField, _ range: Range<Int>) throws(FilterError) -> FilterTerm {
        let isInclusive = range.count > 1 && scalars[range.lowerBound + 1] == "="
        let value = range.dropFirst(isInclusive ? 2 : 1)
        guard let sign = FilterComparison.Sign(rawValue: text(range.lowerBound..<value.lowerBound)) else {
            throw FilterError(column: range.lowerBound, .notCompared(field))
        }
        guard !value.isEmpty else { throw FilterError(column: value.lowerBound, .missingValue(field)) }
        let text = text(value)
        guard let amount = field == .size ? FilterComparison.bytes(text) : FilterComparison.nanoseconds(text) else {
            throw FilterError(column: value.lowerBound, .notAnAmount(field, text))
        }
        let comparison = FilterComparison(sign: sign, amount: amount)
        switch field {
        case .size: return .size(comparison)
        case .dt: return .interval(comparison)
        default: return .age(comparison)
        }
    }
}
