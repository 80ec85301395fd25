public import Events
public import Messages
public import SDP
public import Text

/// A term of a filter: one condition on an entry.
public enum FilterTerm: Sendable {
    case kind([Kind], [FilterField.Fact])
    case candidate([CandidateType])
    /// A condition on the peers of an entry; `memo` is the index of the memo in a ``Filter/CompiledFilter``.
    case peer(Role, [NamePattern], memo: Int)
    case room([NamePattern])
    /// The upstream server sent the message on.
    case passed
    case transport([Transport.Carrier], [Transport.Framing])
    case call([Int])
    /// The state of the connections of the entry's calls, and the types of candidates in their selected pairs.
    case connection([ConnectionFacts.State])
    case pair([CandidateType])
    case mid([String])
    case sdp([TextSearch])
    case size(FilterComparison)
    case interval(FilterComparison)
    case age(FilterComparison)
    case trait([FilterField.Trait])
    case source([FilterField.Source])
    case text(TextSearch, memo: Int)
    case expression(RegularExpression)

    /// The role of a peer in an entry.
    public enum Role: Sendable {
        case author, recipient, any
    }

    /// Whether the result for an entry may change while the entry does not.
    var isVolatile: Bool {
        switch self {
        case .age, .transport, .connection, .pair: true
        case .trait(let traits): traits.contains { [.finding, .marked, .swallowed, .made].contains($0) }
        default: false
        }
    }

    /// Whether the payload of a message decides it.
    var needsPayload: Bool {
        switch self {
        case .mid, .sdp, .text, .expression: true
        default: false
        }
    }

    /// Whether it tests the age of an entry.
    var isAge: Bool {
        guard case .age = self else { return false }
        return true
    }

    /// Whether it tests the connections of the entry's calls.
    var isConnection: Bool {
        switch self {
        case .connection, .pair: true
        default: false
        }
    }

    /// The texts that it searches for in a message.
    var searches: [TextSearch] {
        switch self {
        case .text(let search, _): [search]
        case .sdp(let searches): searches
        default: []
        }
    }

    /// The regular expression; `nil` for other terms.
    var expression: RegularExpression? {
        guard case .expression(let expression) = self else { return nil }
        return expression
    }

    /// The index of the memo in a ``Filter/CompiledFilter``; `nil` for terms that test no names.
    var memo: Int? {
        switch self {
        case .peer(_, _, let memo), .text(_, let memo): memo
        default: nil
        }
    }

    /// The measured time to test a record with a text of `bytes` bytes and `recipients` recipients, in nanoseconds,
    /// rounded up.
    func cost(bytes: Int, recipients: Int) -> Int {
        switch self {
        case .kind, .candidate, .size, .interval, .age, .trait, .source, .transport: 50
        case .peer, .passed: 100
        case .room: 250
        case .call, .connection, .pair: 1_000 + 250 * recipients
        case .sdp(let searches): 50 + searches.count * bytes / 2
        // Most of it is the wording of the summary.
        case .text: 800 + bytes / 2
        case .mid: 8_000 + 5 * bytes
        case .expression: 1_200 + 8 * bytes
        }
    }
}

/// Terms, combined by NOT, AND and OR.
public indirect enum FilterExpression: Sendable {
    case term(FilterTerm)
    case not(FilterExpression)
    case all([FilterExpression])
    case any([FilterExpression])

    /// The conjunction or the alternatives of `expressions`, the cheapest first.
    static func joined(_ expressions: [FilterExpression], byAll: Bool) -> FilterExpression {
        if expressions.count == 1 { return expressions[0] }
        let sorted = expressions.sorted {
            $0.cost(bytes: 1000, recipients: 1) < $1.cost(bytes: 1000, recipients: 1)
        }
        return byAll ? .all(sorted) : .any(sorted)
    }

    /// All terms, and whether each is negated.
    public var terms: [(term: FilterTerm, isNegated: Bool)] {
        switch self {
        case .term(let term): [(term, false)]
        case .not(let expression): expression.terms.map { ($0.term, !$0.isNegated) }
        case .all(let expressions), .any(let expressions): expressions.flatMap(\.terms)
        }
    }

    /// The time to test all terms, in nanoseconds.
    func cost(bytes: Int, recipients: Int) -> Int {
        switch self {
        case .term(let term): term.cost(bytes: bytes, recipients: recipients)
        case .not(let expression): expression.cost(bytes: bytes, recipients: recipients)
        case .all(let expressions), .any(let expressions):
            expressions.reduce(0) { $0 + $1.cost(bytes: bytes, recipients: recipients) }
        }
    }
}

/// A bound of a size, in bytes, or of a duration, in nanoseconds.
public struct FilterComparison: Hashable, Sendable {
    enum Sign: String, Sendable {
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="
    }

    let sign: Sign
    let amount: Int64

    /// Whether `value` is within the bound.
    func holds(_ value: Int64) -> Bool {
        switch sign {
        case .less: value < amount
        case .atMost: value <= amount
        case .more: value > amount
        case .atLeast: value >= amount
        }
    }

    /// The number of bytes in `text`, such as `200`, `1k` or `1.5M` (decimal units); `nil` if it is no size.
    static func bytes(_ text: String) -> Int64? {
        amount(text, ["": 1, "k": 1e3, "K": 1e3, "M": 1e6])
    }

    /// The number of nanoseconds in `text`, such as `100ms`, `1.5s`, `5m` or `1h`; `nil` if it is no duration with a
    /// unit.
    static func nanoseconds(_ text: String) -> Int64? {
        amount(text, ["ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9])
    }

    private static func amount(_ text: String, _ units: [String: Double]) -> Int64? {
        let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        guard let first = digits.first, first != ".", digits.last != ".", let number = Double(digits),
            let unit = units[String(text[digits.endIndex...])], number * unit < 9e18
        else { return nil }
        return Int64((number * unit).rounded())
    }
}
