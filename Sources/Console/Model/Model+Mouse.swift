import Drawing
import Events
import Screens
import Sessions

/// What the mouse does: it goes where it points, opens what it points at twice, and turns its wheel.
extension Model {
    /// How many lines one click of the wheel is.
    private static let wheelLines = 3

    mutating func take(_ mouse: Mouse) -> [Effect] {
        guard question == nil, prompt == nil, !areas.isTooSmall else { return [] }
        switch mouse.action {
        case .press: return press(row: mouse.row, column: mouse.column)
        case .drag:
            guard isDragging, context.size.columns > 0 else { return [] }
            context.settings.split = min(max(30, (mouse.column + 1) * 100 / context.size.columns), 80)
            return []
        case .release:
            isDragging = false
            return []
        case .wheelUp: return wheel(mouse, by: -Self.wheelLines)
        case .wheelDown: return wheel(mouse, by: Self.wheelLines)
        }
    }

    private mutating func press(row: Int, column: Int) -> [Effect] {
        if row == context.size.rows - 1 {
            let hint = HintLine(self).hints.first { $0.columns.contains(column) }
            return hint.map { Console.press($0.key, in: &self) } ?? []
        }
        if screen != nil {
            var isAgain = false
            changeScreen { isAgain = $0.press(row: row - $1.size.body.row, in: $1) }
            return isAgain ? Console.press(.enter, in: &self) : []
        }
        if areas.isSideBySide, column == areas.detail.column - 1, areas.detail.contains(row: row) {
            isDragging = true
            return []
        }
        guard let pane = pane(row: row, column: column) else { return [] }
        let wasFocused = focus == pane
        _ = focus(on: pane)
        let line = row - areas[pane].row - 2
        guard line >= 0 else { return [] }
        let isAgain =
            switch pane {
            case .peers: pressPeer(line)
            case .log: pressEntry(line)
            case .detail, .events: false
            }
        return isAgain && wasFocused ? Console.press(.enter, in: &self) : []
    }

    /// Selects the peer at `line`; true if it was selected already.
    private mutating func pressPeer(_ line: Int) -> Bool {
        let top = shownPeers.firstIndex { $0.number == peers.top } ?? 0
        guard top + line < shownPeers.count else { return false }
        let number = shownPeers[top + line].number
        defer { (peers.cursor, detailTop) = (number, 0) }
        return peers.cursor == number
    }

    /// Selects the entry at `line`; true if it was selected already, and not by following.
    private mutating func pressEntry(_ line: Int) -> Bool {
        let shown = shown
        // The line of the relay's start is no entry.
        let index = shown.index(atOrAfter: log.top ?? 0) + line - (LogPane.showsStart(self) ? 1 : 0)
        guard index >= 0, index < shown.count else { return false }
        let number = shown.number(at: index)
        defer { (log.cursor, isFollowing, detailTop) = (number, false, 0) }
        return log.cursor == number && !isFollowing
    }

    private mutating func wheel(_ mouse: Mouse, by lines: Int) -> [Effect] {
        guard screen == nil, let pane = pane(row: mouse.row, column: mouse.column), pane != focus else {
            return move(by: lines)
        }
        let before = focus
        _ = focus(on: pane)
        _ = move(by: lines)
        return pane == .detail ? focus(on: before) : []
    }

    private func pane(row: Int, column: Int) -> Pane? {
        Pane.allCases.first { areas[$0].contains(row: row) && areas[$0].contains(column: column) }
    }
}
