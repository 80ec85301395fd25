import Text

/// A recursive-descent parser of filters.
///
/// ```
/// alternatives  conjunction OR conjunction …
/// conjunction   primary primary …
/// primary       - primary  |  ( alternatives )  |  term
/// ```
struct FilterParser {
    let scalars: [Unicode.Scalar]
    let saved: [String: String]
    private let tokens: [FilterToken]
    private var position = 0
    /// The names of the saved filters that are being parsed, the outermost first.
    private let path: [String]
    private var depth: Int
    /// The number of terms so far, including those of the filters around this one.
    private var count: Int

    /// Parses `text`, which may refer to the filters in `saved`.
    static func parse(_ text: String, saved: [String: String]) throws(FilterError) -> FilterExpression {
        var parser = try FilterParser(text, saved: saved)
        return try parser.whole()
    }

    private init(
        _ text: String, saved: [String: String], path: [String] = [], depth: Int = 0, count: Int = 0
    ) throws(FilterError) {
        // The bytes are checked first: counting scalars takes linear time.
        guard text.utf8.count <= 4 * Filter.lengthLimit, text.unicodeScalars.count <= Filter.lengthLimit else {
            throw FilterError(column: Filter.lengthLimit, .tooLong(text.unicodeScalars.count))
        }
        scalars = Array(text.unicodeScalars)
        tokens = FilterToken.tokens(of: scalars)
        (self.saved, self.path, self.depth, self.count) = (saved, path, depth, count)
    }

    private var next: FilterToken? { position < tokens.count ? tokens[position] : nil }

    private mutating func whole() throws(FilterError) -> FilterExpression {
        guard !tokens.isEmpty else { return .all([]) }
        let expression = try alternatives()
        if let token = next { throw FilterError(column: token.range.lowerBound, .closedGroup) }
        return expression
    }

    private mutating func alternatives() throws(FilterError) -> FilterExpression {
        var options: [FilterExpression] = []
        while true {
            if let conjunction = try conjunction() { options.append(conjunction) }
            guard let token = next, token.sign == .or else { return .joined(options, byAll: false) }
            position += 1
            let isBetween = !options.isEmpty && next.map { $0.sign != .or && $0.sign != .close } ?? false
            guard isBetween else { throw FilterError(column: token.range.lowerBound, .emptyAlternative) }
        }
    }

    /// Parses the terms up to an `OR`, a `)` or the end; `nil` if there are none.
    private mutating func conjunction() throws(FilterError) -> FilterExpression? {
        var parts: [FilterExpression] = []
        while let token = next, token.sign != .or, token.sign != .close { parts.append(try primary(token)) }
        return parts.isEmpty ? nil : .joined(parts, byAll: true)
    }

    private mutating func primary(_ token: FilterToken) throws(FilterError) -> FilterExpression {
        position += 1
        let start = token.range.lowerBound
        switch token.sign {
        case .minus:
            guard let next, next.range.lowerBound == token.range.upperBound, next.sign != .close, next.sign != .or
            else {
                throw FilterError(column: start, .emptyNegation)
            }
            try deepen(start)
            defer { depth -= 1 }
            return .not(try primary(next))
        case .open:
            try deepen(start)
            defer { depth -= 1 }
            if let next, next.sign == .close { throw FilterError(column: start, .emptyGroup) }
            guard next != nil else { throw FilterError(column: start, .openGroup) }
            let expression = try alternatives()
            guard let next, next.sign == .close else { throw FilterError(column: start, .openGroup) }
            position += 1
            return expression
        case .or, .close, .term:
            count += 1
            guard count <= Filter.termLimit else { throw FilterError(column: start, .tooManyTerms) }
            if scalars[start] == "@" { return try reference(token.range) }
            return .term(try term(token.range, memo: count - 1))
        }
    }

    private mutating func deepen(_ column: Int) throws(FilterError) {
        depth += 1
        guard depth <= Filter.nestingLimit else { throw FilterError(column: column, .tooDeep) }
    }

    /// Parses the saved filter that the text at `range` refers to.
    private mutating func reference(_ range: Range<Int>) throws(FilterError) -> FilterExpression {
        let start = range.lowerBound
        guard range.count > 1 else { throw FilterError(column: start, .emptySign("@")) }
        let isQuoted = scalars[start + 1] == "\""
        let name = isQuoted ? try quoted(start + 1..<range.upperBound) : text(start + 1..<range.upperBound)
        guard let text = saved[name] else {
            throw FilterError(
                column: start, .unknownSaved(name, nearest: Nearest.closestMatch(name, in: saved.keys.sorted())))
        }
        guard !path.contains(name) else { throw FilterError(column: start, .endlessSaved(name)) }
        try deepen(start)
        defer { depth -= 1 }
        do throws(FilterError) {
            var parser = try FilterParser(text, saved: saved, path: path + [name], depth: depth, count: count)
            let expression = try parser.whole()
            count = parser.count
            return expression
        } catch {
            switch error.fault {
            // These are errors of the whole filter, not of the saved one.
            case .endlessSaved, .tooDeep, .tooManyTerms: throw FilterError(column: start, error.fault)
            default: throw FilterError(column: start, .wrongSaved(name, error))
            }
        }
    }

    /// The text at `range`.
    func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
}
