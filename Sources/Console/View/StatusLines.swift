import Drawing
import Events
import Exports
import Screens
import Sessions
import Text

/// The last two lines: the state of things and the keys; or a question, with what it means above it.
enum StatusLines {
    static func draw(_ model: Model, hasPrompt: Bool, on canvas: inout Canvas) {
        let row = canvas.size.rows - 2
        if hasPrompt, let question = model.question {
            let words = QuestionWords(question, model)
            canvas.put(" " + words.meaning, row: row, column: 0, Style(.warning))
            drawPrompt(words, model.context.charset, row: row + 1, on: &canvas)
            return
        }
        if hasPrompt, let prompt = model.prompt { return PromptLines.draw(prompt, model, on: &canvas) }
        if hasPrompt, let notice = model.notice {
            canvas.put(" " + notice, row: row, column: 0, Style(.warning))
        } else {
            drawStatus(model, row: row, on: &canvas)
        }
        HintLine(model).draw(row: row + 1, on: &canvas)
    }

    static func drawTooSmall(_ model: Model, on canvas: inout Canvas) {
        let (needed, size) = (Areas.minimum, model.context.size)
        let words = "needs \(needed.columns)x\(needed.rows), this is \(size.columns)x\(size.rows) · Q quits"
        let named = "signal-console " + words
        canvas.put(Printable.width(named) <= size.columns ? named : words, row: 0, column: 0)
        if let prompt = model.prompt { return PromptLines.draw(prompt, model, on: &canvas) }
        guard let question = model.question else { return }
        drawPrompt(QuestionWords(question, model), model.context.charset, row: size.rows - 1, on: &canvas)
    }

    /// `#11 selected · 2 findings (F lists, ] next)`.
    private static func drawStatus(_ model: Model, row: Int, on canvas: inout Canvas) {
        if let screen = model.screen {
            canvas.put(screen.status(model.context), row: row, column: 1)
            return
        }
        let column = 1 + canvas.put(status(model), row: row, column: 1, .chrome)
        guard let alarm = model.alarm else { return }
        let count = " · " + Format.count(alarm.count, "finding")
        let end = column + canvas.put(count, row: row, column: column, FindingWords.style(alarm.worst))
        canvas.put(model.isZoomed ? " (F lists)" : " (F lists, ] next)", row: row, column: end, .chrome)
    }

    private static func status(_ model: Model) -> String {
        let marked = [
            model.context.marks.isEmpty ? nil : "\(model.context.marks.numbers.count) marked",
            model.markedPeers.isEmpty ? nil : "\(Format.count(model.markedPeers.count, "peer")) marked",
        ]
        return ([selection(model)] + marked.compactMap(\.self)).joined(separator: " · ")
    }

    /// What is selected; where that waits, what a key lets go, and until when that waits.
    private static func selection(_ model: Model) -> String {
        if model.subject == .peers, let peer = model.selectedPeer {
            return "\(model.context.session.roster.label(peer)) selected"
        }
        guard let entry = model.selectedRecord?.entry.number else { return "ready" }
        guard model.context.session.interventions.held(entry) != nil, let held = model.meantHeld else {
            return "#\(entry) selected"
        }
        switch held.fate {
        case .queuedBehind(let earlier): return "#\(held.entry) waits behind #\(earlier)"
        default:
            let left = held.until.map { " " + InterceptionText.countdown(to: $0, model.context.session.now) } ?? ""
            return "#\(held.entry) waits\(left): a lets it go, D drops it"
        }
    }

    private static func drawPrompt(_ words: QuestionWords, _ charset: Charset, row: Int, on canvas: inout Canvas) {
        canvas.fill(" ", row: row, column: 0, width: canvas.size.columns, .plain)
        // The answers always have their place: a question without them is a trap.
        let width = words.answers.reduce(0) { $0 + charset.width($1.key) + charset.width($1.word) + 3 }
        let room = max(0, canvas.size.columns - width - 3)
        var column = 1 + canvas.put(words.prompt, row: row, column: 1, width: room, Style(bold: true)) + 2
        for (key, word) in words.answers {
            column += canvas.put(key, row: row, column: column, .key) + 1
            column += canvas.put(word, row: row, column: column) + 2
        }
    }
}
