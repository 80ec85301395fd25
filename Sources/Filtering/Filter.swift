public import Events
import Messages
import Text

/// Which entries somebody wants to see, in a line of text.
///
/// ```
/// kind:offer|answer from:alice       both hold, either value
/// -cand:host OR is:finding           either side: what stands side by side goes together first
/// -(room:lobby "bye") ~H26[45]       a group, a text as it is written, a regular expression
/// @name                              a filter that was saved
/// ```
/// ``FilterField`` and ``FilterSign`` have the whole language. Nothing of it asks for the time of day or for a lock: what
/// it must know beside a record a ``FilterContext`` tells.
public struct Filter: Hashable, Sendable {
    /// Scalars of a filter, and of each saved one that it refers to.
    public static let lengthLimit = 1000
    /// How deep groups and saved filters go within each other.
    public static let nestingLimit = 32
    /// Terms, those of saved filters each time they are referred to.
    public static let termLimit = 256

    /// Nanoseconds that it takes to come by a record at all, in a journal that is larger than the processor's caches.
    private static let recordCost = 250

    /// As it was written.
    public let text: String
    /// Whether what it says of an entry may change later: it asks for findings, marks or an age.
    public let isVolatile: Bool
    /// Whether what it says of an entry depends on the time by which it is asked.
    public let asksForAge: Bool
    public let expression: FilterExpression
    /// How many memos a ``CompiledFilter`` keeps for its terms.
    let memoCount: Int
    /// The texts in ``text`` and in what it refers to, for ``ranges(in:)``.
    let searches: [TextSearch]
    let expressions: [RegularExpression]
    private let saved: [String: String]

    /// The filter that `text` says, where `saved` has those that it may refer to by their names; a text without any term
    /// passes everything.
    ///
    /// - Throws: the first thing that is wrong with it.
    public init(_ text: String, saved: [String: String] = [:]) throws(FilterError) {
        self.text = text
        expression = try FilterParser.parse(text, saved: saved)
        let terms = expression.terms
        isVolatile = terms.contains { $0.term.isVolatile }
        asksForAge = terms.contains { $0.term.isAge }
        memoCount = (terms.compactMap(\.term.memo).max() ?? -1) + 1
        let shown = terms.filter { !$0.isNegated }.map(\.term)
        searches = shown.flatMap(\.searches)
        expressions = shown.compactMap(\.expression)
        self.saved = text.utf8.contains(UInt8(ascii: "@")) ? saved : [:]
    }

    /// Whether a saved filter can be called `name`: letters, digits, `-` and `_`, so that `@name` means all of it.
    public static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }

    /// Whether it is one side or another, so that what is to hold as well must stand beside it in parentheses.
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

    /// Whether `record` is one of those; a ``CompiledFilter`` is quicker with many.
    public func matches(_ record: Journal.Record, _ context: some FilterContext) -> Bool {
        var sieve = CompiledFilter(self)
        return sieve.passes(record, context)
    }

    /// How long testing `record` takes at the most, in nanoseconds as measured, so that many may be tested in slices.
    public func cost(_ record: Journal.Record) -> Int {
        let transit = record.entry.transit
        let bytes = (transit?.message.payload.count ?? 0) + record.summary.utf8.count
        return Self.recordCost + expression.cost(bytes: bytes, hearers: transit?.hearers.count ?? 0)
    }

    public static func == (one: Filter, other: Filter) -> Bool { one.text == other.text && one.saved == other.saved }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
