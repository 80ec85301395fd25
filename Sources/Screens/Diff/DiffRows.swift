import Redaction
import SDP
import Sessions
import Text

/// A row of a comparison, below the summary.
enum DiffRow: Sendable {
    /// The title of a section in either text; `nil` if the text has no such section.
    case head(before: String?, after: String?)
    /// A number of identical lines that are hidden.
    case hidden(Int)
    /// A line of one or both texts. A changed line is two rows in the unified form.
    case line(LinePair, Sides, hunk: Int?)
    /// A remark in place of lines.
    case note(String)

    /// The texts that a row shows a line of.
    enum Sides: Sendable {
        case both, before, after
    }

    /// The number of the row's hunk, counted from 0; `nil` if the row is unchanged or no line.
    var hunk: Int? {
        if case .line(_, _, let hunk) = self { hunk } else { nil }
    }
}

/// The rows of a comparison in both forms.
public struct DiffRows: Sendable {
    private(set) var sideBySide: [DiffRow] = []
    private(set) var unified: [DiffRow] = []
    /// The number of runs of changed lines.
    public private(set) var hunks = 0
    /// The number of identical lines.
    private(set) var identicalLines = 0
    /// The length of the longest line in bytes, an upper bound of its columns.
    private(set) var columns = 0

    /// Creates the rows of `comparison`; two or more identical lines in a row are hidden unless `showsAll`.
    init(_ comparison: LineComparison, showsAll: Bool) {
        for part in comparison.parts where !part.pairs.isEmpty {
            if comparison.difference != nil { append(Self.head(part.section)) }
            append(part.pairs, showsAll: showsAll)
        }
        if hunks == 0 { append(.note("both are the same")) }
    }

    /// Returns the index of the first row of hunk `number` in `rows`, which can be of either form.
    static func start(of number: Int, in rows: [DiffRow]) -> Int? { rows.firstIndex { $0.hunk == number } }

    private static func head(_ section: SectionDifference?) -> DiffRow {
        guard let section else { return .head(before: "session", after: "session") }
        return .head(before: section.before.map(name), after: section.after.map(name))
    }

    private static func name(_ media: MediaDescription) -> String {
        "m\(media.index) \(media.kind)" + (media.mid.map { "  mid \($0)" } ?? "")
    }

    private mutating func append(_ row: DiffRow) {
        sideBySide.append(row)
        unified.append(row)
    }

    private mutating func append(_ pairs: [LinePair], showsAll: Bool) {
        var start = 0
        while start < pairs.count {
            let isSame = pairs[start].isSame
            let run = pairs[start...].prefix { $0.isSame == isSame }
            start = run.endIndex
            if isSame { identicalLines += run.count } else { hunks += 1 }
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
        sideBySide.append(.line(pair, .both, hunk: hunk))
        if pair.before != nil { unified.append(.line(pair, .before, hunk: hunk)) }
        if pair.after != nil { unified.append(.line(pair, .after, hunk: hunk)) }
    }
}

extension DiffScreen {
    /// Returns the changed lines in the form of a unified diff; secrets are masked unless `context` shows them.
    ///
    /// ```
    /// --- #3 offer alice→bob
    /// +++ #6 answer bob→alice
    /// @@ m0 audio  mid 0 @@
    /// -a=setup:actpass
    /// +a=setup:active
    /// ```
    public func patch(_ context: ViewContext) -> String {
        var lines = ["--- \(sides.a.title)", "+++ \(sides.b.title)"]
        var head: String?
        for row in rows.unified {
            switch row {
            case .head(let before, let after): head = "@@ \(DiffRowRenderer.joined(before, after)) @@"
            case .hidden, .note: break
            case .line(let pair, let sides, let hunk):
                guard hunk != nil || showsAll else { continue }
                if let name = head { lines.append(name) }
                head = nil
                let text = String((sides == .before ? pair.before : pair.after) ?? "")
                let sign = pair.isSame ? " " : sides == .before ? "-" : "+"
                lines.append(sign + (context.showsSecrets ? text : Secrets.masked(text)))
            }
        }
        return lines.map { Printable.line($0) + "\n" }.joined()
    }
}
