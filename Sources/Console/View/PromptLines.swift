import Drawing
import Events
import Panes
import Screens
import Sessions
import Text

/// The prompt: its completions, the result so far, and the line that the operator types.
///
/// ```
///   ┌──────────────────────┐
///   │ alice  19            │
///   │ bob    15            │
///   └──────────────────────┘
///  OK  3 of 34 match · …
///  / from:█
/// ```
enum PromptLines {
    /// The number of completions that are visible at a time.
    private static let visibleCompletions = 8

    static func draw(_ prompt: Prompt, _ model: Model, on canvas: inout Canvas) {
        let row = canvas.size.rows - 1
        drawCompletions(prompt, above: row - 1, on: &canvas)
        canvas.fill(" ", row: row - 1, column: 0, width: canvas.size.columns, .plain)
        canvas.put(status(prompt, model), row: row - 1, column: 1)
        canvas.fill(" ", row: row, column: 0, width: canvas.size.columns, .plain)
        let sign = sign(prompt.purpose)
        canvas.put(sign, row: row, column: 1, .key)
        drawText(prompt.editor, style(prompt), row: row, column: 3, on: &canvas)
    }

    /// The style of the text, which shows whether a filter is valid.
    private static func style(_ prompt: Prompt) -> Style {
        guard prompt.purpose == .filter || prompt.purpose == .rule else { return .plain }
        return Style(prompt.fault == nil ? .valid : .invalid)
    }

    private static func sign(_ purpose: Prompt.Purpose) -> String {
        switch purpose {
        case .filter, .search: "/"
        case .command: ":"
        case .rule: "i"
        }
    }

    /// Draws the part of the text around the cursor.
    private static func drawText(_ editor: LineEditor, _ style: Style, row: Int, column: Int, on canvas: inout Canvas) {
        let width = max(1, canvas.size.columns - column - 1)
        let before = String(String.UnicodeScalarView(editor.scalars[..<editor.cursor]))
        let skipped = max(0, Printable.width(before) - width + 1)
        canvas.put(Printable.dropping(skipped, from: editor.text), row: row, column: column, style)
        canvas.select(row: row, column: column + Printable.width(before) - skipped, width: 1)
    }

    private static func status(_ prompt: Prompt, _ model: Model) -> TextLine {
        if let notice = model.statusMessage { return TextLine(text: notice, style: Style(.warning)) }
        let keys = "↑↓ history · tab completes · esc cancels"
        switch prompt.purpose {
        case .command: return TextLine(text: "a command by its name · " + keys, style: .chrome)
        case .search: return TextLine(text: "looks for this text · ↑↓ history · esc cancels", style: .chrome)
        case .rule:
            if let fault = prompt.fault { return TextLine(text: fault, style: Style(.invalid)) }
            let roster = model.context.session.roster
            let direction =
                prompt.direction.from.map { "from \(roster.label($0))" }
                ?? prompt.direction.to.map { "to \(roster.label($0))" } ?? "both ways"
            return TextLine([
                .init("OK", Style(.valid)),
                .init("  holds what passes, \(direction) (^T), \(InterceptRule.holdSeconds) s at the most"),
                .init(" · " + keys, .chrome),
            ])
        case .filter:
            let other = model.context.settings.filter == .hide ? "^T highlights" : "^T hides the others"
            return filterStatus(prompt, model) + TextLine(text: " · \(other) · \(keys)", style: .chrome)
        }
    }

    /// `OK  3 of 34 match`, or the error and its column.
    private static func filterStatus(_ prompt: Prompt, _ model: Model) -> TextLine {
        if let fault = prompt.fault { return TextLine(text: fault, style: Style(.invalid)) }
        guard let filtered = model.log.filtered else { return TextLine(text: "all pass", style: Style(.valid)) }
        let passing = "\(filtered.passing.count)\(filtered.isSearching ? "+" : "")"
        let count = "\(passing) of \(model.context.session.journal.count) match"
        return TextLine([.init("OK", Style(.valid)), .init("  " + count)])
    }

    private static func drawCompletions(_ prompt: Prompt, above row: Int, on canvas: inout Canvas) {
        let room = min(visibleCompletions, row - 4)
        guard !prompt.completions.isEmpty, room > 0 else { return }
        let first = max(0, min((prompt.choice ?? 0) - room + 1, prompt.completions.count - room))
        let completions = prompt.completions[first...].prefix(room)
        let names = completions.map { Printable.width($0.text) }.max() ?? 0
        let notes = completions.map { Printable.width($0.note) }.max() ?? 0
        let inner = min(canvas.size.columns - 8, names + (notes > 0 ? notes + 2 : 0))
        guard inner > 0 else { return }
        let top = row - completions.count - 2
        let count = prompt.completions.count > room ? " \(prompt.completions.count) " : ""
        let edge = String(repeating: "─", count: inner + 2)
        canvas.put("┌" + edge + "┐", row: top, column: 2, .chrome)
        canvas.put(count, row: top, column: 4, .chrome)
        canvas.put("└" + edge + "┘", row: row - 1, column: 2, .chrome)
        for (line, completion) in completions.enumerated() {
            let row = top + 1 + line
            canvas.put("│" + String(repeating: " ", count: inner + 2) + "│", row: row, column: 2, .chrome)
            canvas.put(completion.text, row: row, column: 4, width: inner, .key)
            canvas.put(completion.note, row: row, column: 6 + names, width: max(0, inner - names - 2), .chrome)
            if first + line == prompt.choice { canvas.select(row: row, column: 3, width: inner + 2) }
        }
    }
}
