import Drawing
import Ladders

/// The line of an arrow across the lanes of a ladder.
///
/// ```
/// ├──── offer #4 ───▶│                  one recipient
/// ├──── offer #4 ───▶├───────────────▶│ several recipients
/// │ op ═══ R offer #9 ═══▶│             sent by the operator
/// ├─ offer #4 ─╳                        no recipient         ├─ offer #4 ─↺  received by its sender only
/// ├──── offer #4 ────┼───────────────▶│ with a lane for the relay in the middle
/// ├──── offer #4 ────┼──── +12ms ────▶│ sent on by the upstream server
/// ```
struct LadderStroke {
    /// The sign at the end of a line that reaches no recipient's lane.
    private enum Ending: Unicode.Scalar {
        case undelivered = "╳"
        case echo = "↺"
    }

    private let lanes: LadderLanes
    /// The lane at which the line begins.
    private let start: Int
    /// The lane from which the arrowheads point away.
    private let turn: Int
    /// The lanes of the recipients.
    private let targets: [Int]
    /// The lane of the upstream server if it sent the message on.
    private let server: Int?
    private let isOperated: Bool
    private let isDashed: Bool
    private let ending: Ending?
    /// The lane towards which a line with an ``ending`` points; `nil` for any other line.
    private let aim: Int?
    /// The leftmost lane of the line, including ``aim``.
    private let low: Int
    /// The rightmost lane of the line, including ``aim``.
    private let high: Int

    init(_ path: Ladder.Path, isOperated: Bool, isDashed: Bool, on lanes: LadderLanes) {
        let from = lanes.lane(of: path.from)
        let to = path.to.map(lanes.lane)
        let neighbour = from + 1 < lanes.total || from == 0 ? from + 1 : from - 1
        let isOwn = to == [from] && lanes.relay == nil
        (self.lanes, self.isOperated, self.isDashed) = (lanes, isOperated, isDashed)
        ending = path.isUnheard ? .undelivered : isOwn && !isOperated ? .echo : nil
        aim = ending == nil ? nil : lanes.relay == nil ? neighbour : isOperated ? from : lanes.relay
        start = !isOperated ? from : lanes.relay ?? (isOwn ? neighbour : from)
        server = path.via.map(lanes.lane)
        turn = server ?? lanes.relay ?? start
        targets = ending == nil ? to : []
        let ends = [start, turn] + targets + [aim].compactMap(\.self)
        low = ends.reduce(start, min)
        high = ends.reduce(start, max)
    }

    /// The lane to the left of the gap that has the label; `nil` if no visible gap is crossed by the line.
    var labelGap: Int? {
        let first = max(low, lanes.gaps.lowerBound)
        let last = min(high, lanes.gaps.upperBound) - 1
        guard first <= last else { return nil }
        return min(max(first, high > start ? start : start - 1), last)
    }

    /// The lane to the left of the gap that has the time that the upstream server took, between it and the next recipient;
    /// `nil` if there is none, or if the gap has the label.
    var timeGap: Int? {
        guard let server, let target = targets.min(by: { abs($0 - server) < abs($1 - server) }) else { return nil }
        let gap = target > server ? server : server - 1
        return gap != labelGap && lanes.gaps.contains(gap) ? gap : nil
    }

    /// Returns the columns of `gap` available to the label, which leave a piece of the line on either side.
    func labelColumns(in gap: Int) -> Range<Int> {
        var (first, last) = (lanes.column(gap) + 4, lanes.column(gap + 1) - 4)
        if let mark = operatorColumn {
            if mark > lanes.column(gap), mark < lanes.column(gap) + 4 { first = mark + 6 }
            if mark > lanes.column(gap + 1) - 5, mark < lanes.column(gap + 1) { last = mark - 2 }
        }
        return first..<max(first, last + 1)
    }

    /// Whether the whole line lies to the right of the visible lanes.
    var isToTheRight: Bool { low >= lanes.visible.upperBound - 1 }

    // MARK: Drawing

    func draw(row: Int, _ style: Style, on canvas: inout Canvas) {
        drawLine(row: row, style, on: &canvas)
        for lane in lanes.visible where (low...high).contains(lane) { draw(lane, row: row, style, on: &canvas) }
        if let column = operatorColumn { canvas.put(" op ", row: row, column: column, style) }
    }

    /// The column of the mark `op`, which the operator's lines have as they begin at no lane; `nil` for any other line.
    private var operatorColumn: Int? {
        guard isOperated, lanes.relay == nil, lanes.visible.contains(start) else { return nil }
        let column = lanes.column(start)
        if high == start { return column - 4 }
        return targets.contains(start) ? column + 2 : column + 1
    }

    private func drawLine(row: Int, _ style: Style, on canvas: inout Canvas) {
        var (first, last) = (lanes.column(low) + 1, lanes.column(high) - 1)
        let goesRight = aim.map { $0 > start } ?? false
        // An undelivered message stops short of the lane it points to, but reaches that of the relay.
        if aim != nil, aim != lanes.relay {
            if goesRight { last -= 1 } else { first += 1 }
        }
        let lineColumns = lanes.lineColumns
        for column in max(
            first, lineColumns.lowerBound)..<max(first, lineColumns.lowerBound, min(last, lineColumns.upperBound) + 1)
        {
            let isGap = isDashed && (column - lineColumns.lowerBound) % 2 == 0
            if !isGap { canvas.put(isOperated ? "═" : "─", row: row, column: column, style) }
        }
        guard let ending else { return }
        let column = goesRight ? last : first
        if lineColumns.contains(column) { canvas.put(String(ending.rawValue), row: row, column: column, style) }
    }

    private func draw(_ lane: Int, row: Int, _ style: Style, on canvas: inout Canvas) {
        if lane == aim { return }
        let column = lanes.column(lane)
        var (comesFromLeft, goesRight) = (lane > low, lane < high)
        if targets.contains(lane) {
            let isFromLeft = turn < lane || turn == lane && high == lane
            canvas.put(isFromLeft ? "▶" : "◀", row: row, column: isFromLeft ? column - 1 : column + 1, style)
            if lane != start || isOperated {
                if isFromLeft { comesFromLeft = false } else { goesRight = false }
            }
        } else if lane == start, isOperated, lanes.relay == nil {
            if high == lane { comesFromLeft = false }
            if low == lane { goesRight = false }
        }
        let sign: String
        switch (comesFromLeft, goesRight) {
        case (true, true): sign = isOperated ? "╪" : "┼"
        case (true, false): sign = isOperated ? "╡" : "┤"
        case (false, true): sign = isOperated ? "╞" : "├"
        case (false, false): return
        }
        canvas.put(sign, row: row, column: column, style)
    }
}
