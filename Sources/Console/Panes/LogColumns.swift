import Signaling

/// How the log's columns share its width: the summary has what the others leave, and the size goes first.
struct LogColumns {
    private let number: Int
    private let route: Int
    private let kind: Int
    private let hasSize: Bool
    private static let time = 8
    private static let size = 5

    init(width: Int, newest: Int) {
        number = max(3, String(newest).count)
        route = width >= 110 ? 24 : width >= 90 ? 18 : width >= 72 ? 14 : 11
        kind = width >= 90 ? 17 : width >= 72 ? 10 : 9
        hasSize = width >= 72
    }

    func drawHeads(row: Int, _ rect: Rect, on canvas: inout Canvas) {
        draw("", "#", "+TIME", "FROM→TO", "KIND", "SIZE", nil, "SUMMARY", .chrome, .chrome, row, rect, &canvas)
    }

    /// The line before the first entry.
    func drawStart(_ place: Model.Place, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let time = Measure.time(.start)
        draw("", "", time, "", "", "", nil, "", .chrome, .chrome, row, rect, &canvas)
        let column = 2 + number + 1 + Self.time + 2
        canvas.put(
            "listening on \(place.socket) (\(place.addresses))",
            row: row,
            column: rect.column + column,
            width: rect.columns - column,
            .chrome
        )
    }

    func draw(_ line: LogLine, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        draw(
            line.mark,
            String(line.number),
            Measure.time(line.time),
            line.route,
            line.kind,
            line.size,
            line.findings,
            line.summary,
            Style(line.role),
            .plain,
            row,
            rect,
            &canvas
        )
    }

    private func draw(
        _ mark: String,
        _ number: String,
        _ time: String,
        _ route: String,
        _ kind: String,
        _ size: String,
        _ findings: TextLine?,
        _ summary: String,
        _ kindStyle: Style,
        _ style: Style,
        _ row: Int,
        _ rect: Rect,
        _ canvas: inout Canvas
    ) {
        var column = 1
        func put(_ text: String, _ width: Int, _ style: Style, _ alignment: Canvas.Alignment, gap: Int) {
            canvas.put(
                text,
                row: row,
                column: rect.column + column,
                width: min(width, rect.columns - column),
                style,
                alignment: alignment
            )
            column += width + gap
        }
        put(mark, 1, findings?.style ?? kindStyle, .left, gap: 0)
        put(number, self.number, .chrome, .right, gap: 1)
        put(time, Self.time, style, .right, gap: 2)
        put(route, self.route, style, .left, gap: 1)
        put(kind, self.kind, kindStyle, .left, gap: 1)
        if hasSize { put(size, Self.size, style, .right, gap: 2) }
        if let findings {
            let width = min(Measure.width(findings.text), rect.columns - column)
            put(findings.text, width, findings.style, .left, gap: 0)
            if !summary.isEmpty { put(" · ", 3, style, .left, gap: 0) }
        }
        put(summary, rect.columns - column, style, .left, gap: 0)
    }
}
