public import Analysis
public import Drawing
import Events
import Exports
import Sessions
import Text

/// All findings, a line each, and the selected one in full below.
///
/// ```
/// ─Findings 2 ─────────────────────────────────────────────────
///       +TIME  PEERS         FINDING       WHAT
/// ▸ !   6.001  alice bob     glare         alice and bob offered
///   ✓  14.200  alice bob     late-answer   bob answered #9 after
/// ─glare ──────────────────────────────────────────────────────
///   ! alice and bob offered at once (#3, #4) and neither gave
///     way in 3 s
/// ```
public struct FindingsScreen: Screen {
    public static let place = Place.findings

    /// The number of the finding under the cursor; nil for whichever is the first.
    private var cursor: Int?
    /// The line of the cursor among those in sight, counted from 0: it stays there, whatever comes and is got over.
    private var line = 0

    public init() {}

    // MARK: Where one is

    /// The finding under the cursor; `nil` if there is none.
    public func selected(_ context: ViewContext) -> Finding? {
        cursor.flatMap { context.session.calls.findings[$0] } ?? context.session.calls.findings.sorted.first
    }

    public func entry(_ context: ViewContext) -> Int? {
        selected(context)?.proof.last.flatMap { context.session.journal[number: $0]?.entry.number }
    }

    public mutating func press(row: Int, in context: ViewContext) -> Bool {
        let sorted = context.session.calls.findings.sorted
        let index = index(in: sorted)
        let top = Scrolling.top(index, atLine: line, count: sorted.count, lines: Self.lines(context.size))
        let target = top + row - 2
        guard row >= 2, row - 2 < Self.lines(context.size), target < sorted.count else { return false }
        move(by: target - index, in: context)
        return target == index
    }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    /// Moves the cursor; on the first line it stays with the first finding, whichever that is.
    public mutating func move(by lines: Int, in context: ViewContext) {
        let sorted = context.session.calls.findings.sorted
        guard !sorted.isEmpty else { return }
        let index = index(in: sorted)
        let target = min(max(0, index + lines), sorted.count - 1)
        cursor = target == 0 ? nil : sorted[target].number
        line += target - index
    }

    public mutating func settle(in context: ViewContext) {
        let sorted = context.session.calls.findings.sorted
        if cursor.map({ context.session.calls.findings[$0] == nil }) == true { cursor = nil }
        let index = index(in: sorted)
        line = index - Scrolling.top(index, atLine: line, count: sorted.count, lines: Self.lines(context.size))
    }

    /// The index in `sorted` of the finding under the cursor.
    private func index(in sorted: [Finding]) -> Int {
        cursor.flatMap { cursor in sorted.firstIndex { $0.number == cursor } } ?? 0
    }

    /// How the findings that are listed are to be taken.
    public func status(_ context: ViewContext) -> TextLine {
        let words =
            context.session.calls.findings.alarm.map {
                "\(Format.count($0.count, "finding")) to look at, the worst first"
            }
            ?? "nothing stands that is worse than an information"
        return TextLine(text: words, style: .chrome)
    }

    // MARK: What is seen

    /// The rows of the selected finding, its title included.
    private static func detailRows(_ size: Size) -> Int { max(5, size.body.rows * 2 / 5) }

    /// The findings that are in sight at a time.
    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - detailRows(size) - 2) }

    public func draw(_ context: ViewContext, in area: Rect, on canvas: inout Canvas) {
        let rect = Rect(row: area.row, column: 0, rows: area.rows - Self.detailRows(canvas.size), columns: area.columns)
        let (sorted, height) = (context.session.calls.findings.sorted, Self.lines(canvas.size))
        let index = index(in: sorted)
        let top = Scrolling.top(index, atLine: line, count: sorted.count, lines: height)
        let last = min(sorted.count, top + height)
        let note = sorted.count > height ? "\(top + 1)-\(last)/\(sorted.count)" : ""
        canvas.drawTitle("Findings \(sorted.count)", note: note, in: rect, isFocused: true)
        guard !sorted.isEmpty else { return Self.drawEmpty(in: area.below(1), on: &canvas) }
        let columns = Columns(width: rect.columns)
        columns.drawHeads(row: rect.row + 1, on: &canvas)
        for (line, finding) in sorted[top..<last].enumerated() {
            let row = rect.row + 2 + line
            columns.draw(finding, context, row: row, on: &canvas)
            guard top + line == index else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
        Self.drawSelected(sorted[index], context, in: area.below(rect.rows), on: &canvas)
    }

    private static func drawEmpty(in rect: Rect, on canvas: inout Canvas) {
        let width = max(1, rect.columns - 3)
        let lines = ["", "Nothing was found so far.", "", FindingWords.rulesOverview]
        draw(TextLine.folded(lines.map { TextLine(text: $0) }, width: width), in: rect, on: &canvas)
    }

    private static func drawSelected(_ finding: Finding, _ context: ViewContext, in rect: Rect, on canvas: inout Canvas)
    {
        let width = max(1, rect.columns - 3)
        let lines =
            FindingWords.sentence(finding, context.session, width: width)
            + FindingWords.explanation(finding, context.session, named: true, width: width)
        let height = rect.rows - 1
        let note = lines.count > height ? "1-\(height)/\(lines.count)" : ""
        canvas.drawTitle(finding.rule.title, note: note, in: rect, isFocused: false)
        draw(Array(lines.prefix(height)), in: rect.below(1), on: &canvas)
    }

    private static func draw(_ lines: [TextLine], in rect: Rect, on canvas: inout Canvas) {
        for (line, text) in lines.prefix(rect.rows).enumerated() {
            canvas.put(text.text, row: rect.row + line, column: 2, width: rect.columns - 2, text.style)
        }
    }

    /// How the columns share the width: what is wrong has what the others leave.
    private struct Columns {
        private let width: Int
        private let peers: Int
        private let title: Int

        init(width: Int) {
            self.width = width
            peers = width >= 110 ? 24 : width >= 72 ? 16 : 11
            title = width >= 110 ? 28 : width >= 72 ? 18 : 12
        }

        func drawHeads(row: Int, on canvas: inout Canvas) {
            put(["", "+TIME", "PEERS", "FINDING", "WHAT"], .chrome, .chrome, row: row, on: &canvas)
        }

        func draw(_ finding: Finding, _ context: ViewContext, row: Int, on canvas: inout Canvas) {
            let texts = [
                finding.sign, Format.time(finding.time),
                finding.peers.map(context.session.roster.label).joined(separator: " "),
                (context.session.calls.findings.cause(of: finding) == nil ? "" : "└ ") + finding.rule.title,
                Secrets.masked(finding.sentence.words(context.session.roster.label)),
            ]
            let style = FindingWords.style(finding)
            put(texts, style, finding.isOpen ? .plain : style, row: row, on: &canvas)
        }

        /// Sign and title in the one style, the rest in the other.
        private func put(_ texts: [String], _ marked: Style, _ plain: Style, row: Int, on canvas: inout Canvas) {
            var column = 2
            let shapes = [
                (1, 1, marked), (8, 2, plain), (peers, 2, plain), (title, 2, marked), (max(0, width - 33), 0, plain),
            ]
            for (index, (text, (width, gap, style))) in zip(texts, shapes).enumerated() {
                canvas.put(
                    text, row: row, column: column, width: width, style, alignment: index == 1 ? .right : .left)
                column += width + gap
            }
        }
    }
}
