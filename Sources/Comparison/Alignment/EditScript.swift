/// The shortest edit script between two sequences (Myers, An O(ND) Difference Algorithm, 1986).
enum EditScript {
    /// The number of insertions and deletions that are searched for; default 500, as a call with more has diverged long
    /// before.
    ///
    /// The time grows with the product of this number and the length of the sequences, the memory with its square: 1 MB.
    static let editLimit = 500

    /// A pair of equal elements, by their indices.
    struct Match: Hashable {
        let first: Int
        let second: Int
    }

    /// Returns the matches of a longest common subsequence, in order.
    ///
    /// Beyond `limit` edits, only the common beginning and the common end are matched.
    static func matches<Element: Hashable>(
        _ first: [Element], _ second: [Element], limit: Int = editLimit
    ) -> [Match] {
        // Comparing numbers is faster than comparing elements.
        var numbers: [Element: Int] = [:]
        func number(_ element: Element) -> Int {
            if let number = numbers[element] { return number }
            numbers[element] = numbers.count
            return numbers.count - 1
        }
        let (old, new) = (first.map(number), second.map(number))
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        let middle = search(old[head..<old.count - tail], new[head..<new.count - tail], limit)
        return (0..<head).map { Match(first: $0, second: $0) } + middle
            + (0..<tail).reversed().map { Match(first: old.count - 1 - $0, second: new.count - 1 - $0) }
    }

    private static func search(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>, _ limit: Int) -> [Match] {
        guard !old.isEmpty, !new.isEmpty else { return [] }
        // A furthest-reaching path on diagonal k = x - y ends at x; rounds[d] has those with d edits, k = -d, -d + 2, … d.
        var rounds: [[Int]] = []
        for edits in 0...max(0, limit) {
            var reached: [Int] = []
            for step in 0...edits {
                let diagonal = 2 * step - edits
                var x = start(of: diagonal, edits, rounds.last ?? [])
                var y = x - diagonal
                while x < old.count, y < new.count, old[old.startIndex + x] == new[new.startIndex + y] {
                    (x, y) = (x + 1, y + 1)
                }
                reached.append(x)
                if diagonal == old.count - new.count, x >= old.count {
                    rounds.append(reached)
                    return path(rounds, old, new)
                }
            }
            rounds.append(reached)
        }
        return []
    }

    /// Returns the x at which a path on `diagonal` begins after an edit, given the ends of the paths with one edit less.
    private static func start(of diagonal: Int, _ edits: Int, _ before: [Int]) -> Int {
        guard edits > 0 else { return 0 }
        // The diagonals of the round before are -edits + 1, -edits + 3, …: that below and that above have these indices.
        let above = (diagonal + edits) / 2
        let below = above - 1
        if below < 0 { return before[above] }
        if above >= before.count { return before[below] + 1 }
        return before[below] < before[above] ? before[above] : before[below] + 1
    }

    /// Follows the path back from its end, and returns the matches on it.
    private static func path(_ rounds: [[Int]], _ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [Match] {
        var matches: [Match] = []
        var (x, y) = (old.count, new.count)
        for edits in (0..<rounds.count).reversed() {
            let diagonal = x - y
            let began = start(of: diagonal, edits, edits > 0 ? rounds[edits - 1] : [])
            while x > began {
                (x, y) = (x - 1, y - 1)
                matches.append(Match(first: old.startIndex + x, second: new.startIndex + y))
            }
            guard edits > 0 else { break }
            let above = (diagonal + edits) / 2
            let before = rounds[edits - 1]
            let isInsertion =
                above < before.count && (above == 0 || before[above - 1] < before[above])
            if isInsertion { y -= 1 } else { x -= 1 }
        }
        return matches.reversed()
    }
}
