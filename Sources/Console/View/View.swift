public import Drawing
import Screens
import Text

/// The screen that shows `model`: drawn anew from it each time.
///
/// ```
/// header
/// panes               see Areas
/// status              what is selected, or what the last key had to say; or what a question means
/// hints               keys; or the question
/// ```
///
/// - Parameters:
///   - model: What is shown.
///   - hasPrompt: Whether the last lines may be a question, the command line or a message, which exports leave out.
/// - Returns: The whole screen.
public func view(_ model: Model, hasPrompt: Bool = true) -> Canvas {
    var canvas = Canvas(size: model.context.size, charset: model.context.charset)
    let areas = model.areas
    if areas.isTooSmall {
        StatusLines.drawTooSmall(model, on: &canvas)
        return canvas
    }
    Header.draw(model, on: &canvas)
    if let screen = model.screen {
        screen.draw(model.context, in: model.context.size.body, on: &canvas)
    } else {
        if areas.isSideBySide { drawDivider(areas, on: &canvas) }
        if areas.peers.rows > 0 { PeersPane.draw(model, in: areas.peers, on: &canvas) }
        if areas.log.rows > 0 { LogPane.draw(model, in: areas.log, on: &canvas) }
        if areas.events.rows > 0 { EventsPane.draw(model, in: areas.events, on: &canvas) }
        if areas.detail.rows > 0 { DetailPane.draw(model, in: areas.detail, on: &canvas) }
    }
    StatusLines.draw(model, hasPrompt: hasPrompt, on: &canvas)
    return canvas
}

/// The line between the lists and the detail, joined to the title bars.
private func drawDivider(_ areas: Areas, on canvas: inout Canvas) {
    let column = areas.detail.column - 1
    for row in areas.detail.row..<areas.detail.row + areas.detail.rows {
        let joint = row == areas.detail.row ? "┬" : row == areas.log.row ? "┤" : "│"
        canvas.put(joint, row: row, column: column, .chrome)
    }
    if areas.events.rows > 0 { canvas.put("┴", row: areas.events.row, column: column, .chrome) }
}
