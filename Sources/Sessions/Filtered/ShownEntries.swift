public import DequeModule
public import Events
import Text

/// The entries that the log shows, in order: all of the journal, or the matching ones, between two bounds.
///
/// ```
/// journal   5 6 7 8 9 10     passing   3 6 9 10     cleared before 6, frozen at 9     shown   6 9
/// ```
public struct ShownEntries: Sendable {
    private let journal: Journal
    /// The numbers of the matching entries, in order; `nil` if there is no filter.
    private let passing: Deque<Int>?
    /// The shown range of the journal, or of `passing`.
    private let range: Range<Int>

    /// Creates a view of `journal`.
    ///
    /// - Parameters:
    ///   - journal: The journal.
    ///   - passing: The numbers of the matching entries, in order; `nil` for all entries.
    ///   - first: The lowest number that is shown.
    ///   - last: The highest number that is shown; `nil` for no bound.
    public init(_ journal: Journal, passing: Deque<Int>? = nil, from first: Int = 0, through last: Int? = nil) {
        self.journal = journal
        self.passing = passing
        func index(_ number: Int) -> Int {
            passing.map { Self.index(in: $0, atOrAfter: number) } ?? journal.index(atOrAfter: number)
        }
        // Matching numbers may be left of evicted entries.
        let start = index(max(first, journal.firstNumber ?? .max))
        let end = last.map { index($0 + 1) } ?? passing?.count ?? journal.count
        range = start..<max(start, end)
    }

    /// The number of shown entries.
    public var count: Int { range.count }
    /// Whether no entry is shown.
    public var isEmpty: Bool { range.isEmpty }

    /// Returns the number of the entry at `index`.
    public func number(at index: Int) -> Int {
        passing.map { $0[range.lowerBound + index] } ?? journal.number(at: range.lowerBound + index)
    }

    /// The number of the last entry; `nil` if there is none.
    public var last: Int? { isEmpty ? nil : number(at: count - 1) }

    /// Returns the index of the first entry whose number is at least `number`; ``count`` if there is none.
    public func index(atOrAfter number: Int) -> Int {
        let index = passing.map { Self.index(in: $0, atOrAfter: number) } ?? journal.index(atOrAfter: number)
        return min(max(range.lowerBound, index), range.upperBound) - range.lowerBound
    }

    /// Returns whether entry `number` is shown.
    public func contains(_ number: Int) -> Bool {
        let index = index(atOrAfter: number)
        return index < count && self.number(at: index) == number
    }

    /// Returns the index of the first of `numbers` that is at least `number`.
    public static func index(in numbers: Deque<Int>, atOrAfter number: Int) -> Int {
        numbers.partitioningIndex { $0 >= number }
    }

    /// Returns the records of the last `limit` entries.
    public func records(limit: Int) -> [Journal.Record] {
        (max(0, count - limit)..<count).compactMap { journal[number: number(at: $0)] }
    }
}

/// The entries of a proxy that have a row of their own, if messages that the upstream server sent on are shown once.
public struct JoinedRows: Sendable {
    /// The numbers of the entries, in order.
    public private(set) var numbers = Deque<Int>()

    /// Creates a list without rows.
    public init() {}

    /// Adds entry `number`, the newest.
    public mutating func append(_ number: Int) { numbers.append(number) }

    /// Removes entries below `number`, which were evicted from the journal.
    public mutating func forget(before number: Int) {
        while let first = numbers.first, first < number { numbers.removeFirst() }
    }
}
