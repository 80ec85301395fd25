import Drawing
import Events

/// A line that the operator is typing, on the last line of the screen.
///
/// ```
///  filter  OK  3 of 34 match · ↑↓ history · tab completes · esc cancels
///  / kind:offer|answer from:bo█
/// ```
struct Prompt: Hashable, Sendable {
    /// What the line is for.
    enum Purpose: Hashable, Sendable {
        case filter
        case command
        /// Something to look for in what is on the screen.
        case search
        /// What a rule is to hold.
        case rule
    }

    /// What may stand where the cursor is.
    struct Completion: Hashable, Sendable {
        let text: String
        /// What it is, or how often it is there.
        let note: String
    }

    let purpose: Purpose
    /// Between whom a rule works.
    var direction = InterceptRule.Direction()
    private(set) var editor: LineEditor
    /// What may be put in place of ``completed``, the likeliest first.
    private(set) var completions: [Completion] = []
    /// What a completion stands in place of, counted in scalars.
    private var completed = 0..<0
    /// Which completion the line has taken; nil until `tab` takes one.
    private(set) var choice: Int?
    /// What is wrong with the line as it is; `nil` if nothing is.
    var fault: String?
    /// How many lines back in the history this is; 0 for the one being typed.
    private var recalled = 0
    /// What had been typed before an older line was called back.
    private var draft = ""

    init(_ purpose: Purpose, _ text: String = "") {
        self.purpose = purpose
        editor = LineEditor(text)
    }

    var text: String { editor.text }

    mutating func insert(_ text: String) { editor.insert(text) }

    /// Does what `key` does to the line; false if it does nothing to one.
    mutating func edit(_ key: Key) -> Bool { editor.edit(key) }

    /// Says what may stand where the cursor is, once the line has been changed by hand.
    mutating func offer(_ completions: [Completion], for range: Range<Int>) {
        (self.completions, completed, choice) = (completions, range, nil)
    }

    /// Takes the next completion, or the one before, in place of what it completes.
    mutating func complete(by step: Int) {
        guard !completions.isEmpty else { return }
        let next =
            choice.map { ($0 + step + completions.count) % completions.count } ?? (step > 0 ? 0 : completions.count - 1)
        let before = editor.scalars.count
        editor.replace(completed, with: completions[next].text)
        completed = completed.lowerBound..<completed.upperBound + editor.scalars.count - before
        choice = next
    }

    /// Calls back an older line of `history`, whose latest is at the end, or a later one.
    mutating func recall(by step: Int, from history: [String]) {
        let target = min(max(0, recalled + step), history.count)
        guard target != recalled else { return }
        if recalled == 0 { draft = text }
        recalled = target
        editor = LineEditor(target == 0 ? draft : history[history.count - target])
    }
}

/// The lines that were typed for each purpose, the latest at the end.
struct PromptHistory: Hashable, Sendable {
    /// How many are kept of each.
    static let limit = 100

    private var lines: [Prompt.Purpose: [String]] = [:]

    subscript(purpose: Prompt.Purpose) -> [String] { lines[purpose, default: []] }

    /// Keeps `line` as the latest, once.
    mutating func keep(_ line: String, of purpose: Prompt.Purpose) {
        guard !line.isEmpty else { return }
        var kept = self[purpose].filter { $0 != line }
        kept.append(line)
        lines[purpose] = Array(kept.suffix(Self.limit))
    }
}
