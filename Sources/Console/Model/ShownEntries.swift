import Signaling

/// The entries that the log shows, in order: all that the journal has, or those of them that pass.
///
/// ```
/// journal   5 6 7 8 9      passing   3 6 9      shown   6 9
/// ```
struct ShownEntries: Sendable {
    private let journal: Journal
    /// Their numbers, in order; nil where all pass.
    private let passing: ArraySlice<Int>?

    /// Those of `journal` whose numbers are in `passing`, which is in order; all of them where it is nil.
    init(_ journal: Journal, passing: [Int]? = nil) {
        self.journal = journal
        // A number may outlive its entry, which was among the oldest then.
        self.passing = passing.map { $0[Self.index(in: $0[...], atOrAfter: journal.first?.entry.number ?? .max)...] }
    }

    /// How many there are.
    var count: Int { passing?.count ?? journal.count }
    var isEmpty: Bool { count == 0 }

    /// The number of the entry at `index`, counted from 0.
    func number(at index: Int) -> Int {
        passing.map { $0[$0.startIndex + index] } ?? journal[index].entry.number
    }

    /// The number of the last one; nil where there is none.
    var last: Int? { isEmpty ? nil : number(at: count - 1) }

    /// The index of the first one whose number is not below `number`; ``count`` where there is none.
    func index(atOrAfter number: Int) -> Int {
        guard let passing else { return journal.index(atOrAfter: number) }
        return Self.index(in: passing, atOrAfter: number) - passing.startIndex
    }

    /// Whether entry `number` is shown.
    func contains(_ number: Int) -> Bool {
        let index = index(atOrAfter: number)
        return index < count && self.number(at: index) == number
    }

    private static func index(in numbers: ArraySlice<Int>, atOrAfter number: Int) -> Int {
        var (low, high) = (numbers.startIndex, numbers.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
