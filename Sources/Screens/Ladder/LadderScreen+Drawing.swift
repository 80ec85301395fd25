import Analysis
import Connections
public import Drawing
import Events
import Exports
import Findings
import Ladders
import Negotiations
import Sessions
import Text

extension LadderScreen {
    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let layout = LadderLayout(context.size)
        let picture = LadderPicture(
            captions: LadderCaptions(ladder: ladder, session: context.session), lanes: lanes(context.size),
            colouring: colouring)
        let list = layout.list
        drawTitle(picture.captions, in: list, on: &canvas)
        picture.drawHeads(row: list.row + 1, on: &canvas)
        if layout.hasRule { picture.drawRule(row: list.row + 2, on: &canvas) }
        let (index, top) = (index, top(context.size))
        let marked = Set(context.marks.numbers.compactMap { ladder.row(of: $0) })
        let first = list.row + list.rows - layout.lines
        for line in 0..<layout.lines {
            let row = first + line
            guard top + line < ladder.rows.count else {
                picture.drawLanes(row: row, on: &canvas)
                continue
            }
            picture.draw(top + line, row: row, on: &canvas)
            if marked.contains(top + line) {
                canvas.put("◆", row: row, column: 1, .key)
            }
            guard top + line == index else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: list.columns)
        }
        if ladder.rows.isEmpty { drawEmpty(row: first, on: &canvas) }
        if layout.isSideBySide { drawDivider(layout, on: &canvas) }
        if let index, let entry = entry(context), layout.detail.rows > 0 {
            LadderDetail(captions: picture.captions, row: index, entry: entry, context: context)
                .draw(in: layout.detail, isSideBySide: layout.isSideBySide, on: &canvas)
        }
    }

    private func drawEmpty(row: Int, on canvas: inout Canvas) {
        canvas.put("  Messages between these peers appear here.", row: row, column: 0)
    }

    private func drawDivider(_ layout: LadderLayout, on canvas: inout Canvas) {
        for row in layout.detail.row..<layout.detail.row + layout.detail.rows {
            let joint = row == layout.detail.row ? "┬" : layout.hasRule && row == layout.list.row + 2 ? "┤" : "│"
            canvas.put(joint, row: row, column: layout.detail.column - 1, .chrome)
        }
    }

    // MARK: Text

    private func drawTitle(_ captions: LadderCaptions, in rect: Rect, on canvas: inout Canvas) {
        let roomName = captions.rooms.count == 1 ? "room \(captions.rooms[0]) · " : ""
        let state = isFollowing ? "FOLLOW" : "PAUSED (f follows)"
        let folded = ladder.options.isFolded ? "candidates folded" : ""
        let messages = Format.count(ladder.messages, "message")
        var parts = [messages, folded, state].filter { !$0.isEmpty }
        let title = "Ladder \(roomName)\(captions.peerNames)"
        // The names of the peers take precedence; a part of the note that is obvious from the rows is removed first.
        while parts.count > 1,
            Printable.width(title) + Printable.width(parts.joined(separator: " · ")) + 8 > rect.columns
        {
            parts.remove(at: parts.count > 2 ? 1 : 0)
        }
        canvas.drawTitle(title, note: parts.joined(separator: " · "), in: rect, isFocused: true)
    }

    /// Returns `13 rows of 34 messages · lanes 1-3 of 5 (H L scroll) · marked #4 · Δ(#4→#11) 6.340 s`.
    public func status(_ context: ViewContext) -> TextLine {
        let lanes = lanes(context.size)
        var facts = ["\(Format.count(ladder.rows.count, "row")) of \(Format.count(ladder.messages, "message"))"]
        if lanes.visible.count < lanes.total {
            facts.append(
                "lanes \(lanes.visible.lowerBound + 1)-\(lanes.visible.upperBound) of \(lanes.total) (H L scroll)")
        }
        if let reference = reference(context) { facts += difference(from: reference, context) }
        if ladder.omittedEntries > 0 { facts.append("\(Format.grouped(ladder.omittedEntries)) older are not shown") }
        if ladder.omittedColumns > 0 {
            facts.append("\(Format.count(ladder.omittedColumns, "peer")) beyond \(Ladder.columnLimit) have no lane")
        }
        return TextLine(text: facts.joined(separator: " · "), style: .chrome)
    }

    /// Returns the entry that times are relative to: the last marked one that has a row; `nil` if there is none.
    private func reference(_ context: ViewContext) -> Int? { context.marks.numbers.last { ladder.row(of: $0) != nil } }

    private func difference(from reference: Int, _ context: ViewContext) -> [String] {
        func time(_ entry: Int) -> Instant? {
            context.session.journal.time(of: entry)
                ?? ladder.row(of: entry).map { ladder.rows[$0].time }
        }
        let marked = "marked #\(reference)"
        guard let entry = entry(context), entry != reference, let first = time(reference), let last = time(entry)
        else { return [marked] }
        let nanoseconds = last.nanoseconds - first.nanoseconds
        let text = (nanoseconds < 0 ? "-" : "") + Instant(nanoseconds: abs(nanoseconds)).text
        return [marked, "Δ(#\(reference)→#\(entry)) \(text) s"]
    }
}

/// The division of the screen between the ladder and the detail of the selected row.
///
/// ```
/// at least 18 rows         at least 130 columns
/// ─Ladder ─────────        ─Ladder ─────────┬─#11 ─────
///  lanes                    lanes           │ detail
/// ─#11 ────────────                         ├─Call ────
///  detail                                   │ summary
/// ```
struct LadderLayout {
    private static let sideBySideColumns = 130
    private static let rowsForDetail = 18

    /// The area of title, heads and rows.
    let list: Rect
    /// The area of the detail; without rows if there is no room for it.
    let detail: Rect
    let isSideBySide: Bool
    /// Whether there is a line below the names of the lanes.
    let hasRule: Bool

    init(_ size: Size) {
        let body = size.body
        isSideBySide = body.columns >= Self.sideBySideColumns
        hasRule = size.rows >= Self.rowsForDetail
        if isSideBySide {
            let width = min(64, max(36, body.columns * 27 / 100))
            list = Rect(row: body.row, column: 0, rows: body.rows, columns: body.columns - width - 1)
            detail = Rect(row: body.row, column: body.columns - width, rows: body.rows, columns: width)
        } else {
            let rows = size.rows >= Self.rowsForDetail ? max(4, body.rows / 4) : 0
            list = Rect(row: body.row, column: 0, rows: body.rows - rows, columns: body.columns)
            detail = Rect(row: body.row + list.rows, column: 0, rows: rows, columns: body.columns)
        }
    }

    /// The number of visible rows.
    var lines: Int { max(1, list.rows - (hasRule ? 3 : 2)) }
}
