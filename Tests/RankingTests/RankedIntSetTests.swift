import Testing

@testable import Ranking

@Suite struct RankedIntSetTests {
    /// Pseudorandom numbers, the same ones each time (Knuth's linear congruential generator).
    private static func scattered(_ count: Int, below limit: Int) -> [Int] {
        var state: UInt64 = 88_172_645_463_325_252
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    @Test(arguments: [63, 64, 2000, 1_000_000, 2_000_000_000])
    func elementsAreFoundByIndexAndByNeighbor(limit: Int) {
        var set = RankedIntSet()
        var known: Set<Int> = []
        for (index, number) in Self.scattered(1500, below: limit).enumerated() {
            if index % 3 == 2, let other = known.one(index) {
                #expect(set.remove(other) && !set.remove(other))
                known.remove(other)
            } else {
                #expect(set.insert(number) == known.insert(number).inserted)
            }
        }
        let numbers = known.sorted()
        #expect(set.numbers == numbers && set.count == numbers.count)
        for (index, number) in numbers.enumerated() {
            #expect(set[index] == number && set.rank(number) == index && set.contains(number))
            #expect(set.next(after: number) == (index + 1 < numbers.count ? numbers[index + 1] : nil))
            #expect(set.previous(before: number) == (index > 0 ? numbers[index - 1] : nil))
        }
        for number in Self.scattered(200, below: limit) { #expect(set.contains(number) == known.contains(number)) }
    }

    @Test func numbersOutOfRangeAreNoElements() {
        var set = RankedIntSet()
        #expect(set.isEmpty && set[0] == nil && set.next(after: 0) == nil && set.previous(before: .max) == nil)
        set.insert(5)
        #expect(!set.insert(-1) && !set.remove(-1) && !set.remove(1_000_000))
        #expect(set[-1] == nil && set[1] == nil && set.rank(-7) == 0 && set.rank(.max) == 1)
        #expect(set.next(after: .min + 1) == 5 && set.previous(before: .max) == 5 && !set.contains(.max - 1))
        set.insert(.max - 1)
        #expect(set.numbers == [5, .max - 1] && set.next(after: 5) == .max - 1)
        #expect(set.remove(5) && set.remove(.max - 1) && set.isEmpty && set.numbers == [])
    }

    @Test func aCopyDoesNotChange() {
        var set = RankedIntSet()
        for number in 1...5000 { set.insert(number) }
        let copy = set
        for number in 1...4990 { set.remove(number) }
        set.insert(6000)
        #expect(copy.numbers == Array(1...5000))
        #expect(set.numbers == Array(4991...5000) + [6000])
    }
}

extension Set<Int> {
    /// An element, the same for the same `index`.
    fileprivate func one(_ index: Int) -> Int? { isEmpty ? nil : sorted()[index % count] }
}
