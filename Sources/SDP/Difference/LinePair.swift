/// A line of one text beside that of another: unchanged, changed, or in only one of them.
public struct LinePair: Hashable, Sendable {
    /// The line in the earlier text without its ending; `nil` if it was added.
    public let before: Substring?
    /// The line in the later text without its ending; `nil` if it was removed.
    public let after: Substring?
    /// Whether the line is unchanged.
    public let isSame: Bool

    private init(_ before: Substring?, _ after: Substring?, isSame: Bool = false) {
        self.before = before
        self.after = after
        self.isSame = isSame
    }

    // MARK: Lines in any order

    /// Pairs the lines of one level of two descriptions, in the order of the earlier one.
    ///
    /// The order of attributes has no meaning and differs between browsers. So equal lines are paired wherever they
    /// are, and then lines with the same subject. The time is linear in the number of lines.
    static func pairs(
        _ before: [DescriptionLine], _ after: [DescriptionLine], ignoringIDs: Bool
    ) -> [LinePair] {
        func content(_ line: DescriptionLine) -> Substring {
            ignoringIDs ? VolatileFields.masked(line.text) : line.text
        }
        var same = IndexTable(after.map(content))
        var matches = before.map { same.removeFirst(content($0)) }
        let isSame = matches.map { $0 != nil }
        var isMatched = [Bool](repeating: false, count: after.count)
        for case let match? in matches { isMatched[match] = true }
        var related = IndexTable(after.indices.map { isMatched[$0] ? nil : after[$0].subject })
        for (index, line) in before.enumerated() where matches[index] == nil {
            matches[index] = line.subject.flatMap { related.removeFirst($0) }
            if let match = matches[index] { isMatched[match] = true }
        }
        // A line that only the later text has follows the line that it follows there.
        var earlier = [Int](repeating: -1, count: after.count)
        for case (let index, let match?) in matches.enumerated() { earlier[match] = index }
        var (anchor, added) = (-1, [Int: [Int]]())
        for index in after.indices {
            if isMatched[index] { anchor = earlier[index] } else { added[anchor, default: []].append(index) }
        }
        var pairs = added[-1, default: []].map { LinePair(nil, after[$0].text) }
        for (index, line) in before.enumerated() {
            pairs.append(LinePair(line.text, matches[index].map { after[$0].text }, isSame: isSame[index]))
            for addition in added[index, default: []] { pairs.append(LinePair(nil, after[addition].text)) }
        }
        return pairs
    }

    /// The indices of equal texts, each of which is used once.
    private struct IndexTable {
        private var first: [Substring: Int] = [:]
        private var next: [Int?]

        init(_ texts: [Substring?]) {
            next = Array(repeating: nil, count: texts.count)
            for index in texts.indices.reversed() {
                guard let text = texts[index] else { continue }
                next[index] = first[text]
                first[text] = index
            }
        }

        mutating func removeFirst(_ text: Substring) -> Int? {
            guard let index = first[text] else { return nil }
            first[text] = next[index]
            return index
        }
    }

    // MARK: Lines in order

    /// Pairs the lines of two texts in order, and subtracts the cost from `work`.
    ///
    /// If it is exhausted, the lines are a removed block and an added block.
    static func pairs(_ before: [String], _ after: [String], work: inout Int) -> [LinePair] {
        let steps = LineHunk.steps(before.map(content), after.map(content), work: &work)
        var pairs: [LinePair] = []
        var (old, new) = ([Int](), [Int]())
        func flush() {
            let steps = LineHunk.steps(old.map { subject(before[$0]) }, new.map { subject(after[$0]) }, work: &work)
            for step in steps {
                pairs.append(LinePair(step.old.map { before[old[$0]][...] }, step.new.map { after[new[$0]][...] }))
            }
            old = []
            new = []
        }
        for step in steps {
            switch (step.old, step.new) {
            case (let index?, let match?):
                flush()
                pairs.append(LinePair(before[index][...], after[match][...], isSame: true))
            case (let index?, nil): old.append(index)
            case (nil, let index?): new.append(index)
            case (nil, nil): break
            }
        }
        flush()
        return pairs
    }

    /// A line of JSON without the comma at its end, which depends on the following line.
    private static func content(_ line: String) -> Substring {
        line.utf8.last == UInt8(ascii: ",") ? Substring(line.utf8.dropLast()) : line[...]
    }

    /// The indentation of a line of JSON, and the name of the member if it has one.
    private static func subject(_ line: String) -> Substring {
        let utf8 = line.utf8
        let start = utf8.firstIndex { $0 != UInt8(ascii: " ") } ?? utf8.endIndex
        let indent = Substring(utf8[..<start])
        guard start < utf8.endIndex, utf8[start] == UInt8(ascii: "\"") else { return indent }
        let rest = utf8[utf8.index(after: start)...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return indent }
        let colon = utf8.index(after: end)
        return utf8[colon...].first == UInt8(ascii: ":") ? Substring(utf8[..<colon]) : indent
    }
}
