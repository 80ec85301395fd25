import Drawing
import Events
import Exports
import Filtering
import Screens
import Sessions
import Text

/// The columns of the log: those in the settings that fit, and the summary in the remaining width.
struct LogColumns {
    /// The width of the summary from which on it has its longer form.
    private static let widthForLongWords = 34
    /// The width of cursor, mark and sign, before the first column.
    static let margin = 3

    private let table: TableColumns<LogColumn>
    private let pane: LogPane
    private let context: ViewContext

    /// Creates the columns for a pane of `width` columns.
    init(_ pane: LogPane, _ context: ViewContext, width: Int) {
        let settings = context.settings
        let newest = context.session.journal.lastNumber ?? 0
        let size = width >= 110 ? 2 : width >= 90 ? 1 : 0
        let columns = settings.columns.map { name -> TableColumns<LogColumn>.Column in
            switch name {
            case .number:
                .init(name: name, head: "#", width: max(2, String(newest).count), alignment: .right, gap: 1)
            case .time:
                .init(
                    name: name, head: Self.head(settings.time), width: settings.time == .clock && size > 0 ? 12 : 8,
                    alignment: .right)
            case .delta: .init(name: name, head: "ΔMS", width: 6, alignment: .right, rank: 5)
            case .route: .init(name: name, head: "FROM→TO", width: width < 72 ? 11 : [14, 14, 24][size], gap: 1)
            case .room: .init(name: name, head: "ROOM", width: 10, rank: 3)
            case .kind: .init(name: name, head: "KIND", width: width < 72 ? 9 : [10, 12, 17][size], gap: 1)
            case .size: .init(name: name, head: "SIZE", width: 5, alignment: .right, rank: 4)
            case .summary: .init(name: name, head: "SUMMARY", width: 24)
            }
        }
        table = TableColumns(columns, width: width - Self.margin)
        (self.pane, self.context) = (pane, context)
    }

    private static func head(_ format: TimeFormat) -> String {
        switch format {
        case .start: "+TIME"
        case .join: "+JOIN"
        case .delta: "ΔTIME"
        case .clock: "CLOCK"
        }
    }

    func drawHeads(row: Int, _ rect: Rect, on canvas: inout Canvas) {
        table.drawHeads(row: row, column: rect.column + Self.margin, on: &canvas)
    }

    /// Draws the line about the relay's start, before the first entry.
    func drawStart(row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let endpoint = context.session.endpoint
        let fingerprint = endpoint.fingerprint.map { ", certificate SHA-256 \($0)" } ?? ""
        let text = "listening on \(endpoint.socket) (\(endpoint.addresses))\(fingerprint)"
        let time = context.settings.time == .clock ? context.wall.text(.start) : Format.time(.start)
        let column = Self.margin + (table.columns.first?.name == .number ? (table.columns.first?.width ?? 0) + 1 : 0)
        canvas.put(
            String(repeating: " ", count: max(0, 8 - time.count)) + time + "  " + text, row: row,
            column: rect.column + column, width: rect.columns - column, .chrome)
    }

    /// Draws the line of an entry; `previousTime` is the time of the entry above it.
    func draw(
        _ line: LogLine, _ record: Journal.Record, previousTime: Instant?, row: Int, _ rect: Rect,
        on canvas: inout Canvas
    ) {
        let isDimmed = context.settings.filter == .highlight && pane.filtered?.passes(line.number) == false
        let plain = isDimmed ? Style.chrome : .plain
        let kind = isDimmed ? Style.chrome : Style(line.role)
        canvas.put(
            line.mark, row: row, column: rect.column + 2, width: 1, line.findings.first.map(FindingText.style) ?? kind)
        if let mark = mark(of: line.number) { canvas.put(mark, row: row, column: rect.column + 1, width: 1, .key) }
        table.draw(row: row, column: rect.column + Self.margin, on: &canvas) { column in
            switch column.name {
            case .number: TextLine(text: String(line.number), style: .chrome)
            case .time: TextLine(text: time(record, previousTime: previousTime, width: column.width), style: plain)
            case .delta:
                TextLine(text: previousTime.map { Format.milliseconds(from: $0, to: line.time) } ?? "", style: .chrome)
            case .route: TextLine(text: line.route, style: plain)
            case .room: TextLine(text: record.entry.delivery?.room ?? "", style: plain)
            case .kind: TextLine(text: line.kind, style: kind)
            case .size: TextLine(text: line.size, style: plain)
            case .summary: summary(line, column.width, plain)
            }
        }
    }

    /// The letter that the operator has given an entry, or `◆` if it is marked.
    private func mark(of number: Int) -> String? {
        context.marks.names(of: number).first.map(String.init) ?? (context.marks.contains(number) ? "◆" : nil)
    }

    private func time(_ record: Journal.Record, previousTime: Instant?, width: Int) -> String {
        let time = record.entry.time
        switch context.settings.time {
        case .start: return Format.time(time)
        case .clock: return String(context.wall.text(time).prefix(width))
        case .delta: return Format.time(Instant(nanoseconds: time.nanoseconds - (previousTime ?? time).nanoseconds))
        case .join:
            let joined = record.entry.peer.flatMap { context.session.roster[$0]?.joined }
            return joined.map { Format.time(Instant(nanoseconds: time.nanoseconds - $0.nanoseconds)) } ?? ""
        }
    }

    /// The findings and the summary of an entry, with the text that matches the filter highlighted.
    private func summary(_ line: LogLine, _ width: Int, _ style: Style) -> TextLine {
        let summary = width < Self.widthForLongWords ? line.shortSummary : line.summary
        var spans: [TextLine.Span] = []
        if let findings = FindingText.short(line.findings) {
            spans += findings.spans
            if !summary.isEmpty { spans.append(.init(" · ", style)) }
        }
        var rest = summary[...]
        for range in pane.filtered?.filter.ranges(in: summary) ?? [] {
            spans.append(.init(String(rest[..<range.lowerBound]), style))
            spans.append(.init(String(rest[range]), Style(.match)))
            rest = rest[range.upperBound...]
        }
        spans.append(.init(String(rest), style))
        return TextLine(spans).dropping(pane.left)
    }
}
