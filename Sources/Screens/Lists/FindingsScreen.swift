import Analysis
import Connections
public import Drawing
import Events
import Exports
public import Findings
import Negotiations
import Redaction
import Sessions
import Text

/// The list of findings, with the selected one in full below.
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
    public static let place = FocusArea.findings

    /// The number of the finding under the cursor; `nil` to stay on the first finding.
    private var cursor: Int?
    /// The screen line of the cursor, counted from 0; it is kept when findings are added or resolved.
    private var line = 0
    /// The findings in the order of the list, as of the revision of the book that they were sorted from.
    private var list: (revision: Int, findings: [Finding])?

    public init() {}

    // MARK: Position

    /// Returns the finding under the cursor; `nil` if there are no findings.
    public func selected(_ context: ViewContext) -> Finding? {
        cursor.flatMap { context.session.calls.findings[$0] } ?? sorted(context).first
    }

    public func entry(_ context: ViewContext) -> Int? {
        selected(context)?.evidence.last.flatMap(context.session.journal.kept)
    }

    public mutating func click(row: Int, in context: ViewContext) -> Bool {
        let sorted = sorted(context)
        let index = index(in: sorted)
        let top = Scrolling.top(index, atLine: line, count: sorted.count, lines: Self.lines(context.size))
        let target = top + row - 2
        guard row >= 2, row - 2 < Self.lines(context.size), target < sorted.count else { return false }
        move(by: target - index, in: context)
        return target == index
    }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    /// Moves the cursor; on the first line, it stays there when another finding becomes the first.
    public mutating func move(by lines: Int, in context: ViewContext) {
        let sorted = sorted(context)
        guard !sorted.isEmpty else { return }
        let index = index(in: sorted)
        let target = min(max(0, index + lines), sorted.count - 1)
        cursor = target == 0 ? nil : sorted[target].number
        line += target - index
    }

    public mutating func updatePosition(in context: ViewContext) {
        let sorted = sorted(context)
        list = (context.session.calls.findings.revision, sorted)
        if cursor.map({ context.session.calls.findings[$0] == nil }) == true { cursor = nil }
        let index = index(in: sorted)
        line = index - Scrolling.top(index, atLine: line, count: sorted.count, lines: Self.lines(context.size))
    }

    /// Returns the findings in order, sorting them only if they have changed since the screen was last settled.
    private func sorted(_ context: ViewContext) -> [Finding] {
        let book = context.session.calls.findings
        return list.flatMap { $0.revision == book.revision ? $0.findings : nil } ?? book.sorted
    }

    /// Returns the index in `sorted` of the finding under the cursor.
    private func index(in sorted: [Finding]) -> Int {
        cursor.flatMap { cursor in sorted.firstIndex { $0.number == cursor } } ?? 0
    }

    /// Returns the number of findings that need attention.
    public func status(_ context: ViewContext) -> TextLine {
        let text =
            context.session.calls.findings.alarm.map {
                "\(Format.count($0.count, "finding")) to look at, the worst first"
            }
            ?? "nothing stands that is worse than an information"
        return TextLine(text: text, style: .chrome)
    }

    // MARK: Drawing

    /// Returns the number of rows of the detail, including its title.
    private static func detailRows(_ size: Size) -> Int { max(5, size.body.rows * 2 / 5) }

    /// Returns the number of visible findings.
    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - detailRows(size) - 2) }

    public func draw(_ context: ViewContext, in area: Rect, on canvas: inout Canvas) {
        let rect = Rect(row: area.row, column: 0, rows: area.rows - Self.detailRows(canvas.size), columns: area.columns)
        let (sorted, height) = (sorted(context), Self.lines(canvas.size))
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
        let lines = ["", "Nothing was found so far.", "", FindingText.rulesOverview]
        draw(TextLine.folded(lines.map { TextLine(text: $0) }, width: width), in: rect, on: &canvas)
    }

    private static func drawSelected(_ finding: Finding, _ context: ViewContext, in rect: Rect, on canvas: inout Canvas)
    {
        let width = max(1, rect.columns - 3)
        let lines =
            FindingText.sentence(finding, context.session, width: width)
            + FindingText.explanation(finding, context.session, named: true, width: width)
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

    /// The widths of the columns; the last one has the rest.
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
            put(["", "+TIME", "PEERS", "FINDING", "WHAT"], marked: .chrome, plain: .chrome, row: row, on: &canvas)
        }

        func draw(_ finding: Finding, _ context: ViewContext, row: Int, on canvas: inout Canvas) {
            let texts = [
                finding.sign, Format.time(finding.time),
                finding.peers.map(context.session.roster.label).joined(separator: " "),
                (context.session.calls.findings.cause(of: finding) == nil ? "" : "└ ") + finding.rule.title,
                Secrets.masked(finding.sentence.text(context.session.roster.label)),
            ]
            let style = FindingText.style(finding)
            put(texts, marked: style, plain: finding.isOpen ? .plain : style, row: row, on: &canvas)
        }

        /// Draws the cells of a row: sign and title in the style `marked`, the others in the style `plain`.
        private func put(_ texts: [String], marked: Style, plain: Style, row: Int, on canvas: inout Canvas) {
            var column = 2
            let cells = [
                (1, 1, marked), (8, 2, plain), (peers, 2, plain), (title, 2, marked), (max(0, width - 33), 0, plain),
            ]
            for (index, (text, (width, gap, style))) in zip(texts, cells).enumerated() {
                canvas.put(
                    text, row: row, column: column, width: width, style, alignment: index == 1 ? .right : .left)
                column += width + gap
            }
        }
    }
}
