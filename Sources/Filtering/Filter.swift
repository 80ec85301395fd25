public import Events
import Messages
import Text

/// A filter of entries, written as a line of text.
///
/// ```
/// kind:offer|answer from:alice       both terms match; one of two values
/// -cand:host OR is:finding           one of two alternatives; AND binds tighter than OR
/// -(room:lobby "bye") ~H26[45]       a negated group with an exact text; a regular expression
/// @name                              a saved filter
/// ```
/// See ``FilterField`` and ``FilterSign`` for the whole language. A filter reads neither the clock nor shared state; a
/// ``FilterContext`` provides what is not in a record.
public struct Filter: Hashable, Sendable {
    /// The length of a filter, and of each saved filter that it refers to, in Unicode scalars.
    public static let lengthLimit = 1000
    /// The nesting depth of groups and saved filters.
    public static let nestingLimit = 32
    /// The number of terms; those of a saved filter count each time it is referred to.
    public static let termLimit = 256

    /// The time to load a record, in nanoseconds, from a journal that is larger than the processor's caches.
    private static let recordCost = 250

    /// The text of the filter.
    public let text: String
    /// Whether the result for an entry may change later, because a term tests findings, marks, transports or the age.
    public let isVolatile: Bool
    /// Whether a term tests the connections of calls.
    public let asksForConnections: Bool
    /// Whether the result for an entry depends on the current time.
    public let asksForAge: Bool
    /// The parsed text, with the saved filters that it refers to.
    public let expression: FilterExpression
    /// The number of memos that a ``CompiledFilter`` keeps for its terms.
    let memoCount: Int
    /// The texts that its terms search for, except in negated terms; see ``ranges(in:)``.
    let searches: [TextSearch]
    let expressions: [RegularExpression]
    private let saved: [String: String]

    /// Parses `text`, which may refer to the filters in `saved` by name; a text without terms matches all entries.
    ///
    /// - Throws: The first error in the text.
    public init(_ text: String, saved: [String: String] = [:]) throws(FilterError) {
        self.text = text
        expression = try FilterParser.parse(text, saved: saved)
        let terms = expression.terms
        isVolatile = terms.contains { $0.term.isVolatile }
        asksForConnections = terms.contains { $0.term.isConnection }
        asksForAge = terms.contains { $0.term.isAge }
        memoCount = (terms.compactMap(\.term.memo).max() ?? -1) + 1
        let shown = terms.filter { !$0.isNegated }.map(\.term)
        searches = shown.flatMap(\.searches)
        expressions = shown.compactMap(\.expression)
        self.saved = text.utf8.contains(UInt8(ascii: "@")) ? saved : [:]
    }

    /// Whether `name` is a valid name of a saved filter: letters, digits, `-` and `_`, so that `@name` is one term.
    public static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }

    /// Whether it is a list of alternatives, which needs parentheses before another term can be added.
    public var isAlternative: Bool {
        var depth = 0
        for token in FilterToken.tokens(of: Array(text.unicodeScalars)) {
            switch token.sign {
            case .open: depth += 1
            case .close: depth -= 1
            case .or: if depth == 0 { return true }
            case .minus, .term: break
            }
        }
        return false
    }

    /// Whether the filter matches `record`; a ``CompiledFilter`` is faster for many records.
    public func matches(_ record: Journal.Record, _ context: some FilterContext) -> Bool {
        var compiled = CompiledFilter(self)
        return compiled.passes(record, context)
    }

    /// The estimated time to test `record`, in nanoseconds, by which many records are tested in slices.
    public func cost(_ record: Journal.Record) -> Int {
        Self.recordCost
            + expression.cost(
                bytes: record.payloadSize, recipients: record.entry.delivery?.recipients.count ?? 0)
    }

    public static func == (one: Filter, other: Filter) -> Bool { one.text == other.text && one.saved == other.saved }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

// MARK: Quoting

extension Filter {
    /// The spelling of `value` after a field's colon or after `@`, in quotes if it needs them.
    public static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && !"()|*\"\\".unicodeScalars.contains(scalar)
        }
        guard !isPlain || value.isEmpty else { return value }
        var quoted = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }
}

// MARK: Matches in a text

extension Filter {
    /// The number of ranges that ``ranges(in:)`` returns.
    public static let rangeLimit = 64
    /// The number of bytes at the start of a text that ``ranges(in:)`` searches; texts on the screen are shorter.
    public static let rangeReach = 16_384

    /// The ranges of `text` that match a text or a regular expression of the filter, in order and without overlaps.
    ///
    /// Negated terms are ignored.
    public func ranges(in text: String) -> [Range<String.Index>] {
        guard !searches.isEmpty || !expressions.isEmpty else { return [] }
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span.extracting(..<min(text.utf8.count, Self.rangeReach))
        var found: [Range<Int>] = []
        for search in searches where search.count > 0 {
            var count = 0
            var start = 0
            while count < Self.rangeLimit, let index = search.first(in: bytes, from: start) {
                found.append(index..<index + search.count)
                start = index + search.count
                count += 1
            }
        }
        for expression in expressions { found += expression.ranges(in: bytes, limit: Self.rangeLimit) }
        return Self.merged(found).prefix(Self.rangeLimit).map { range in
            let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
            return start..<text.utf8.index(start, offsetBy: range.count)
        }
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
