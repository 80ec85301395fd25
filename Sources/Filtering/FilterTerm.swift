public import Messages
public import SDP
public import Text

/// One thing that a filter asks of an entry.
public enum FilterTerm: Sendable {
    case kind([Kind], [FilterField.Fact])
    case candidate([CandidateType])
    /// Who is concerned; `memo` is where a ``Filter/CompiledFilter`` keeps who is one of them.
    case peer(Role, [NamePattern], memo: Int)
    case room([NamePattern])
    case call([Int])
    case mid([String])
    case sdp([TextSearch])
    case size(FilterComparison)
    case interval(FilterComparison)
    case age(FilterComparison)
    case trait([FilterField.Trait])
    case source([FilterField.Source])
    case text(TextSearch, memo: Int)
    case expression(RegularExpression)

    /// How a peer is concerned.
    public enum Role: Sendable {
        case author, hearer, any
    }

    /// Whether what it says of an entry may change while the entry does not.
    var isVolatile: Bool {
        switch self {
        case .age: true
        case .trait(let traits): traits.contains(.finding) || traits.contains(.marked)
        default: false
        }
    }

    /// Whether it asks how long ago something was.
    var isAge: Bool {
        guard case .age = self else { return false }
        return true
    }

    /// The texts it looks for in what is said.
    var searches: [TextSearch] {
        switch self {
        case .text(let search, _): [search]
        case .sdp(let searches): searches
        default: []
        }
    }

    /// The regular expression that it is.
    var expression: RegularExpression? {
        guard case .expression(let expression) = self else { return nil }
        return expression
    }

    /// Where a ``Filter/CompiledFilter`` keeps who is meant; `nil` if nobody is.
    var memo: Int? {
        switch self {
        case .peer(_, _, let memo), .text(_, let memo): memo
        default: nil
        }
    }

    /// What it takes to test a record, in nanoseconds as measured, rounded up; what it reads is `bytes` long, and
    /// `hearers` heard it.
    func cost(bytes: Int, hearers: Int) -> Int {
        switch self {
        case .kind, .candidate, .size, .interval, .age, .trait, .source, .peer: 50
        case .room: 250
        case .call: 1_000 + 250 * hearers
        case .sdp(let searches): 50 + searches.count * bytes / 2
        case .text: 100 + bytes / 2
        case .mid: 8_000 + 5 * bytes
        case .expression: 250 + 8 * bytes
        }
    }
}

/// Terms and how they go together.
public indirect enum FilterExpression: Sendable {
    case term(FilterTerm)
    case not(FilterExpression)
    case all([FilterExpression])
    case any([FilterExpression])

    /// Several that must all hold, or one of which must, those first that are quickly told.
    static func joined(_ expressions: [FilterExpression], byAll: Bool) -> FilterExpression {
        if expressions.count == 1 { return expressions[0] }
        let sorted = expressions.sorted {
            $0.cost(bytes: 1000, hearers: 1) < $1.cost(bytes: 1000, hearers: 1)
        }
        return byAll ? .all(sorted) : .any(sorted)
    }

    /// The terms, each with whether it is negated.
    public var terms: [(term: FilterTerm, isNegated: Bool)] {
        switch self {
        case .term(let term): [(term, false)]
        case .not(let expression): expression.terms.map { ($0.term, !$0.isNegated) }
        case .all(let expressions), .any(let expressions): expressions.flatMap(\.terms)
        }
    }

    /// What its terms take together, were all of them tested.
    func cost(bytes: Int, hearers: Int) -> Int {
        switch self {
        case .term(let term): term.cost(bytes: bytes, hearers: hearers)
        case .not(let expression): expression.cost(bytes: bytes, hearers: hearers)
        case .all(let expressions), .any(let expressions):
            expressions.reduce(0) { $0 + $1.cost(bytes: bytes, hearers: hearers) }
        }
    }
}
