/// A sorted set of numbers that are not negative, such as those of entries or calls, found by number or by index.
///
/// A tree with 16 branches at each node, and with 64 numbers in each leaf, as bits. A copy shares storage with the
/// original.
///
/// ```
/// numbers 0 ··· 1023                  1024 ··· 2047
///         0 ··· 63  64 ··· 127  ···   1024 ··· 1087  ···
/// ```
package struct RankedIntSet: Sendable {
    private struct Node: Sendable {
        /// The number of elements in the node.
        var count = 0
        /// The elements of a leaf.
        var bits: UInt64 = 0
        /// The branches; empty in a leaf, and in a node without elements.
        var branches: [Node] = []
    }

    private static let leafBits = 6
    private static let branchBits = 4

    private var root = Node()
    /// The number of levels above the leaves.
    private var height = 0

    /// An empty set.
    package init() {}

    /// The number of elements.
    package var count: Int { root.count }
    /// Whether there are no elements.
    package var isEmpty: Bool { root.count == 0 }
    /// All elements, in order.
    package var numbers: [Int] {
        var numbers: [Int] = []
        numbers.reserveCapacity(count)
        Self.collect(root, height, 0, &numbers)
        return numbers
    }

    /// Whether `number` is an element.
    package func contains(_ number: Int) -> Bool { number >= 0 && rank(number + 1) > rank(number) }

    /// The number of elements below `number`.
    package func rank(_ number: Int) -> Int {
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

    /// The element at `index`, counted from 0 for the least; `nil` if there are not so many.
    package subscript(index: Int) -> Int? {
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

    /// The least element above `number`; `nil` if there is none.
    package func next(after number: Int) -> Int? { number < .max ? self[rank(number + 1)] : nil }

    /// The greatest element below `number`; `nil` if there is none.
    package func previous(before number: Int) -> Int? { self[rank(number) - 1] }

    /// Inserts `number`; false if it is an element already, or negative.
    @discardableResult
    package mutating func insert(_ number: Int) -> Bool {
        guard number >= 0 else { return false }
        while number >> shift(height) != 0 { grow() }
        return Self.set(number, true, &root, height)
    }

    /// Removes `number`; false if it is no element.
    @discardableResult
    package mutating func remove(_ number: Int) -> Bool {
        guard number >= 0, number >> shift(height) == 0 else { return false }
        return Self.set(number, false, &root, height)
    }

    // MARK: The tree

    /// The number of bits of the numbers in a node with `height` levels below it.
    private func shift(_ height: Int) -> Int { Self.leafBits + Self.branchBits * height }

    /// The index of the branch with `number` in a node with `level` levels below its branches.
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

    /// Inserts `number` into `node`, or removes it; false if nothing changes.
    private static func set(_ number: Int, _ isElement: Bool, _ node: inout Node, _ height: Int) -> Bool {
        if height == 0 {
            let bit: UInt64 = 1 << UInt64(number & 63)
            guard (node.bits & bit != 0) != isElement else { return false }
            node.bits ^= bit
        } else {
            if node.branches.isEmpty {
                guard isElement else { return false }
                node.branches = Array(repeating: Node(), count: 1 << branchBits)
            }
            guard set(number, isElement, &node.branches[branch(number, height - 1)], height - 1) else { return false }
        }
        node.count += isElement ? 1 : -1
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
