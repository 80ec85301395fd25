public import DequeModule
public import Events
import Text

/// The entries that the log shows, in order: all that the journal has, or those of them that pass, between two bounds.
///
/// ```
/// journal   5 6 7 8 9 10     passing   3 6 9 10     cleared before 6, frozen at 9     shown   6 9
/// ```
public struct ShownEntries: Sendable {
    private let journal: Journal
    /// Their numbers, in order; `nil` if all pass.
    private let passing: Deque<Int>?
    /// Where in the journal, or in `passing`, the first of them and the first behind them stand.
    private let range: Range<Int>

    /// Those of `journal` whose numbers are in `passing`, which is in order, all of them where it is nil; but none
    /// before `first`, and none after `last` where there is one.
    public init(_ journal: Journal, passing: Deque<Int>? = nil, from first: Int = 0, through last: Int? = nil) {
        self.journal = journal
        self.passing = passing
        func index(_ number: Int) -> Int {
            passing.map { Self.index(in: $0, atOrAfter: number) } ?? journal.index(atOrAfter: number)
        }
        // A number may outlive its entry, which was among the oldest then.
        let start = index(max(first, journal.firstNumber ?? .max))
        let end = last.map { index($0 + 1) } ?? passing?.count ?? journal.count
        range = start..<max(start, end)
    }

    /// How many there are.
    public var count: Int { range.count }
    public var isEmpty: Bool { range.isEmpty }

    /// The number of the entry at `index`, counted from 0.
    public func number(at index: Int) -> Int {
        passing.map { $0[range.lowerBound + index] } ?? journal[range.lowerBound + index].entry.number
    }

    /// The number of the last one; `nil` if there is none.
    public var last: Int? { isEmpty ? nil : number(at: count - 1) }

    /// The index of the first one whose number is not below `number`; ``count`` where there is none.
    public func index(atOrAfter number: Int) -> Int {
        let index = passing.map { Self.index(in: $0, atOrAfter: number) } ?? journal.index(atOrAfter: number)
        return min(max(range.lowerBound, index), range.upperBound) - range.lowerBound
    }

    /// Whether entry `number` is shown.
    public func contains(_ number: Int) -> Bool {
        let index = index(atOrAfter: number)
        return index < count && self.number(at: index) == number
    }

    public static func index(in numbers: Deque<Int>, atOrAfter number: Int) -> Int {
        numbers.partitioningIndex { $0 >= number }
    }

    /// The last `limit` of them, as records.
    public func records(limit: Int) -> [Journal.Record] {
        (max(0, count - limit)..<count).compactMap { journal[number: number(at: $0)] }
    }
}
