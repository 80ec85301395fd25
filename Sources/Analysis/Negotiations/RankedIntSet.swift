/// Numbers in order, where any is found by its place and the other way round, as entries and calls are numbered.
///
/// A tree of sixteen branches, of whose leaves each is 64 numbers in the bits of a word. A copy shares what it has in
/// common with the original.
///
/// ```
/// numbers 0 ··· 1023                  1024 ··· 2047
///         0 ··· 63  64 ··· 127  ···   1024 ··· 1087  ···
/// ```
struct RankedIntSet: Sendable {
    private struct Node: Sendable {
        /// How many numbers are in it.
        var count = 0
        /// Which they are, in a leaf.
        var bits: UInt64 = 0
        /// Empty in a leaf, and where there is no number at all.
        var branches: [Node] = []
    }

    private static let leafBits = 6
    private static let branchBits = 4

    private var root = Node()
    /// How many levels of branches there are above the leaves.
    private var height = 0

    /// How many numbers there are.
    var count: Int { root.count }
    /// Whether there is none.
    var isEmpty: Bool { root.count == 0 }
    /// All of them, in order.
    var numbers: [Int] {
        var numbers: [Int] = []
        numbers.reserveCapacity(count)
        Self.collect(root, height, 0, &numbers)
        return numbers
    }

    /// Whether `number` is one of them.
    func contains(_ number: Int) -> Bool { number >= 0 && rank(number + 1) > rank(number) }

    /// How many are below `number`.
    func rank(_ number: Int) -> Int {
        guard number > 0 else { return 0 }
        guard number >> shift(height) == 0 else { return count }
        var (node, rank) = (root, 0)
        for level in (0..<height).reversed() {
            guard node.count > 0 else { return rank }
            let branch = Self.branch(number, level)
            for index in 0..<branch { rank += node.branches[index].count }
            node = node.branches[branch]
        }
        return rank + (node.bits & (1 << UInt64(number & 63) - 1)).nonzeroBitCount
    }

    /// The number at `index`, counted from 0 for the least; `nil` if there are not so many.
    subscript(index: Int) -> Int? {
        guard index >= 0, index < count else { return nil }
        var (node, rest, number) = (root, index, 0)
        for _ in 0..<height {
            var branch = 0
            while rest >= node.branches[branch].count {
                rest -= node.branches[branch].count
                branch += 1
            }
            number = number << Self.branchBits | branch
            node = node.branches[branch]
        }
        var bits = node.bits
        for _ in 0..<rest { bits &= bits - 1 }
        return number << Self.leafBits | bits.trailingZeroBitCount
    }

    /// The least one above `number`; `nil` if there is none.
    func next(after number: Int) -> Int? { number < .max ? self[rank(number + 1)] : nil }

    /// The greatest one below `number`; `nil` if there is none.
    func previous(before number: Int) -> Int? { self[rank(number) - 1] }

    /// Adds `number`, which is not negative; true if it was not there.
    @discardableResult
    mutating func insert(_ number: Int) -> Bool {
        guard number >= 0 else { return false }
        while number >> shift(height) != 0 { grow() }
        return Self.set(number, true, &root, height)
    }

    /// Removes `number`; true if it was there.
    @discardableResult
    mutating func remove(_ number: Int) -> Bool {
        guard number >= 0, number >> shift(height) == 0 else { return false }
        return Self.set(number, false, &root, height)
    }

    // MARK: The tree

    /// How many bits the numbers have that a node with so many levels below it has room for.
    private func shift(_ height: Int) -> Int { Self.leafBits + Self.branchBits * height }

    /// Which branch `number` belongs to of a node that has `level` levels of branches below it.
    private static func branch(_ number: Int, _ level: Int) -> Int {
        number >> (leafBits + branchBits * level) & (1 << branchBits - 1)
    }

    private mutating func grow() {
        height += 1
        guard root.count > 0 else { return }
        var branches = Array(repeating: Node(), count: 1 << Self.branchBits)
        branches[0] = root
        root = Node(count: root.count, branches: branches)
    }

    /// Makes `number` one of those in `node`, or none; true if it was otherwise.
    private static func set(_ number: Int, _ isIn: Bool, _ node: inout Node, _ height: Int) -> Bool {
        if height == 0 {
            let bit: UInt64 = 1 << UInt64(number & 63)
            guard (node.bits & bit != 0) != isIn else { return false }
            node.bits ^= bit
        } else {
            if node.branches.isEmpty {
                guard isIn else { return false }
                node.branches = Array(repeating: Node(), count: 1 << branchBits)
            }
            guard set(number, isIn, &node.branches[branch(number, height - 1)], height - 1) else { return false }
        }
        node.count += isIn ? 1 : -1
        if node.count == 0 { node.branches = [] }
        return true
    }

    private static func collect(_ node: Node, _ height: Int, _ start: Int, _ numbers: inout [Int]) {
        guard node.count > 0 else { return }
        guard height > 0 else {
            var bits = node.bits
            while bits != 0 {
                numbers.append(start + bits.trailingZeroBitCount)
                bits &= bits - 1
            }
            return
        }
        for (index, branch) in node.branches.enumerated() {
            collect(branch, height - 1, start + index << (leafBits + branchBits * (height - 1)), &numbers)
        }
    }
}
