/// The alignment of the steps of two recordings.
///
/// Each lane is aligned by itself, first by equal steps, and then by versions of a step between these. The lanes are
/// merged in the order of the first recording.
enum StepAlignment {
    /// A pair of steps by their indices; one of them is `nil` if the step has no counterpart.
    struct Pair: Hashable {
        let first: Int?
        let second: Int?
    }

    /// Returns all steps of both recordings in pairs.
    static func pairs(_ first: [Step], _ second: [Step]) -> [Pair] {
        var lanes: [Step.Lane] = []
        var old: [Step.Lane: [Int]] = [:]
        var new: [Step.Lane: [Int]] = [:]
        for (index, step) in first.enumerated() {
            if old[step.lane] == nil { lanes.append(step.lane) }
            old[step.lane, default: []].append(index)
        }
        for (index, step) in second.enumerated() {
            if old[step.lane] == nil, new[step.lane] == nil { lanes.append(step.lane) }
            new[step.lane, default: []].append(index)
        }
        let aligned = lanes.map { lane in
            Self.aligned(old[lane, default: []], new[lane, default: []], first, second)
        }
        return merged(aligned)
    }

    // MARK: One lane

    /// Aligns the steps of a lane.
    private static func aligned(_ old: [Int], _ new: [Int], _ first: [Step], _ second: [Step]) -> [Pair] {
        let matches = EditScript.matches(old.map { first[$0].identity }, new.map { second[$0].identity })
        var pairs: [Pair] = []
        var (x, y) = (0, 0)
        for match in matches {
            pairs += versions(old[x..<match.first], new[y..<match.second], first, second)
            pairs.append(Pair(first: old[match.first], second: new[match.second]))
            (x, y) = (match.first + 1, match.second + 1)
        }
        return pairs + versions(old[x...], new[y...], first, second)
    }

    /// Pairs steps without an equal one that have the same subject.
    private static func versions(
        _ old: ArraySlice<Int>, _ new: ArraySlice<Int>, _ first: [Step], _ second: [Step]
    ) -> [Pair] {
        let (old, new) = (Array(old), Array(new))
        let matches = EditScript.matches(old.map { first[$0].subject }, new.map { second[$0].subject })
        var pairs: [Pair] = []
        var (x, y) = (0, 0)
        func appendOthers(_ end: EditScript.Match) {
            pairs += old[x..<end.first].map { Pair(first: $0, second: nil) }
            pairs += new[y..<end.second].map { Pair(first: nil, second: $0) }
        }
        for match in matches {
            appendOthers(match)
            pairs.append(Pair(first: old[match.first], second: new[match.second]))
            (x, y) = (match.first + 1, match.second + 1)
        }
        appendOthers(EditScript.Match(first: old.count, second: new.count))
        return pairs
    }

    // MARK: All lanes

    /// The place of a pair in the order of the first recording.
    private struct Place: Comparable {
        /// The index of a step of the first recording.
        let anchor: Int
        /// -1 before the anchor, 0 at it, 1 after it.
        let side: Int
        /// The index in the second recording.
        let second: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.anchor, left.side, left.second) < (right.anchor, right.side, right.second)
        }
    }

    /// Merges aligned lanes.
    ///
    /// A step that only the second recording has stands after the last step of any lane that precedes it there, but never
    /// before the step that precedes it in its own lane, or after the one that follows it.
    private static func merged(_ lanes: [[Pair]]) -> [Pair] {
        let common = lanes.joined().compactMap { pair -> (first: Int, second: Int)? in
            guard let first = pair.first, let second = pair.second else { return nil }
            return (first, second)
        }.sorted { $0.second < $1.second }
        func placeAmongAll(_ second: Int) -> Place {
            var (low, high) = (0, common.count)
            while low < high {
                let middle = (low + high) / 2
                if common[middle].second < second { low = middle + 1 } else { high = middle }
            }
            return Place(anchor: low > 0 ? common[low - 1].first : -1, side: 1, second: second)
        }
        var placed: [(place: Place, pair: Pair)] = []
        for lane in lanes {
            var next: [Int?] = []
            for pair in lane.reversed() { next.append(pair.first ?? next.last ?? nil) }
            next.reverse()
            var previous: Int?
            for (index, pair) in lane.enumerated() {
                if let first = pair.first {
                    placed.append((Place(anchor: first, side: 0, second: pair.second ?? 0), pair))
                    previous = first
                } else if let second = pair.second {
                    var place = placeAmongAll(second)
                    if let previous, place.anchor < previous {
                        place = Place(anchor: previous, side: 1, second: second)
                    } else if let next = next[index], place.anchor >= next {
                        place = Place(anchor: next, side: -1, second: second)
                    }
                    placed.append((place, pair))
                }
            }
        }
        return placed.sorted { $0.place < $1.place }.map(\.pair)
    }
}
