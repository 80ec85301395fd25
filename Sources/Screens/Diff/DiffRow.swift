import SDP

/// A row of a comparison below its table.
enum DiffRow: Sendable {
    /// Whose lines follow; `nil` if the text has no such section.
    case head(before: String?, after: String?)
    /// So many lines that are the same.
    case hidden(Int)
    /// A line; one that changed is two rows if they stand below one another.
    case line(LinePair, Sides, hunk: Int?)
    /// There is nothing to show.
    case note(String)

    /// Which of the two texts a row has a line of.
    enum Sides: Sendable {
        case both, before, after
    }

    /// The number of the hunk it belongs to, counted from 0.
    var hunk: Int? {
        if case .line(_, _, let hunk) = self { hunk } else { nil }
    }
}

/// The rows of a comparison, for two columns and for one.
public struct DiffRows: Sendable {
    private(set) var beside: [DiffRow] = []
    private(set) var unified: [DiffRow] = []
    /// How many runs of lines there are that changed.
    public private(set) var hunks = 0
    /// How many lines are the same.
    private(set) var same = 0
    /// More columns than the longest line takes.
    private(set) var columns = 0

    /// The rows of `comparison`; lines that are the same are hidden, two and more, unless `showsAll`.
    init(_ comparison: LineComparison, showsAll: Bool) {
        for part in comparison.parts where !part.pairs.isEmpty {
            if comparison.difference != nil { append(Self.head(part.section)) }
            append(part.pairs, showsAll: showsAll)
        }
        if hunks == 0 { append(.note("both say the same")) }
    }

    /// Where hunk `number` begins in `rows`, which are those of either form.
    static func start(of number: Int, in rows: [DiffRow]) -> Int? { rows.firstIndex { $0.hunk == number } }

    private static func head(_ section: SectionDifference?) -> DiffRow {
        guard let section else { return .head(before: "session", after: "session") }
        return .head(before: section.before.map(name), after: section.after.map(name))
    }

    private static func name(_ media: MediaDescription) -> String {
        "m\(media.index) \(media.kind)" + (media.mid.map { "  mid \($0)" } ?? "")
    }

    private mutating func append(_ row: DiffRow) {
        beside.append(row)
        unified.append(row)
    }

    private mutating func append(_ pairs: [LinePair], showsAll: Bool) {
        var start = 0
        while start < pairs.count {
            let isSame = pairs[start].isSame
            let run = pairs[start...].prefix { $0.isSame == isSame }
            start = run.endIndex
            if isSame { same += run.count } else { hunks += 1 }
            if isSame, run.count > 1, !showsAll {
                append(.hidden(run.count))
            } else {
                for pair in run { append(pair) }
            }
        }
    }

    private mutating func append(_ pair: LinePair) {
        columns = max(columns, pair.before?.utf8.count ?? 0, pair.after?.utf8.count ?? 0)
        guard !pair.isSame else { return append(.line(pair, .both, hunk: nil)) }
        let hunk = hunks - 1
        beside.append(.line(pair, .both, hunk: hunk))
        if pair.before != nil { unified.append(.line(pair, .before, hunk: hunk)) }
        if pair.after != nil { unified.append(.line(pair, .after, hunk: hunk)) }
    }
}
