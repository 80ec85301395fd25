import Drawing
import Screens

/// The keys that can be used where one is, as many as fit; quit or back always does.
///
/// ```
///  ? help  ⏎ open  / filter  l ladder  f follow  q quit
/// ```
struct HintLine {
    /// A key and the word for what it does, and where they stand.
    struct Hint {
        let command: Command
        let key: Key
        let word: String
        let columns: Range<Int>
    }

    let hints: [Hint]

    /// What comes first where there is no room for all.
    private static let order = [
        "help", "stop-replay", "release", "release-all", "clear-filter", "proof", "run", "search", "next-value", "open",
        "filter", "ladder", "follow",
        "findings", "mark", "diff",
        "calls", "copy", "export", "replay", "edit", "kick", "hold", "only-findings", "next-pane",
    ]

    init(_ model: Model) {
        let place = model.commandPlace
        let usable = CommandTable.all.filter {
            $0.hint != nil && $0.places.contains(place) && !model.keyMap.keys(of: $0).isEmpty
                && $0.obstacle(model) == nil
        }
        // `q` means both: quit is another word for it only if there is nothing to go back to.
        let exit = usable.contains { $0.name == "back" } ? "back" : "quit"
        let known = Self.order.compactMap { name in usable.first { $0.name == name } }
        let others = usable.filter { !Self.order.contains($0.name) && $0.name != "back" && $0.name != "quit" }
        // A screen's own commands are what one is there for.
        let isPane = CommandTable.panes.contains(place)
        let first =
            isPane ? known + others : known.prefix(1) + others.filter { $0.places.count < 3 } + known.dropFirst()
        let last = usable.filter { $0.name == exit }
        let reserved = last.reduce(0) { $0 + Self.width($1, model) + 2 }
        var hints: [Hint] = []
        var column = 1
        // Two keys for one thing need no two hints.
        for command in first + last where !hints.contains(where: { $0.word == command.hint }) {
            let isLast = command.name == exit
            let width = Self.width(command, model)
            guard isLast || column + width + 2 + reserved <= model.context.size.columns else { continue }
            guard let key = Self.key(command, model) else { continue }
            hints.append(Hint(command: command, key: key, word: command.hint ?? "", columns: column..<column + width))
            column += width + 2
        }
        self.hints = hints
    }

    private static func key(_ command: Command, _ model: Model) -> Key? {
        let keys = model.keyMap.keys(of: command)
        return command.name == "back" ? keys.last { $0 == .character("q") } ?? keys.first : keys.first
    }

    private static func width(_ command: Command, _ model: Model) -> Int {
        let charset = model.context.charset
        return charset.width(key(command, model)?.label ?? "") + 1 + charset.width(command.hint ?? "")
    }

    func draw(row: Int, on canvas: inout Canvas) {
        for hint in hints {
            let used = canvas.put(hint.key.label, row: row, column: hint.columns.lowerBound, .key)
            canvas.put(hint.word, row: row, column: hint.columns.lowerBound + used + 1)
        }
    }
}
