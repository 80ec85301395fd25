import Text

/// The entries that the operator has marked, and those that have been named with a letter.
public struct Marks: Hashable, Sendable {
    /// The maximum number of marked entries.
    static let limit = 10_000

    /// The numbers of the marked entries, in ascending order.
    public private(set) var numbers: [Int] = []
    /// The numbers of the named entries by name.
    public private(set) var names: [Unicode.Scalar: Int] = [:]
    /// A number that changes whenever an entry is marked or unmarked.
    public private(set) var version = 0

    public init() {}

    public var isEmpty: Bool { numbers.isEmpty }

    public func contains(_ number: Int) -> Bool {
        let index = numbers.partitioningIndex { $0 >= number }
        return index < numbers.count && numbers[index] == number
    }

    /// Marks entry `number`, or unmarks it; does nothing if ``limit`` entries are marked.
    public mutating func toggle(_ number: Int) {
        version += 1
        let index = numbers.partitioningIndex { $0 >= number }
        if index < numbers.count, numbers[index] == number {
            numbers.remove(at: index)
        } else if numbers.count < Self.limit {
            numbers.insert(number, at: index)
        }
    }

    /// Unmarks all entries; names are kept.
    public mutating func clear() {
        version += 1
        numbers = []
    }

    /// Names entry `number`, taking the name away from any other entry.
    public mutating func name(_ number: Int, _ letter: Unicode.Scalar) { names[letter] = number }

    /// Returns the names of entry `number`, in order.
    public func names(of number: Int) -> [Unicode.Scalar] {
        names.isEmpty ? [] : names.filter { $0.value == number }.map(\.key).sorted()
    }

    /// Removes the marks and names of entries before `number`, which the journal no longer has.
    public mutating func removeEntries(before number: Int) {
        guard numbers.first.map({ $0 < number }) == true || !names.isEmpty else { return }
        numbers.removeAll { $0 < number }
        names = names.filter { $0.value >= number }
    }
}
