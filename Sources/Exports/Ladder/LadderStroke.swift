import Analysis
import Drawing

/// Which way an arrow goes over the lanes, and the drawing of its line.
///
/// ```
/// ├──── offer #4 ───▶│                  from one to another
/// ├──── offer #4 ───▶├───────────────▶│ to several
/// │ op ═══ R offer #9 ═══▶│             by the operator
/// ├─ offer #4 ─╳                        nobody heard it       ├─ offer #4 ─↺  nobody but its author
/// ├──── offer #4 ────┼───────────────▶│ with a lane for the relay, which then stands between
/// ```
struct LadderStroke {
    /// How a line ends that ends at nobody's lane.
    private enum Ending: Unicode.Scalar {
        case unheard = "╳"
        case echo = "↺"
    }

    private let lanes: LadderLanes
    /// The lane where the line begins.
    private let start: Int
    /// The lane from which the heads point away.
    private let turn: Int
    /// The lanes of those who heard it.
    private let targets: [Int]
    private let isOperated: Bool
    /// Whether the line is one of dashes.
    private let isDashed: Bool
    private let ending: Ending?
    /// The lane towards which a line with an ``ending`` goes; nil for any other.
    private let aim: Int?
    /// The leftmost lane of the line, and the rightmost; that of an ``ending`` is not reached.
    private let low: Int
    private let high: Int

    init(_ path: Ladder.Path, isOperated: Bool, isDashed: Bool, on lanes: LadderLanes) {
        let from = lanes.lane(of: path.from)
        let to = path.to.map(lanes.lane)
        let neighbour = from + 1 < lanes.total || from == 0 ? from + 1 : from - 1
        let isOwn = to == [from] && lanes.relay == nil
        (self.lanes, self.isOperated, self.isDashed) = (lanes, isOperated, isDashed)
        ending = path.isUnheard ? .unheard : isOwn && !isOperated ? .echo : nil
        aim = ending == nil ? nil : lanes.relay == nil ? neighbour : isOperated ? from : lanes.relay
        start = !isOperated ? from : lanes.relay ?? (isOwn ? neighbour : from)
        turn = lanes.relay ?? start
        targets = ending == nil ? to : []
        let ends = [start, turn] + targets + [aim].compactMap(\.self)
        low = ends.reduce(start, min)
        high = ends.reduce(start, max)
    }

    /// The space between lanes in which the label stands, by the lane at its left; `nil` if none in sight has the line.
    var labelGap: Int? {
        let first = max(low, lanes.gaps.lowerBound)
        let last = min(high, lanes.gaps.upperBound) - 1
        guard first <= last else { return nil }
        return min(max(first, high > start ? start : start - 1), last)
    }

    /// The columns in `gap` that the label may have, with a piece of line at each side.
    func labelColumns(in gap: Int) -> Range<Int> {
        var (first, last) = (lanes.column(gap) + 4, lanes.column(gap + 1) - 4)
        if let mark = operatorColumn {
            if mark > lanes.column(gap), mark < lanes.column(gap) + 4 { first = mark + 6 }
            if mark > lanes.column(gap + 1) - 5, mark < lanes.column(gap + 1) { last = mark - 2 }
        }
        return first..<max(first, last + 1)
    }

    /// Whether all of it lies at the right of what is in sight.
    var isAtTheRight: Bool { low >= lanes.sight.upperBound - 1 }

    // MARK: Drawing

    func draw(row: Int, _ style: Style, on canvas: inout Canvas) {
        drawLine(row: row, style, on: &canvas)
        for lane in lanes.sight where (low...high).contains(lane) { draw(lane, row: row, style, on: &canvas) }
        if let column = operatorColumn { canvas.put(" op ", row: row, column: column, style) }
    }

    /// Where `op` stands before a line that begins at no lane of its own; nil for any other.
    private var operatorColumn: Int? {
        guard isOperated, lanes.relay == nil, lanes.sight.contains(start) else { return nil }
        let column = lanes.column(start)
        if high == start { return column - 4 }
        return targets.contains(start) ? column + 2 : column + 1
    }

    private func drawLine(row: Int, _ style: Style, on canvas: inout Canvas) {
        var (first, last) = (lanes.column(low) + 1, lanes.column(high) - 1)
        let goesRight = aim.map { $0 > start } ?? false
        // It stops short of a lane that it does not reach; the relay's it does.
        if aim != nil, aim != lanes.relay {
            if goesRight { last -= 1 } else { first += 1 }
        }
        let sight = lanes.lineColumns
        for column in max(first, sight.lowerBound)..<max(first, sight.lowerBound, min(last, sight.upperBound) + 1) {
            let isGap = isDashed && (column - sight.lowerBound) % 2 == 0
            if !isGap { canvas.put(isOperated ? "═" : "─", row: row, column: column, style) }
        }
        guard let ending else { return }
        let column = goesRight ? last : first
        if sight.contains(column) { canvas.put(String(ending.rawValue), row: row, column: column, style) }
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
