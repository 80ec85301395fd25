import Drawing
import Events

/// The line that the operator is typing at the bottom of the screen.
///
/// ```
///  filter  OK  3 of 34 match · ↑↓ history · tab completes · esc cancels
///  / kind:offer|answer from:bo█
/// ```
struct Prompt: Hashable, Sendable {
    /// The meaning of the line.
    enum Purpose: Hashable, Sendable {
        case filter
        case command
        /// A text to find on the open screen.
        case search
        /// The filter of a hold rule.
        case rule
    }

    /// A text that may be inserted at the cursor.
    struct Completion: Hashable, Sendable {
        let text: String
        /// A description, or the number of entries with this value.
        let note: String
    }

    let purpose: Purpose
    /// The direction of the rule; for ``Purpose/rule`` only.
    var direction = InterceptRule.Direction()
    private(set) var editor: LineEditor
    /// The texts that may replace ``completed``, the most likely first.
    private(set) var completions: [Completion] = []
    /// The range that a completion replaces, in scalars.
    private var completed = 0..<0
    /// The index of the inserted completion; `nil` until the tab key inserts one.
    private(set) var choice: Int?
    /// The error in the line; `nil` if it is valid.
    var fault: String?
    /// The position in the history, counted from the latest line; 0 for the line being typed.
    private var recalled = 0
    /// The line being typed, while a line of the history replaces it.
    private var unfinished = ""

    init(_ purpose: Purpose, _ text: String = "") {
        self.purpose = purpose
        editor = LineEditor(text)
    }

    var text: String { editor.text }

    mutating func insert(_ text: String) { editor.insert(text) }

    /// Edits the line by `key`; returns whether the key has a meaning.
    mutating func edit(_ key: Key) -> Bool { editor.edit(key) }

    /// Sets the completions after the line has been edited.
    mutating func offer(_ completions: [Completion], for range: Range<Int>) {
        (self.completions, completed, choice) = (completions, range, nil)
    }

    /// Inserts the next completion, or the previous one if `step` is negative.
    mutating func complete(by step: Int) {
        guard !completions.isEmpty else { return }
        let next =
            choice.map { ($0 + step + completions.count) % completions.count } ?? (step > 0 ? 0 : completions.count - 1)
        let before = editor.scalars.count
        editor.replace(completed, with: completions[next].text)
        completed = completed.lowerBound..<completed.upperBound + editor.scalars.count - before
        choice = next
    }

    /// Replaces the line by an older one of `history`, or by a later one if `step` is negative.
    ///
    /// The latest line of `history` is the last one.
    mutating func recall(by step: Int, from history: [String]) {
        let target = min(max(0, recalled + step), history.count)
        guard target != recalled else { return }
        if recalled == 0 { unfinished = text }
        recalled = target
        editor = LineEditor(target == 0 ? unfinished : history[history.count - target])
    }
}

/// The accepted lines of each purpose, the latest last.
struct PromptHistory: Hashable, Sendable {
    /// The number of lines that are kept for each purpose.
    static let limit = 100

    private var lines: [Prompt.Purpose: [String]] = [:]

    subscript(purpose: Prompt.Purpose) -> [String] { lines[purpose, default: []] }

    /// Appends `line` and removes an equal older one.
    mutating func append(_ line: String, for purpose: Prompt.Purpose) {
        guard !line.isEmpty else { return }
        var kept = self[purpose].filter { $0 != line }
        kept.append(line)
        lines[purpose] = Array(kept.suffix(Self.limit))
    }
}
