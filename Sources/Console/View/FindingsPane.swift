import Signaling

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
enum FindingsPane {
    private static func area(_ size: Size) -> Rect {
        Rect(row: 1, column: 0, rows: size.rows - 3, columns: size.columns)
    }

    /// The rows of the selected finding, its title included.
    private static func detailRows(_ size: Size) -> Int { max(5, area(size).rows * 2 / 5) }

    /// The findings that are in sight at a time.
    static func lines(_ size: Size) -> Int { max(1, area(size).rows - detailRows(size) - 2) }

    /// The index of the first finding in sight, where that at `index` is to be at `line` of so many `lines`.
    static func top(_ index: Int, line: Int, count: Int, lines: Int) -> Int {
        let line = min(max(0, line), lines - 1)
        return max(0, min(index - line, count - lines))
    }

    static func draw(_ model: Model, on canvas: inout Canvas) {
        let (area, position) = (area(canvas.size), model.findings ?? FindingsPosition())
        let rect = Rect(row: area.row, column: 0, rows: area.rows - detailRows(canvas.size), columns: area.columns)
        let (sorted, height) = (model.calls.findings.sorted, lines(canvas.size))
        let index = Model.index(of: position, in: sorted)
        let top = top(index, line: position.line, count: sorted.count, lines: height)
        let last = min(sorted.count, top + height)
        let note = sorted.count > height ? "\(top + 1)-\(last)/\(sorted.count)" : ""
        canvas.drawTitle("Findings \(sorted.count)", note: note, in: rect, isFocused: true)
        guard !sorted.isEmpty else { return drawEmpty(in: area.below(1), on: &canvas) }
        let columns = Columns(width: rect.columns)
        columns.drawHeads(row: rect.row + 1, on: &canvas)
        for (line, finding) in sorted[top..<last].enumerated() {
            let row = rect.row + 2 + line
            columns.draw(finding, model, row: row, on: &canvas)
            guard top + line == index else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
        drawSelected(sorted[index], model, in: area.below(rect.rows), on: &canvas)
    }

    private static func drawEmpty(in rect: Rect, on canvas: inout Canvas) {
        let width = max(1, rect.columns - 3)
        let lines = ["", "Nothing was found so far.", "", FindingWords.soughtAfter]
        draw(TextLine.folded(lines.map { TextLine(text: $0) }, width: width), in: rect, on: &canvas)
    }

    private static func drawSelected(_ finding: Finding, _ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let width = max(1, rect.columns - 3)
        let lines =
            FindingWords.sentence(finding, model, width: width)
            + FindingWords.explanation(finding, model, named: true, width: width)
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

        func draw(_ finding: Finding, _ model: Model, row: Int, on canvas: inout Canvas) {
            let texts = [
                FindingWords.sign(finding), Measure.time(finding.time),
                finding.peers.map(model.roster.label).joined(separator: " "), finding.rule.title,
                finding.sentence.words(model.roster.label),
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
