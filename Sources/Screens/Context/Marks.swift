import Text

/// The entries that the operator has marked, and those that have a name.
public struct Marks: Hashable, Sendable {
    /// How many can be marked; more than one compares or sends again by hand.
    static let limit = 10_000

    /// In order.
    public private(set) var numbers: [Int] = []
    public private(set) var names: [Unicode.Scalar: Int] = [:]
    /// Another one whenever another entry is marked, or no longer.
    public private(set) var version = 0

    public init() {}

    public var isEmpty: Bool { numbers.isEmpty }

    public func contains(_ number: Int) -> Bool {
        let index = numbers.partitioningIndex { $0 >= number }
        return index < numbers.count && numbers[index] == number
    }

    /// Marks entry `number`, or no longer.
    public mutating func toggle(_ number: Int) {
        version += 1
        let index = numbers.partitioningIndex { $0 >= number }
        if index < numbers.count, numbers[index] == number {
            numbers.remove(at: index)
        } else if numbers.count < Self.limit {
            numbers.insert(number, at: index)
        }
    }

    public mutating func clear() {
        version += 1
        numbers = []
    }

    /// Gives entry `number` a name, which no other has then.
    public mutating func name(_ number: Int, _ letter: Unicode.Scalar) { names[letter] = number }

    /// The names of entry `number`, in order.
    public func names(of number: Int) -> [Unicode.Scalar] {
        names.isEmpty ? [] : names.filter { $0.value == number }.map(\.key).sorted()
    }

    /// Lets go of entries that the journal no longer has.
    public mutating func forget(before number: Int) {
        guard numbers.first.map({ $0 < number }) == true || !names.isEmpty else { return }
        numbers.removeAll { $0 < number }
        names = names.filter { $0.value >= number }
    }
}
