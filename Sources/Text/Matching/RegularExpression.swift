/// A regular expression that is matched in linear time.
///
/// Peers choose the texts, and a backtracking matcher would let them choose its running time, too: Swift's `Regex`
/// takes a second to search four kilobytes of one letter for `a.*b`. This one is a Glushkov automaton whose states are
/// all simulated at once, one bit each. It matches as ECMAScript does, except for features that an automaton lacks:
/// there are no backreferences, no lookaround and no `\b`. ASCII letters match in either case.
///
/// ```
/// ab*c    places a b c    a begins, b and c follow a, b and c follow b, c ends
/// ```
public struct RegularExpression: Sendable {
    /// The largest number of positions; those in a repetition count once for each time.
    static let placeLimit = 256
    /// The deepest nesting of groups.
    static let nestingLimit = 32
    /// The number of steps that ``ranges(in:limit:)`` may take.
    ///
    /// Unlike a search, it is quadratic in the worst case.
    static let rangeEffort = 65_536

    /// The symbol at a position.
    enum Symbol: Hashable {
        case bytes(ByteSet)
        case beginning
        case end
    }

    private var isNullable = false
    private var first = ByteSet()
    private var last = ByteSet()
    private var follow: [ByteSet] = []
    /// The positions that accept a byte, indexed by byte.
    private var accepting = [ByteSet](repeating: ByteSet(), count: 256)
    private var beginnings = ByteSet()
    private var ends = ByteSet()
    /// Whether a match can begin with a byte, indexed by byte.
    private var starts = [Bool](repeating: false, count: 256)

    /// Parses `pattern`.
    ///
    /// - Throws: The first syntax error.
    public init(_ pattern: some Sequence<Unicode.Scalar>) throws(Fault) {
        let node = try Reader.read(Array(pattern))
        var builds = 0
        let whole = try build(node, &builds)
        (isNullable, first, last) = (whole.isNullable, whole.first, whole.last)
        for byte in 0..<256 { starts[byte] = !(first & accepting[byte]).isEmpty }
    }

    // MARK: Searching

    /// Whether the expression matches anywhere in `text`.
    public func isFound(in text: String) -> Bool { isFound(in: text.utf8.span) }

    /// Whether the expression matches anywhere in `bytes`.
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

    /// Returns the ranges of `bytes` that match, each as long as possible; at most `limit`, and no empty ones.
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

    /// Returns the end of the longest match that begins at `start`; `nil` if there is none.
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
        // Nodes without positions can be repeated, too.
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

/// A set of integers from 0 to 255: bytes, or positions in a regular expression.
struct ByteSet: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    init() {}

    init(_ numbers: some Sequence<UInt8>) {
        for number in numbers { insert(Int(number)) }
    }

    var isEmpty: Bool { words == .zero }

    mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

    func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 == 1 }

    static func | (left: ByteSet, right: ByteSet) -> ByteSet { ByteSet(words: left.words | right.words) }

    static func & (left: ByteSet, right: ByteSet) -> ByteSet { ByteSet(words: left.words & right.words) }

    static prefix func ~ (bits: ByteSet) -> ByteSet { ByteSet(words: ~bits.words) }

    private init(words: SIMD4<UInt64>) { self.words = words }

    /// Calls `body` with each member in ascending order.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for index in 0..<4 {
            var word = words[index]
            while word != 0 {
                body(index << 6 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}
