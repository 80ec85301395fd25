/// A regular expression that takes no longer for one text than for another of its length.
///
/// Texts are a peer's, and backtracking would let a peer choose how long a search takes: with Swift's `Regex` four
/// kilobytes of one letter take a second for `a.*b`. So it is an automaton (Glushkov's), whose places are all tried at
/// once, a bit each. It finds what ECMAScript's expressions find, but for what an automaton cannot: no backreferences,
/// no looking around, no `\b`. ASCII letters may be capitals or not.
///
/// ```
/// ab*c    places a b c    a begins, b and c follow a, b and c follow b, c ends
/// ```
public struct RegularExpression: Sendable {
    /// Places at the most, what is repeated counted as often as it is.
    static let placeLimit = 256
    /// How deep groups go within each other.
    static let nestingLimit = 32
    /// Bytes that are looked at, each as often as an expression may begin there, to find where all it matches stands.
    static let rangeEffort = 65_536

    /// What stands at one place.
    enum Symbol: Hashable {
        case bytes(ByteSet)
        case beginning
        case end
    }

    private var isNullable = false
    private var first = ByteSet()
    private var last = ByteSet()
    private var follow: [ByteSet] = []
    /// The places where a byte may stand, by byte.
    private var accepting = [ByteSet](repeating: ByteSet(), count: 256)
    private var beginnings = ByteSet()
    private var ends = ByteSet()
    /// The bytes that a match may begin with.
    private var starts = [Bool](repeating: false, count: 256)

    /// The expression that `pattern` writes.
    ///
    /// - Throws: what is wrong with it, and at which scalar.
    public init(_ pattern: some Sequence<Unicode.Scalar>) throws(Fault) {
        let node = try Reader.read(Array(pattern))
        var builds = 0
        let whole = try build(node, &builds)
        (isNullable, first, last) = (whole.isNullable, whole.first, whole.last)
        for byte in 0..<256 { starts[byte] = !(first & accepting[byte]).isEmpty }
    }

    // MARK: Searching

    /// Whether it matches anywhere in `text`.
    public func isFound(in text: String) -> Bool { isFound(in: text.utf8.span) }

    /// Whether it matches anywhere in `bytes`.
    public func isFound(in bytes: [UInt8]) -> Bool { isFound(in: bytes.span) }

    private func isFound(in bytes: Span<UInt8>) -> Bool {
        if isNullable { return true }
        var live = first & beginnings
        if !(live & last).isEmpty { return true }
        for index in 0..<bytes.count {
            let byte = Int(bytes[index])
            if live.isEmpty, !starts[byte] { continue }
            live = (followers(of: live) | first) & accepting[byte]
            if !(live & last).isEmpty { return true }
        }
        return !((followers(of: live) | first) & ends & last).isEmpty
    }

    /// Where it matches in `bytes`, as far as it goes each time; at most `limit` places, none of them empty.
    public func ranges(in bytes: Span<UInt8>, limit: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var effort = Self.rangeEffort
        while start < bytes.count, ranges.count < limit, effort > 0 {
            let end = longest(in: bytes, from: start, &effort)
            if let end, end > start { ranges.append(start..<end) }
            start = max(start + 1, end ?? 0)
        }
        return ranges
    }

    /// Where the longest match ends that begins at `start`; `nil` if none does.
    private func longest(in bytes: Span<UInt8>, from start: Int, _ effort: inout Int) -> Int? {
        effort -= 1
        var live = start == 0 ? first & beginnings : ByteSet()
        var end: Int?
        for index in start..<bytes.count {
            let reached = index == start ? followers(of: live) | first : followers(of: live)
            live = reached & accepting[Int(bytes[index])]
            effort -= 1
            if !(live & last).isEmpty { end = index + 1 }
            if live.isEmpty || effort <= 0 { return end }
        }
        return (followers(of: live) & ends & last).isEmpty ? end : bytes.count
    }

    private func followers(of live: ByteSet) -> ByteSet {
        var reached = ByteSet()
        live.forEach { reached = reached | follow[$0] }
        return reached
    }

    // MARK: Building

    private struct Fragment {
        var isNullable = true
        var first = ByteSet()
        var last = ByteSet()
    }

    private mutating func build(_ node: Node, _ builds: inout Int) throws(Fault) -> Fragment {
        builds += 1
        // What stands at no place may be repeated as often as what does.
        guard builds <= 4 * Self.placeLimit else { throw Fault(offset: 0, .tooLarge) }
        switch node {
        case .symbol(let symbol): return try place(symbol)
        case .sequence(let nodes):
            var whole = Fragment()
            for node in nodes { whole = link(whole, try build(node, &builds)) }
            return whole
        case .choice(let nodes):
            var whole = Fragment(isNullable: false)
            for node in nodes {
                let one = try build(node, &builds)
                whole.isNullable = whole.isNullable || one.isNullable
                whole.first = whole.first | one.first
                whole.last = whole.last | one.last
            }
            return whole
        case .repeated(let node, let least, let most):
            var whole = Fragment()
            for index in 0..<(most ?? max(1, least)) {
                var one = try build(node, &builds)
                if most == nil, index + 1 >= least { one = link(one, to: one.first) }
                one.isNullable = one.isNullable || index >= least
                whole = link(whole, one)
            }
            return whole
        }
    }

    private mutating func place(_ symbol: Symbol) throws(Fault) -> Fragment {
        let place = follow.count
        guard place < Self.placeLimit else { throw Fault(offset: 0, .tooLarge) }
        follow.append(ByteSet())
        switch symbol {
        case .bytes(let bytes): bytes.forEach { accepting[$0].insert(place) }
        case .beginning: beginnings.insert(place)
        case .end: ends.insert(place)
        }
        var one = ByteSet()
        one.insert(place)
        return Fragment(isNullable: false, first: one, last: one)
    }

    private mutating func link(_ one: Fragment, to first: ByteSet) -> Fragment {
        one.last.forEach { follow[$0] = follow[$0] | first }
        return one
    }

    private mutating func link(_ one: Fragment, _ other: Fragment) -> Fragment {
        _ = link(one, to: other.first)
        return Fragment(
            isNullable: one.isNullable && other.isNullable,
            first: one.isNullable ? one.first | other.first : one.first,
            last: other.isNullable ? one.last | other.last : other.last)
    }
}
