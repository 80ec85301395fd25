import Drawing
import Events
import Exports
import Filtering
import Screens
import Sessions
import Text

/// The log's columns: those that are wanted and have room, the summary with what the others leave.
struct LogColumns {
    /// Cursor, mark and sign stand before the first column.
    static let margin = 3

    private let table: TableColumns<LogColumn>
    private let settings: Settings

    /// The columns for a pane of so many columns, in which entries up to `newest` are numbered.
    init(_ settings: Settings, width: Int, newest: Int) {
        let size = width >= 110 ? 2 : width >= 90 ? 1 : 0
        let wanted = settings.columns.map { name -> TableColumns<LogColumn>.Column in
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
        table = TableColumns(wanted, width: width - Self.margin)
        self.settings = settings
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

    /// The line before the first entry.
    func drawStart(_ model: Model, row: Int, _ rect: Rect, on canvas: inout Canvas) {
        let print = model.context.session.endpoint.fingerprint.map { ", certificate SHA-256 \($0)" } ?? ""
        let words =
            "listening on \(model.context.session.endpoint.socket) (\(model.context.session.endpoint.addresses))\(print)"
        let start = settings.time == .clock ? model.context.wall.text(.start) : Format.time(.start)
        let column = Self.margin + (table.columns.first?.name == .number ? (table.columns.first?.width ?? 0) + 1 : 0)
        canvas.put(
            String(repeating: " ", count: max(0, 8 - start.count)) + start + "  " + words, row: row,
            column: rect.column + column, width: rect.columns - column, .chrome)
    }

    /// Draws the line of `record`, which stands below that of `before`.
    func draw(
        _ line: LogLine, _ record: Journal.Record, after before: Instant?, _ model: Model, row: Int, _ rect: Rect,
        on canvas: inout Canvas
    ) {
        let isDimmed = settings.filter == .highlight && model.sifting?.passes(line.number) == false
        let plain = isDimmed ? Style.chrome : .plain
        let kind = isDimmed ? Style.chrome : Style(line.role)
        canvas.put(
            line.mark, row: row, column: rect.column + 2, width: 1, line.findings.first.map(FindingWords.style) ?? kind)
        if let mark = Self.mark(line.number, model) {
            canvas.put(mark, row: row, column: rect.column + 1, width: 1, .key)
        }
        table.draw(row: row, column: rect.column + Self.margin, on: &canvas) { column in
            switch column.name {
            case .number: TextLine(text: String(line.number), style: .chrome)
            case .time: TextLine(text: time(record, after: before, model, width: column.width), style: plain)
            case .delta:
                TextLine(text: before.map { Format.milliseconds(from: $0, to: line.time) } ?? "", style: .chrome)
            case .route: TextLine(text: line.route, style: plain)
            case .room: TextLine(text: record.entry.transit?.room ?? "", style: plain)
            case .kind: TextLine(text: line.kind, style: kind)
            case .size: TextLine(text: line.size, style: plain)
            case .summary: summary(line, plain, model)
            }
        }
    }

    /// `◆` for an entry that is marked, or the letter it is called by.
    private static func mark(_ number: Int, _ model: Model) -> String? {
        model.context.marks.names(of: number).first.map(String.init)
            ?? (model.context.marks.contains(number) ? "◆" : nil)
    }

    private func time(_ record: Journal.Record, after before: Instant?, _ model: Model, width: Int) -> String {
        let time = record.entry.time
        switch settings.time {
        case .start: return Format.time(time)
        case .clock: return String(model.context.wall.text(time).prefix(width))
        case .delta: return Format.time(Instant(nanoseconds: time.nanoseconds - (before ?? time).nanoseconds))
        case .join:
            let joined = record.entry.peer.flatMap { model.context.session.roster[$0]?.joined }
            return joined.map { Format.time(Instant(nanoseconds: time.nanoseconds - $0.nanoseconds)) } ?? ""
        }
    }

    /// What was found, then what was said, the part of it that matches the filter set off.
    private func summary(_ line: LogLine, _ style: Style, _ model: Model) -> TextLine {
        var spans: [TextLine.Span] = []
        if let findings = FindingWords.short(line.findings) {
            spans += findings.spans
            if !line.summary.isEmpty { spans.append(.init(" · ", style)) }
        }
        var rest = line.summary[...]
        for range in model.sifting?.filter.ranges(in: line.summary) ?? [] {
            spans.append(.init(String(rest[..<range.lowerBound]), style))
            spans.append(.init(String(rest[range]), Style(.match)))
            rest = rest[range.upperBound...]
        }
        spans.append(.init(String(rest), style))
        return TextLine(spans).dropping(model.logLeft)
    }
}
