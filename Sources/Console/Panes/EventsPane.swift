import Analysis
import Drawing
import Exports
import Screens
import Sessions
import Text

/// What the operator should hear of, the latest at the bottom.
enum EventsPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let happenings = model.context.session.happenings.all
        canvas.drawTitle("4 Events \(happenings.count)", in: rect, isFocused: model.focus == .events)
        let height = rect.rows - 1
        let top = max(
            0, min((model.eventsTop ?? .max) - model.context.session.happenings.gone, happenings.count - height))
        for (line, happening) in happenings.dropFirst(top).prefix(max(0, height)).enumerated() {
            let time =
                model.context.settings.time == .clock
                ? model.context.wall.text(happening.time) : Format.time(happening.time)
            let (row, width) = (rect.row + 1 + line, model.context.settings.time == .clock ? 12 : 8)
            canvas.put(time, row: row, column: rect.column + 2, width: width, .chrome, alignment: .right)
            let column = rect.column + 4 + width
            let style = happening.severity == .information ? Style.plain : FindingWords.style(happening.severity)
            canvas.put(happening.words, row: row, column: column, width: rect.column + rect.columns - column, style)
        }
        guard happenings.isEmpty, height > 0 else { return }
        canvas.put("nothing out of the ordinary so far", row: rect.row + 1, column: rect.column + 2, .chrome)
    }
}
