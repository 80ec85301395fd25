import Analysis
import Connections
public import Drawing
import Exports
import Findings
import Negotiations
public import Screens
import Sessions
import Text

/// The events pane: findings, refusals, operator actions and losses, the latest at the bottom.
public struct EventsPane: Hashable, Sendable {
    /// The index of the first visible item, counted from the first item of the session; `nil` to follow the latest.
    private var top: Int?

    /// Creates a pane that follows the latest item.
    public init() {}

    public mutating func move(by lines: Int, pageLines: Int, in context: ViewContext) {
        let items = context.session.eventItems
        let last = max(0, items.all.count - pageLines) + items.gone
        let target = min(max(items.gone, (top ?? last) + lines), last)
        top = target == last ? nil : target
    }

    public func draw(_ context: ViewContext, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let items = context.session.eventItems.all
        canvas.drawTitle("4 Events \(items.count)", in: rect, isFocused: isFocused)
        let height = rect.rows - 1
        let first = max(0, min((top ?? .max) - context.session.eventItems.gone, items.count - height))
        let showsClock = context.settings.time == .clock
        for (line, item) in items.dropFirst(first).prefix(max(0, height)).enumerated() {
            let time = showsClock ? context.wall.text(item.time) : Format.time(item.time)
            let (row, width) = (rect.row + 1 + line, showsClock ? 12 : 8)
            canvas.put(time, row: row, column: rect.column + 2, width: width, .chrome, alignment: .right)
            let column = rect.column + 4 + width
            let style = item.severity == .information ? Style.plain : FindingText.style(item.severity)
            canvas.put(item.text, row: row, column: column, width: rect.column + rect.columns - column, style)
        }
        guard items.isEmpty, height > 0 else { return }
        canvas.put("nothing out of the ordinary so far", row: rect.row + 1, column: rect.column + 2, .chrome)
    }
}
