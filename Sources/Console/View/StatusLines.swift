import Analysis
import Connections
import Drawing
import Events
import Exports
import Findings
import Negotiations
import Panes
import Screens
import Sessions
import Text

/// A key in the hint line, and a word for what it does.
struct KeyHint {
    /// The name of the command.
    let command: String
    let key: Key
    let word: String
    /// The columns of the line that the hint occupies.
    let columns: Range<Int>
}

/// The last two lines: status and key hints; or a question below its meaning; or the prompt.
enum StatusLines {
    static func draw(_ model: Model, hints: [KeyHint], hasPrompt: Bool, on canvas: inout Canvas) {
        let row = canvas.size.rows - 2
        if hasPrompt, let question = model.question {
            let text = QuestionText(question, model)
            canvas.put(" " + text.meaning, row: row, column: 0, Style(.warning))
            drawQuestion(text, model.context.charset, row: row + 1, on: &canvas)
            return
        }
        if hasPrompt, let prompt = model.prompt { return PromptLines.draw(prompt, model, on: &canvas) }
        if hasPrompt, let notice = model.statusMessage {
            canvas.put(" " + notice, row: row, column: 0, Style(.warning))
        } else {
            drawStatus(model, row: row, on: &canvas)
        }
        for hint in hints {
            let width = canvas.put(hint.key.label, row: row + 1, column: hint.columns.lowerBound, .key)
            canvas.put(hint.word, row: row + 1, column: hint.columns.lowerBound + width + 1)
        }
    }

    /// Draws the required size, and the question or the prompt, on a terminal that is too small for panes.
    static func drawTooSmall(_ model: Model, on canvas: inout Canvas) {
        let (needed, size) = (Layout.minimum, model.context.size)
        let text = "needs \(needed.columns)x\(needed.rows), this is \(size.columns)x\(size.rows) · Q quits"
        let named = "signal-console " + text
        canvas.put(Printable.width(named) <= size.columns ? named : text, row: 0, column: 0)
        if let prompt = model.prompt { return PromptLines.draw(prompt, model, on: &canvas) }
        guard let question = model.question else { return }
        drawQuestion(QuestionText(question, model), model.context.charset, row: size.rows - 1, on: &canvas)
    }

    /// `#11 selected · 2 findings (F lists, ] next)`.
    private static func drawStatus(_ model: Model, row: Int, on canvas: inout Canvas) {
        if let screen = model.screen {
            canvas.put(screen.status(model.context), row: row, column: 1)
            return
        }
        let column = 1 + canvas.put(status(model), row: row, column: 1, .chrome)
        guard let alarm = model.context.session.calls.findings.alarm else { return }
        let count = " · " + Format.count(alarm.count, "finding")
        let end = column + canvas.put(count, row: row, column: column, FindingText.style(alarm.worst))
        canvas.put(model.isZoomed ? " (F lists)" : " (F lists, ] next)", row: row, column: end, .chrome)
    }

    private static func status(_ model: Model) -> String {
        let (entries, peers) = (model.context.marks, model.peers.marked)
        let marked = [
            entries.isEmpty ? nil : "\(entries.numbers.count) marked",
            peers.isEmpty ? nil : "\(Format.count(peers.count, "peer")) marked",
        ]
        return ([selection(model)] + marked.compactMap(\.self)).joined(separator: " · ")
    }

    /// The selected line; for a held message also the time until its release, and the keys that release or drop it.
    private static func selection(_ model: Model) -> String {
        if model.subject == .peers, let peer = model.selectedPeer {
            return "\(model.context.session.roster.label(peer)) selected"
        }
        guard let entry = model.selectedRecord?.entry.number else { return "ready" }
        guard model.context.session.intercepts.held(entry) != nil, let held = model.targetHeld else {
            return "#\(entry) selected"
        }
        switch held.fate {
        case .queuedBehind(let earlier): return "#\(held.entry) queued behind #\(earlier)"
        default:
            let left = held.until.map { " " + InterceptionText.countdown(to: $0, model.context.session.now) } ?? ""
            return "#\(held.entry) held\(left): a releases it, D drops it"
        }
    }

    private static func drawQuestion(_ text: QuestionText, _ charset: Charset, row: Int, on canvas: inout Canvas) {
        canvas.fill(" ", row: row, column: 0, width: canvas.size.columns, .plain)
        // A long question is cut, never its answers: without them the operator could not leave it.
        let width = text.answers.reduce(0) { $0 + charset.width($1.key) + charset.width($1.word) + 3 }
        let room = max(0, canvas.size.columns - width - 3)
        var column = 1 + canvas.put(text.prompt, row: row, column: 1, width: room, Style(bold: true)) + 2
        for (key, word) in text.answers {
            column += canvas.put(key, row: row, column: column, .key) + 1
            column += canvas.put(word, row: row, column: column) + 2
        }
    }
}
