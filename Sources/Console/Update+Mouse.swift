import Drawing
import Events
import Panes
import Screens
import Sessions

extension Model {
    /// The lines that one click of the wheel scrolls.
    private static let wheelLines = 3

    /// Handles the mouse: a press focuses and selects, a second one on the same line opens, the wheel scrolls.
    mutating func handle(_ mouse: MouseEvent) -> [Effect] {
        guard question == nil, prompt == nil, !layout.isTooSmall else { return [] }
        switch mouse.action {
        case .press: return press(row: mouse.row, column: mouse.column)
        case .drag:
            guard isDraggingDivider, context.size.columns > 0 else { return [] }
            context.settings.split = min(max(30, (mouse.column + 1) * 100 / context.size.columns), 80)
            return []
        case .release:
            isDraggingDivider = false
            return []
        case .wheelUp: return scroll(mouse, by: -Self.wheelLines)
        case .wheelDown: return scroll(mouse, by: Self.wheelLines)
        }
    }

    private mutating func press(row: Int, column: Int) -> [Effect] {
        if row == context.size.rows - 1 {
            let hint = CommandTable.hints(in: self).first { $0.columns.contains(column) }
            return hint.map { Console.press($0.key, in: &self) } ?? []
        }
        if screen != nil {
            var wasSelected = false
            changeScreen { wasSelected = $0.click(row: row - $1.size.body.row, in: $1) }
            return wasSelected ? Console.press(.enter, in: &self) : []
        }
        let layout = layout
        if layout.isSideBySide, column == layout.detail.column - 1, layout.detail.contains(row: row) {
            isDraggingDivider = true
            return []
        }
        guard let pane = pane(row: row, column: column) else { return [] }
        let wasFocused = focus == pane
        _ = focus(on: pane)
        let line = row - layout[pane].row - 2
        guard line >= 0 else { return [] }
        let wasSelected: Bool? =
            switch pane {
            case .peers: peers.select(line: line, in: context)
            case .log: log.select(line: line, pageLines: layout.lines(of: .log), in: context)
            case .detail, .events: nil
            }
        guard let wasSelected else { return [] }
        detail.top = 0
        return wasSelected && wasFocused ? Console.press(.enter, in: &self) : []
    }

    /// Scrolls the pane under the mouse.
    private mutating func scroll(_ mouse: MouseEvent, by lines: Int) -> [Effect] {
        guard screen == nil, let pane = pane(row: mouse.row, column: mouse.column), pane != focus else {
            return move(by: lines)
        }
        let before = focus
        _ = focus(on: pane)
        _ = move(by: lines)
        return pane == .detail ? focus(on: before) : []
    }

    private func pane(row: Int, column: Int) -> Pane? {
        let layout = layout
        return Pane.allCases.first { layout[$0].contains(row: row) && layout[$0].contains(column: column) }
    }
}
