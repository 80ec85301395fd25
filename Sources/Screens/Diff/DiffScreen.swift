public import Drawing
import Events
import SDP
import Sessions
import Text

/// Two messages side by side: what their difference comes to, and then line by line.
///
/// ```
/// ─Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151 ms) ──── 1-20/31 ──
///   mid  kind   direction  codecs        setup           verdict
///   0    audio  sendrecv   opus red→opus actpass→active  ok: red dropped
/// ─Lines ─────────────────────────────────────────────────────────── unified ──
///   session
/// ▸- o=- 8812 2 IN IP4 127.0.0.1
///  + o=- 46117 2 IN IP4 127.0.0.1
/// ```
/// The messages are compared once, and anew when one asks for another comparison: entries do not change.
public struct DiffScreen: Screen {
    public static let place = Place.diff
    /// From so many columns on the two stand side by side, unless one wants them otherwise.
    private static let columnsForTwo = 130

    private(set) var sides: (a: DiffSide, b: DiffSide)
    private(set) var comparison: LineComparison
    private(set) var summary: DiffSummary?
    public private(set) var rows: DiffRows
    private(set) var showsAll = false
    private(set) var ignoresIDs = false
    /// How one wants it; nil for what the width suggests.
    private var form: Bool?
    private var top = 0
    private var skipped = 0
    /// The hunk one is at, counted from 0; nil before the first one.
    private var hunk: Int?

    /// The comparison of two entries; `nil` if one is gone, or is no text.
    public init?(_ one: Int, _ other: Int, _ context: ViewContext) {
        guard let first = context.session.journal[number: one], let second = context.session.journal[number: other],
            let sides = DiffSide.both((first, second), context.session.roster)
        else { return nil }
        self.sides = (sides.0, sides.1)
        (comparison, summary) = Self.compared(self.sides, ignoringIDs: false)
        rows = DiffRows(comparison, showsAll: false)
    }

    private static func compared(_ sides: (a: DiffSide, b: DiffSide), ignoringIDs: Bool) -> (
        LineComparison, DiffSummary?
    ) {
        switch (sides.a.content, sides.b.content) {
        case (.description(let before), .description(let after)):
            let isSameOrigin = before.origin.map { after.origin?.isSameSession(as: $0) == true } == true
            let isSameSide = sides.a.author == sides.b.author && isSameOrigin
            let comparison = LineComparison(before, after, isSameSide: isSameSide, ignoringIDs: ignoringIDs)
            let relation = isSameSide ? .followed : Self.relation(sides, before, after)
            let summary = comparison.difference.map {
                DiffSummary($0, before, after, relation, (sides.a.name, sides.b.name))
            }
            return (comparison, summary)
        case (.lines(let before), .lines(let after)): return (LineComparison(before, after), nil)
        default: return (LineComparison([], []), nil)
        }
    }

    private static func relation(
        _ sides: (a: DiffSide, b: DiffSide), _ before: SessionDescription, _ after: SessionDescription
    ) -> DiffVerdict.Relation {
        guard let first = SDPSummary(before.text), let second = SDPSummary(after.text) else { return .unrelated }
        if sides.a.kind == "offer", sides.b.kind.hasSuffix("answer") {
            return .answered(AnswerCheck(offer: first, answer: second))
        }
        if sides.a.kind.hasSuffix("answer"), sides.b.kind == "offer" {
            return .answers(AnswerCheck(offer: second, answer: first))
        }
        return .unrelated
    }

    private mutating func compare() {
        (comparison, summary) = Self.compared(sides, ignoringIDs: ignoresIDs)
        arrange()
    }

    /// Makes the rows anew; one stays at the hunk one is at where there still is one.
    private mutating func arrange() {
        rows = DiffRows(comparison, showsAll: showsAll)
        hunk = hunk.flatMap { rows.hunks == 0 ? nil : min($0, rows.hunks - 1) }
    }

    // MARK: What keys do

    public var isDescriptions: Bool { comparison.difference != nil }

    func isBeside(_ context: ViewContext) -> Bool { form ?? (context.size.columns >= Self.columnsForTwo) }

    public mutating func toggleForm(in context: ViewContext) {
        form = !isBeside(context)
        show(hunk, in: context)
    }

    public mutating func toggleAll(in context: ViewContext) {
        showsAll.toggle()
        arrange()
        show(hunk, in: context)
    }

    public mutating func toggleIDs(in context: ViewContext) {
        ignoresIDs.toggle()
        compare()
        show(hunk, in: context)
    }

    public mutating func swap(in context: ViewContext) {
        sides = (sides.b, sides.a)
        compare()
        show(hunk, in: context)
    }

    /// The hunk that is `step` further; `nil` if there is none.
    public func hunk(after step: Int) -> Int? {
        let target = hunk.map { $0 + step } ?? (step > 0 ? 0 : -1)
        return (0..<rows.hunks).contains(target) ? target : nil
    }

    /// Goes to a hunk; a row or two above it stay in sight.
    public mutating func show(_ number: Int?, in context: ViewContext) {
        guard let number, let start = DiffRows.start(of: number, in: shown(context)) else { return }
        hunk = number
        top = max(0, head(context) + start - 2)
    }

    // MARK: Where one is

    /// The rows as they are shown.
    func shown(_ context: ViewContext) -> [DiffRow] { isBeside(context) ? rows.beside : rows.unified }

    /// The lines above the rows: the table, and a title.
    private func head(_ context: ViewContext) -> Int {
        (summary.map { DiffTable($0, width: context.size.columns).count } ?? 0) + 1
    }

    private static func lines(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 1) }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context) - 1) }

    public mutating func move(by lines: Int, in context: ViewContext) {
        top = max(0, top + lines)
        settle(in: context)
        let head = head(context)
        let rows = shown(context)
        let first = max(0, min(rows.count, top - head))
        let sight = rows[first..<max(first, min(rows.count, top + Self.lines(context) - head))].compactMap(\.hunk)
        guard let nearest = lines > 0 ? sight.first : sight.last, hunk.map({ !sight.contains($0) }) ?? (top > 0) else {
            return
        }
        hunk = nearest
    }

    public mutating func scroll(by columns: Int, in context: ViewContext) { skipped = max(0, skipped + columns) }

    public mutating func settle(in context: ViewContext) {
        top = max(0, min(top, head(context) + shown(context).count - Self.lines(context)))
        skipped = min(skipped, min(rows.columns, DiffText.shownBytes) - 1)
        skipped = max(0, skipped)
    }

    public func entry(_ context: ViewContext) -> Int? { context.session.journal[number: sides.b.entry]?.entry.number }

    /// `hunk 4/9 · A 78 lines, B 54 lines · ids dimmed · secrets hidden`.
    public func status(_ context: ViewContext) -> TextLine {
        let place = hunk.map { "hunk \($0 + 1)/\(rows.hunks)" } ?? Format.count(rows.hunks, "hunk")
        let lines = (comparison.beforeLines, comparison.afterLines)
        let counts =
            context.size.columns < 72
            ? "A \(lines.0), B \(lines.1) lines"
            : "A \(Format.count(lines.0, "line")), B \(Format.count(lines.1, "line"))"
        var facts = [place, counts]
        if isDescriptions { facts.append(ignoresIDs ? "ids ignored" : "ids dimmed") }
        facts.append(context.showsSecrets ? "secrets shown" : "secrets hidden")
        if comparison.isCut { facts.append("the rest is not compared") }
        return TextLine(text: facts.joined(separator: " · "), style: .chrome)
    }

    // MARK: What is seen

    public func draw(_ context: ViewContext, in area: Rect, on canvas: inout Canvas) {
        let height = area.rows - 1
        let table = summary.map { DiffTable($0, width: context.size.columns) }
        let (rows, above) = (shown(context), table?.count ?? 0)
        let count = above + 1 + rows.count
        let top = max(0, min(top, count - height))
        let last = min(count, top + height)
        let note = count > height ? "\(top + 1)-\(last)/\(count)" : ""
        let room = area.columns - (note.isEmpty ? 0 : Printable.width(note) + 4) - 3
        canvas.drawTitle(DiffTitle.text(sides, width: room), note: note, in: area, isFocused: true)
        let form = DiffForm(
            isBeside: isBeside(context), isDescription: isDescriptions, showsSecrets: context.showsSecrets,
            skipped: skipped)
        let start = hunk.flatMap { DiffRows.start(of: $0, in: rows) }
        for index in top..<max(top, last) {
            let line = area.row + 1 + index - top
            if index < above {
                table?.draw(index, row: line, on: &canvas)
            } else if index == above {
                DiffTitle.draw(self, context, row: line, on: &canvas)
            } else {
                let place = index - above - 1
                form.draw(rows[place], marked: place == start, line: line, columns: area.columns, on: &canvas)
            }
        }
    }
}
