/// The line types that a level of a description may have: their order, how often each may occur, and their fields
/// (RFC 8866 §5).
///
/// ```
/// session   v o s i u e p c b trz k a      v, o, s and t are required
/// section   m i c b k a
/// ```
/// This is the only statement of the grammar. The readers, ``SDPValidator``, ``SDPFastCheck`` and edits all refer to it.
public struct LineGrammar: Sendable {
    /// How often a line type may occur at one level.
    private enum Occurrence {
        case exactlyOnce, atMostOnce, atLeastOnce, anyNumber
    }

    /// The rule for one line type at one level.
    struct Rule {
        /// The position in the order, from 1.
        ///
        /// Types with equal positions may come in any order.
        let position: UInt8
        /// Whether a second line of this type is an error.
        let isSingle: Bool
        /// The required types that come earlier in the order.
        let prerequisites: LineTypeSet
    }

    /// The fields of a value, which are separated by spaces.
    struct Fields {
        let count: ClosedRange<Int>
        /// The indices of the fields that are decimal numbers.
        let numeric: Range<Int>
    }

    /// The lines of the session: everything before the first `m=` line.
    public static let session = LineGrammar([
        ["v": .exactlyOnce], ["o": .exactlyOnce], ["s": .exactlyOnce], ["i": .atMostOnce], ["u": .atMostOnce],
        ["e": .anyNumber], ["p": .anyNumber], ["c": .atMostOnce], ["b": .anyNumber],
        ["t": .atLeastOnce, "r": .anyNumber, "z": .anyNumber], ["k": .atMostOnce], ["a": .anyNumber],
    ])

    /// The lines of a section.
    public static let section = LineGrammar([
        ["m": .exactlyOnce], ["i": .atMostOnce], ["c": .anyNumber], ["b": .anyNumber], ["k": .atMostOnce],
        ["a": .anyNumber],
    ])

    /// The types that RFC 8866 defines at either level.
    static let types = session.types.union(section.types)

    /// Returns the fields of lines of `type`; `nil` if they are free text or have a syntax of their own.
    static func fields(of type: UInt8) -> Fields? {
        switch type {
        case UInt8(ascii: "o"): Fields(count: 6...6, numeric: 1..<3)
        case UInt8(ascii: "t"): Fields(count: 2...2, numeric: 0..<2)
        case UInt8(ascii: "c"): Fields(count: 3...3, numeric: 0..<0)
        // The port may have a number of ports after a slash.
        case UInt8(ascii: "m"): Fields(count: 4...Int.max, numeric: 0..<0)
        default: nil
        }
    }

    /// The types that must occur at this level.
    let required: LineTypeSet
    private let types: LineTypeSet
    /// The rules, indexed by letter.
    private let rules: [Rule?]

    private init(_ order: [[Unicode.Scalar: Occurrence]]) {
        var rules = [Rule?](repeating: nil, count: 256)
        var (types, required) = (LineTypeSet(), LineTypeSet())
        for (index, group) in order.enumerated() {
            let prerequisites = required
            for (type, occurrence) in group {
                let letter = UInt8(ascii: type)
                rules[Int(letter)] = Rule(
                    position: UInt8(index + 1),
                    isSingle: occurrence == .exactlyOnce || occurrence == .atMostOnce,
                    prerequisites: prerequisites
                )
                types.insert(letter)
                if occurrence == .exactlyOnce || occurrence == .atLeastOnce { required.insert(letter) }
            }
        }
        self.rules = rules
        self.types = types
        self.required = required
    }

    /// The types that must occur at this level, in order.
    var requiredTypes: [UInt8] {
        rules.indices.map { UInt8($0) }.filter(required.contains).sorted { isOrdered($0, before: $1) }
    }

    /// The rule for lines of `type`; `nil` if this level has no such lines.
    subscript(type: UInt8) -> Rule? { rules[Int(type)] }

    /// Whether lines of `type` come before lines of `other`; false if this level does not have both.
    public func isOrdered(_ type: UInt8, before other: UInt8) -> Bool {
        guard let rule = self[type], let later = self[other] else { return false }
        return rule.position < later.position
    }
}

/// A set of line types, which are the letters from `a` to `z`, as one bit each.
struct LineTypeSet: Hashable, Sendable {
    private var bits: UInt32 = 0

    mutating func insert(_ type: UInt8) { bits |= Self.bit(type) }

    func contains(_ type: UInt8) -> Bool { bits & Self.bit(type) != 0 }

    func isSuperset(of other: LineTypeSet) -> Bool { bits & other.bits == other.bits }

    func union(_ other: LineTypeSet) -> LineTypeSet {
        var union = self
        union.bits |= other.bits
        return union
    }

    /// The bit of `type`; 0 if it is not a letter from `a` to `z`.
    private static func bit(_ type: UInt8) -> UInt32 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(type) ? 1 &<< UInt32(type & 31) : 0
    }
}
