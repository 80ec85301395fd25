import Drawing
import Panes
import Screens
import Text

/// Draws the whole screen of `model`.
///
/// ```
/// header
/// panes               see Layout; or the open screen
/// status              the selection, or a message; or the meaning of a question
/// hints               keys; or the question
/// ```
///
/// - Parameters:
///   - model: The state to draw.
///   - hints: The keys for the last line.
///   - hasPrompt: Whether to draw the question, the prompt or the message; exports leave them out.
/// - Returns: The whole screen.
func drawScreen(_ model: Model, hints: [KeyHint], hasPrompt: Bool = true) -> Canvas {
    let context = model.context
    var canvas = Canvas(size: context.size, charset: context.charset)
    let layout = model.layout
    if layout.isTooSmall {
        StatusLines.drawTooSmall(model, on: &canvas)
        return canvas
    }
    Header.draw(model, on: &canvas)
    if let screen = model.screen {
        screen.draw(context, in: context.size.body, on: &canvas)
    } else {
        if layout.isSideBySide { drawDivider(layout, on: &canvas) }
        for pane in Pane.allCases where layout[pane].rows > 0 {
            drawPane(pane, of: model, in: layout[pane], on: &canvas)
        }
    }
    StatusLines.draw(model, hints: hints, hasPrompt: hasPrompt, on: &canvas)
    return canvas
}

/// Draws one pane of `model`.
func drawPane(_ pane: Pane, of model: Model, in rect: Rect, on canvas: inout Canvas) {
    let (context, isFocused) = (model.context, model.focus == pane)
    switch pane {
    case .peers: model.peers.draw(context, in: rect, isFocused: isFocused, on: &canvas)
    case .log: model.log.draw(context, in: rect, isFocused: isFocused, on: &canvas)
    case .events: model.events.draw(context, in: rect, isFocused: isFocused, on: &canvas)
    case .detail:
        model.detail.draw(
            model.detailSubject, context, in: rect, isFocused: isFocused, isCompact: model.isDetailCompact, on: &canvas)
    }
}

/// Draws the line between the lists and the detail pane, and joins it to the title bars.
private func drawDivider(_ layout: Layout, on canvas: inout Canvas) {
    let column = layout.detail.column - 1
    for row in layout.detail.row..<layout.detail.row + layout.detail.rows {
        let joint = row == layout.detail.row ? "┬" : row == layout.log.row ? "┤" : "│"
        canvas.put(joint, row: row, column: column, .chrome)
    }
    if layout.events.rows > 0 { canvas.put("┴", row: layout.events.row, column: column, .chrome) }
}
