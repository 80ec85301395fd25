import Testing

@testable import Comparison

/// The alignment of sequences.
@Suite struct EditScriptTests {
    /// Returns the length of a longest common subsequence, by its definition.
    private func length(_ first: [Int], _ second: [Int]) -> Int {
        var lengths = Array(repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
        for (x, one) in first.enumerated() {
            for (y, other) in second.enumerated() {
                lengths[x + 1][y + 1] = one == other ? lengths[x][y] + 1 : max(lengths[x][y + 1], lengths[x + 1][y])
            }
        }
        return lengths[first.count][second.count]
    }

    private func isAlignment(_ matches: [EditScript.Match], _ first: [Int], _ second: [Int]) -> Bool {
        matches.allSatisfy { first[$0.first] == second[$0.second] }
            && zip(matches, matches.dropFirst()).allSatisfy { $0.first < $1.first && $0.second < $1.second }
    }

    @Test func theMatchesAreALongestCommonSubsequence() {
        var state: UInt64 = 1
        func draw(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<2000 {
            let alphabet = 1 + draw(5)
            let first = (0..<draw(13)).map { _ in draw(alphabet) }
            let second = (0..<draw(13)).map { _ in draw(alphabet) }
            let matches = EditScript.matches(first, second)
            #expect(isAlignment(matches, first, second), "\(first) \(second)")
            #expect(matches.count == length(first, second), "\(first) \(second)")
        }
    }

    /// Beyond the limit, the beginning and the end still match, so that the first divergence is the right one.
    @Test(arguments: [0, 1, 5, 100])
    func sequencesWithMoreEditsThanTheLimitMatchAtBothEnds(limit: Int) {
        let first = [1, 2] + (100..<150) + [8, 9]
        let second = [1, 2] + (200..<260) + [8, 9]
        let matches = EditScript.matches(first, second, limit: limit)
        #expect(matches.map(\.first) == [0, 1, 52, 53])
        #expect(matches.map(\.second) == [0, 1, 62, 63])
    }

    @Test(arguments: [([Int](), [Int]()), ([1], []), ([], [1]), ([1], [2])])
    func sequencesWithoutACommonElementHaveNoMatches(first: [Int], second: [Int]) {
        #expect(EditScript.matches(first, second).isEmpty)
    }
}
