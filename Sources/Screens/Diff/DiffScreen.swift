public import Drawing
import Events
import SDP
import Sessions
import Text

/// A comparison of two messages: a summary of the differences, then the lines.
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
/// As entries never change, the messages are compared only when the screen opens or its options change.
public struct DiffScreen: Screen {
    public static let place = FocusArea.diff
    /// The minimum width at which the messages are shown side by side by default.
    private static let sideBySideColumns = 130

    private(set) var sides: (a: DiffSide, b: DiffSide)
    private(set) var comparison: LineComparison
    private(set) var summary: DiffSummary?
    public private(set) var rows: DiffRows
    private(set) var showsAll = false
    private(set) var ignoresIDs = false
    /// Whether the operator chose the side-by-side form; `nil` if the width decides.
    private var prefersSideBySide: Bool?
    private var top = 0
    private var scrolledColumns = 0
    /// The current hunk, counted from 0; `nil` before the first one.
    private var hunk: Int?

    /// Compares two entries.
    ///
    /// Returns `nil` if the journal no longer has one of them, or if one has no text.
    public init?(_ one: Int, _ other: Int, _ context: ViewContext) {
        guard let first = context.session.journal[number: one], let second = context.session.journal[number: other],
            let sides = DiffSide.both((first, second), context.session.roster)
        else { return nil }
        self.sides = (sides.0, sides.1)
        (comparison, summary) = Self.compare(self.sides, ignoringIDs: false)
        rows = DiffRows(comparison, showsAll: false)
    }

    private static func compare(
        _ sides: (a: DiffSide, b: DiffSide), ignoringIDs: Bool
    ) -> (LineComparison, DiffSummary?) {
        switch (sides.a.content, sides.b.content) {
        case (.description(let before), .description(let after)):
            let isSameOrigin = before.origin.map { after.origin?.isSameSession(as: $0) == true } == true
            let isSameSide = sides.a.author == sides.b.author && isSameOrigin
            let comparison = LineComparison(before, after, isSameSide: isSameSide, ignoringIDs: ignoringIDs)
            let relation = isSameSide ? .sameSender : Self.relation(of: sides, before: before, after: after)
            let summary = comparison.difference.map {
                DiffSummary(
                    $0, before: before, after: after, relation: relation, names: (sides.a.name, sides.b.name))
            }
            return (comparison, summary)
        case (.lines(let before), .lines(let after)): return (LineComparison(before, after), nil)
        default: return (LineComparison([], []), nil)
        }
    }

    private static func relation(
        of sides: (a: DiffSide, b: DiffSide), before: SessionDescription, after: SessionDescription
    ) -> DiffVerdict.Relation {
        guard let first = SDPSummary(before.text), let second = SDPSummary(after.text) else { return .unrelated }
        if sides.a.kind == "offer", sides.b.kind.hasSuffix("answer") {
            return .offerThenAnswer(AnswerCheck(offer: first, answer: second))
        }
        if sides.a.kind.hasSuffix("answer"), sides.b.kind == "offer" {
            return .answerThenOffer(AnswerCheck(offer: second, answer: first))
        }
        return .unrelated
    }

    public mutating func reload(in context: ViewContext) {
        guard let other = DiffScreen(sides.a.entry, sides.b.entry, context) else { return }
        sides = other.sides
        compare()
    }

    private mutating func compare() {
        (comparison, summary) = Self.compare(sides, ignoringIDs: ignoresIDs)
        rebuildRows()
    }

    /// Rebuilds the rows, keeping the current hunk if it still exists.
    private mutating func rebuildRows() {
        rows = DiffRows(comparison, showsAll: showsAll)
        hunk = hunk.flatMap { rows.hunks == 0 ? nil : min($0, rows.hunks - 1) }
    }

    // MARK: Options

    /// Whether both messages have a session description.
    public var isDescriptions: Bool { comparison.difference != nil }

    func isSideBySide(_ context: ViewContext) -> Bool {
        prefersSideBySide ?? (context.size.columns >= Self.sideBySideColumns)
    }

    public mutating func toggleForm(in context: ViewContext) {
        prefersSideBySide = !isSideBySide(context)
        show(hunk, in: context)
    }

    public mutating func toggleAll(in context: ViewContext) {
        showsAll.toggle()
        rebuildRows()
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

    /// Returns the hunk `step` hunks after the current one; `nil` if there is none.
    public func hunk(after step: Int) -> Int? {
        let target = hunk.map { $0 + step } ?? (step > 0 ? 0 : -1)
        return (0..<rows.hunks).contains(target) ? target : nil
    }

    /// Scrolls to hunk `number`, keeping up to two rows above it visible; does nothing if it is `nil`.
    public mutating func show(_ number: Int?, in context: ViewContext) {
        guard let number, let start = DiffRows.start(of: number, in: shown(context)) else { return }
        hunk = number
        top = max(0, headLines(context) + start - 2)
    }

    // MARK: Position

    /// Returns the rows in the form that is shown.
    func shown(_ context: ViewContext) -> [DiffRow] { isSideBySide(context) ? rows.sideBySide : rows.unified }

    /// Returns the number of lines above the rows: the summary and a title bar.
    private func headLines(_ context: ViewContext) -> Int {
        (summary.map { DiffTable($0, width: context.size.columns).count } ?? 0) + 1
    }

    private static func lines(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 1) }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context) - 1) }

    public mutating func move(by lines: Int, in context: ViewContext) {
        top = max(0, top + lines)
        updatePosition(in: context)
        let head = headLines(context)
        let rows = shown(context)
        let first = max(0, min(rows.count, top - head))
        let end = max(first, min(rows.count, top + Self.lines(context) - head))
        let visible = rows[first..<end].compactMap(\.hunk)
        // The current hunk changes only if it was scrolled out of view.
        guard let nearest = lines > 0 ? visible.first : visible.last,
            hunk.map({ !visible.contains($0) }) ?? (top > 0)
        else { return }
        hunk = nearest
    }

    public mutating func scroll(by columns: Int, in context: ViewContext) {
        scrolledColumns = max(0, scrolledColumns + columns)
    }

    public mutating func updatePosition(in context: ViewContext) {
        top = max(0, min(top, headLines(context) + shown(context).count - Self.lines(context)))
        scrolledColumns = min(scrolledColumns, min(rows.columns, DiffText.shownBytes) - 1)
        scrolledColumns = max(0, scrolledColumns)
    }

    public func entry(_ context: ViewContext) -> Int? {
        context.session.journal.kept(sides.b.entry)
    }

    /// Returns `hunk 4/9 · A 78 lines, B 54 lines · ids dimmed · secrets hidden`.
    public func status(_ context: ViewContext) -> TextLine {
        let position = hunk.map { "hunk \($0 + 1)/\(rows.hunks)" } ?? Format.count(rows.hunks, "hunk")
        let lines = (comparison.beforeLines, comparison.afterLines)
        let counts =
            context.size.columns < 72
            ? "A \(lines.0), B \(lines.1) lines"
            : "A \(Format.count(lines.0, "line")), B \(Format.count(lines.1, "line"))"
        var facts = [position, counts]
        if isDescriptions { facts.append(ignoresIDs ? "ids ignored" : "ids dimmed") }
        facts.append(context.showsSecrets ? "secrets shown" : "secrets hidden")
        if comparison.isCut { facts.append("the rest is not compared") }
        return TextLine(text: facts.joined(separator: " · "), style: .chrome)
    }

    // MARK: Drawing

    public func draw(_ context: ViewContext, in area: Rect, on canvas: inout Canvas) {
        let height = area.rows - 1
        let table = summary.map { DiffTable($0, width: context.size.columns) }
        let (rows, above) = (shown(context), table?.count ?? 0)
        let count = above + 1 + rows.count
        let top = max(0, min(top, count - height))
        let last = min(count, top + height)
        let note = count > height ? "\(top + 1)-\(last)/\(count)" : ""
        let titleWidth = area.columns - (note.isEmpty ? 0 : Printable.width(note) + 4) - 3
        canvas.drawTitle(DiffTitle.text(sides, width: titleWidth), note: note, in: area, isFocused: true)
        let renderer = DiffRowRenderer(
            isSideBySide: isSideBySide(context), isDescription: isDescriptions, showsSecrets: context.showsSecrets,
            scrolledColumns: scrolledColumns)
        let start = hunk.flatMap { DiffRows.start(of: $0, in: rows) }
        for index in top..<max(top, last) {
            let line = area.row + 1 + index - top
            if index < above {
                table?.draw(index, row: line, on: &canvas)
            } else if index == above {
                DiffTitle.draw(self, context, row: line, on: &canvas)
            } else {
                let row = index - above - 1
                renderer.draw(rows[row], marked: row == start, line: line, columns: area.columns, on: &canvas)
            }
        }
    }
}
