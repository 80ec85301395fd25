public import Drawing
import Ladders
import Messages
import Sessions
import Text

/// Draws the heads and rows of a ladder on a canvas, one line each.
public struct LadderPicture {
    /// The property of an arrow that determines its colour.
    public enum Colouring: String, CaseIterable, Sendable {
        case kind, peer, nothing
    }

    public let captions: LadderCaptions
    public let lanes: LadderLanes
    public let colouring: Colouring

    public init(captions: LadderCaptions, lanes: LadderLanes, colouring: Colouring) {
        self.captions = captions
        self.lanes = lanes
        self.colouring = colouring
    }

    private var ladder: Ladder { captions.ladder }

    // MARK: Heads

    public func drawHeads(row: Int, on canvas: inout Canvas) {
        canvas.put("+TIME", row: row, column: 1, width: 8, .chrome, alignment: .right)
        if lanes.hasDelta { canvas.put("Δms", row: row, column: 10, width: 7, .chrome, alignment: .right) }
        let names = Dictionary(uniqueKeysWithValues: ladder.columns.indices.map { (lanes.lane(of: $0), $0) })
        let (left, right) = lanes.hidden
        let end = right > 0 ? lanes.width - 10 : lanes.width
        for lane in lanes.visible {
            let column = names[lane]
            let text = column.map(captions.name) ?? (lane == lanes.relay ? "relay" : "")
            let isLast = lane == lanes.visible.upperBound - 1
            let width = min(Printable.width(text), isLast ? lanes.spacing / 2 + 12 : lanes.spacing - 2)
            let start = max(lanes.gutter + (left > 0 ? 3 : 0), lanes.column(lane) - width / 2)
            let style = column.map { colouring == .peer ? peerStyle($0) : Style(bold: true) } ?? .chrome
            canvas.put(text, row: row, column: start, width: min(width, end - start), style)
        }
        if left > 0 { canvas.put("◀\(left)", row: row, column: lanes.gutter, width: 3, .key) }
        if right > 0 { canvas.put("\(right) more▶", row: row, column: end, width: 9, .key, alignment: .right) }
    }

    /// Draws the line below the heads, with a joint at each lane.
    public func drawRule(row: Int, on canvas: inout Canvas) {
        canvas.fill("─", row: row, column: 0, width: lanes.width, .chrome)
        for lane in lanes.visible where lane < lanes.total {
            canvas.put("┬", row: row, column: lanes.column(lane), .chrome)
        }
    }

    /// Draws the lanes of a row that has no content.
    public func drawLanes(row: Int, on canvas: inout Canvas) {
        for lane in lanes.visible where lane < lanes.total {
            canvas.put("│", row: row, column: lanes.column(lane), .chrome)
        }
    }

    // MARK: Rows

    /// Draws row `index` of the ladder in row `row` of the canvas.
    public func draw(_ index: Int, row: Int, on canvas: inout Canvas) {
        drawLanes(row: row, on: &canvas)
        let ladderRow = ladder.rows[index]
        if case .gap(let nanoseconds) = ladderRow.content {
            return drawGap(nanoseconds, row: row, on: &canvas)
        }
        canvas.put(Format.time(ladderRow.time), row: row, column: 1, width: 8, alignment: .right)
        if lanes.hasDelta, index > 0 {
            let delta = LadderCaptions.delta(ladderRow.delta)
            canvas.put(delta, row: row, column: 10, width: 7, .chrome, alignment: .right)
        }
        let notes = captions.notes(forRow: index)
        switch ladderRow.content {
        case .arrow(let arrow):
            let isDashed = arrow.kind == .candidate || arrow.kind == .endOfCandidates
            let stroke = LadderStroke(
                arrow.path, isOperated: arrow.isOperated, isDashed: isDashed && !arrow.isOperated, on: lanes)
            let style = style(arrow)
            draw(stroke, along: arrow.path, labels: LadderCaptions.labels(arrow), style, row: row, on: &canvas)
            draw(arrow.passage, on: stroke, style, row: row, on: &canvas)
        case .fold(let fold):
            let stroke = LadderStroke(fold.path, isOperated: false, isDashed: true, on: lanes)
            let style = style(.candidate, fold.path.from)
            draw(stroke, along: fold.path, labels: LadderCaptions.labels(fold), style, row: row, on: &canvas)
            draw(fold.passage, on: stroke, style, row: row, on: &canvas)
        case .fact(let fact): draw(fact, isNoted: !notes.text.isEmpty, row: row, on: &canvas)
        case .gap: break
        }
        canvas.put(notes, row: row, column: lanes.notes, width: max(0, lanes.width - lanes.notes))
    }

    private func draw(
        _ stroke: LadderStroke, along path: Ladder.Path, labels: [String], _ style: Style, row: Int,
        on canvas: inout Canvas
    ) {
        stroke.draw(row: row, style, on: &canvas)
        guard let gap = stroke.labelGap else {
            let text = "\(labels.last ?? "") \(captions.route(path))"
            return drawHint(text, isToTheRight: stroke.isToTheRight, row: row, on: &canvas)
        }
        let labelColumns = stroke.labelColumns(in: gap)
        put(LadderCaptions.fitting(labels, columns: labelColumns.count), in: labelColumns, style, row: row, on: &canvas)
    }

    /// Draws the time that the upstream server took, behind its lane.
    private func draw(
        _ passage: Ladder.Passage?, on stroke: LadderStroke, _ style: Style, row: Int, on canvas: inout Canvas
    ) {
        guard let passage, let gap = stroke.timeGap else { return }
        put(LadderCaptions.time(passage), in: stroke.labelColumns(in: gap), style, row: row, on: &canvas)
    }

    /// Puts `text` on the line of an arrow, in the middle of `columns`.
    private func put(_ text: String, in columns: Range<Int>, _ style: Style, row: Int, on canvas: inout Canvas) {
        let width = min(Printable.width(text), columns.count)
        guard width > 0 else { return }
        let column = columns.lowerBound + (columns.count - width) / 2
        canvas.put(" ", row: row, column: column - 1)
        canvas.put(text, row: row, column: column, width: width, style)
        canvas.put(" ", row: row, column: column + width)
    }

    /// Draws the text of an arrow or event whose lanes are scrolled out of view, with an arrowhead towards them.
    private func drawHint(_ text: String, isToTheRight: Bool, row: Int, on canvas: inout Canvas) {
        let gap = isToTheRight ? lanes.gaps.upperBound - 1 : lanes.gaps.lowerBound
        let (column, available) = (lanes.column(gap) + 2, max(0, lanes.spacing - 3))
        let width = min(Printable.width(text), max(0, available - 2))
        // Only the text is truncated, never the arrowhead.
        if isToTheRight {
            canvas.put(text, row: row, column: column + available - 2 - width, width: width, .chrome)
            canvas.put("▶", row: row, column: column + available - 1, .chrome)
        } else {
            canvas.put("◀", row: row, column: column, .chrome)
            canvas.put(text, row: row, column: column + 2, width: width, .chrome)
        }
    }

    /// Draws an event next to its lane: to the right, or to the left of the last lane if there is no room.
    private func draw(_ fact: Ladder.Fact, isNoted: Bool, row: Int, on canvas: inout Canvas) {
        let lane = lanes.lane(of: fact.column)
        let style =
            fact.isFailure
            ? Style(.error)
            : colouring == .peer ? peerStyle(fact.column) : colouring == .kind ? Style(.fact) : .plain
        guard lanes.visible.contains(lane) else {
            let text = "\(captions.name(fact.column)) \(fact.label)"
            return drawHint(text, isToTheRight: lane >= lanes.visible.upperBound, row: row, on: &canvas)
        }
        let column = lanes.column(lane)
        canvas.put("●", row: row, column: column, style)
        let width = Printable.width(fact.label)
        let isLast = lane == lanes.visible.upperBound - 1 && lanes.visible.count > 1
        let availableWidth = isLast ? lanes.width - column - 3 : lanes.spacing - 3
        if isLast, isNoted || width > availableWidth {
            let shown = min(width, lanes.spacing - 3)
            canvas.put(fact.label, row: row, column: column - 1 - shown, width: shown, style)
        } else {
            canvas.put(fact.label, row: row, column: column + 2, width: availableWidth, style)
        }
    }

    private func drawGap(_ nanoseconds: Int64, row: Int, on canvas: inout Canvas) {
        let end = lanes.visible.upperBound == lanes.total ? lanes.notes : lanes.width
        for column in stride(from: 2, to: end, by: 2) { canvas.put("─", row: row, column: column, .chrome) }
        for lane in lanes.visible where lane < lanes.total {
            canvas.put("┼", row: row, column: lanes.column(lane), .chrome)
        }
        let text = " \(LadderCaptions.idle(nanoseconds)) "
        let width = Printable.width(text)
        canvas.put(text, row: row, column: lanes.hasDelta ? max(1, (lanes.gutter - width) / 2) : 0, .chrome)
    }

    // MARK: Styles

    private func style(_ arrow: Ladder.Arrow) -> Style {
        if arrow.isOperated, colouring != .nothing { return Style(.operated) }
        return style(LogLine.role(arrow.kind), arrow.path.from)
    }

    private func style(_ role: Role, _ column: Int) -> Style {
        switch colouring {
        case .kind: Style(role)
        case .peer: peerStyle(column)
        case .nothing: .plain
        }
    }

    private static let peerRoles: [Role] = [.offer, .answer, .candidate, .fact, .key, .warning, .title]

    private func peerStyle(_ column: Int) -> Style { Style(Self.peerRoles[column % Self.peerRoles.count]) }
}
