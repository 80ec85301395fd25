/// Changed lines and a few unchanged ones around them.
public struct LineHunk: Hashable, Sendable {
    /// A line of one of the texts or of both.
    public struct Line: Hashable, Sendable {
        /// The texts that have a line.
        public enum Side: Hashable, Sendable {
            /// Both texts: the line is unchanged.
            case both
            /// Only the earlier text: the line was removed.
            case before
            /// Only the later text: the line was added.
            case after
        }

        /// The text that has the line.
        public let side: Side
        /// The line as a peer wrote it, without its ending.
        public let text: String
        /// Whether the line contains a random value or a counter of the session, whose change means nothing by itself.
        public let isVolatile: Bool
    }

    /// The number of the first line in the earlier text, from 1; `nil` if none of the lines is in it.
    public let beforeLine: Int?
    /// The number of the first line in the later text, from 1; `nil` if none of the lines is in it.
    public let afterLine: Int?
    /// The lines in order, removed ones before added ones.
    public let lines: [Line]

    /// The number of unchanged lines around a change.
    static let context = 2
    /// The largest number of pairs of lines that are compared for a difference: two texts of 1,000 lines that have none
    /// in common.
    ///
    /// Texts beyond that are shown as a removed block and an added block.
    static let workLimit = 1_000_000

    /// Returns the hunks between two sequences of lines, and subtracts their cost from `work`.
    static func hunks(_ before: [DescriptionLine], _ after: [DescriptionLine], work: inout Int) -> [LineHunk] {
        let steps = steps(before.map(\.text), after.map(\.text), work: &work)
        var hunks: [LineHunk] = []
        var start = 0
        while let change = steps[start...].firstIndex(where: { $0.old == nil || $0.new == nil }) {
            let first = max(start, change - context)
            var end = change + 1
            // Changes with touching contexts form one hunk.
            var index = end
            while index < steps.count, index - end <= 2 * context {
                if steps[index].old == nil || steps[index].new == nil { end = index + 1 }
                index += 1
            }
            let last = min(steps.count, end + context)
            hunks.append(LineHunk(steps[first..<last], before, after))
            start = last
        }
        return hunks
    }

    private init(_ steps: ArraySlice<Step>, _ before: [DescriptionLine], _ after: [DescriptionLine]) {
        beforeLine = steps.lazy.compactMap(\.old).first.map { before[$0].number }
        afterLine = steps.lazy.compactMap(\.new).first.map { after[$0].number }
        lines = steps.compactMap { step in
            switch (step.old, step.new) {
            case (let old?, let new): Line(new == nil ? .before : .both, before[old])
            case (nil, let new?): Line(.after, after[new])
            case (nil, nil): nil
            }
        }
    }

    /// A step of an edit script: a line of both texts, or of one.
    struct Step {
        let old: Int?
        let new: Int?
    }

    /// Returns an edit script along the longest common subsequence, deletions before insertions.
    static func steps(_ before: [Substring], _ after: [Substring], work: inout Int) -> [Step] {
        // Comparing numbers is faster than comparing lines.
        var numbers: [Substring: Int] = [:]
        func number(_ line: Substring) -> Int {
            if let number = numbers[line] { return number }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let (old, new) = (before.map(number), after.map(number))
        var head = 0
        while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
        }
        let (rows, columns) = (old.count - head - tail, new.count - head - tail)
        var steps = (0..<head).map { Step(old: $0, new: $0) }
        let (cost, overflows) = rows.multipliedReportingOverflow(by: columns)
        if overflows || cost > work {
            steps += (head..<head + rows).map { Step(old: $0, new: nil) }
            steps += (head..<head + columns).map { Step(old: nil, new: $0) }
        } else {
            work -= cost
            steps += common(old[head..<head + rows], new[head..<head + columns])
        }
        return steps + (0..<tail).map { Step(old: head + rows + $0, new: head + columns + $0) }
    }

    private static func common(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [Step] {
        // lengths[row][column] is the length of the longest common subsequence of the lines from there on.
        let width = new.count + 1
        var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
        for row in (0..<old.count).reversed() {
            for column in (0..<new.count).reversed() {
                let here = row * width + column
                lengths[here] =
                    old[old.startIndex + row] == new[new.startIndex + column]
                    ? lengths[here + width + 1] + 1 : max(lengths[here + width], lengths[here + 1])
            }
        }
        var steps: [Step] = []
        var (row, column) = (0, 0)
        while row < old.count || column < new.count {
            let here = row * width + column
            let (oldIndex, newIndex) = (old.startIndex + row, new.startIndex + column)
            if row < old.count, column < new.count, old[oldIndex] == new[newIndex] {
                steps.append(Step(old: oldIndex, new: newIndex))
                row += 1
                column += 1
            } else if row < old.count, column == new.count || lengths[here + width] >= lengths[here + 1] {
                steps.append(Step(old: oldIndex, new: nil))
                row += 1
            } else {
                steps.append(Step(old: nil, new: newIndex))
                column += 1
            }
        }
        return steps
    }
}

extension LineHunk.Line {
    /// The beginnings of lines that contain a random value or a counter.
    private static let random = [
        "o=", "a=ice-ufrag:", "a=ice-pwd:", "a=ssrc:", "a=ssrc-group:", "a=fingerprint:", "a=msid:", "a=msid-semantic:",
        "a=cname:", "a=tls-id:", "a=candidate:",
    ]

    fileprivate init(_ side: Side, _ line: DescriptionLine) {
        self.side = side
        text = String(line.text)
        isVolatile = Self.random.contains { line.text.utf8.starts(with: $0.utf8) }
    }
}
