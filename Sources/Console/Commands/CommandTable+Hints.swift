import Drawing
import Screens

/// The hint line: the keys that can be used now, as many as fit.
///
/// ```
///  ? help  ⏎ open  / filter  l ladder  f follow  q quit
/// ```
extension CommandTable {
    /// The names of the commands that precede all others if there is no room for all.
    private static let hintOrder = [
        "help", "explain", "stop-replay", "release", "release-all", "clear-filter", "proof", "run", "search",
        "next-value", "open",
        "filter", "ladder", "follow", "findings", "mark", "diff", "calls", "copy", "export", "replay", "edit", "kick",
        "hold", "only-findings", "next-pane",
    ]

    /// The hints for the state of `model`, from left to right; the last one is always `back` or `quit`.
    static func hints(in model: Model) -> [KeyHint] {
        let place = model.place
        let usable = all.filter {
            $0.hint != nil && $0.places.contains(place) && !model.keyMap.keys(of: $0).isEmpty
                && $0.disabledReason(model) == nil
        }
        // `q` quits only if there is nothing to go back from.
        let exit = usable.contains { $0.name == "back" } ? "back" : "quit"
        let known = hintOrder.compactMap { name in usable.first { $0.name == name } }
        let others = usable.filter { !hintOrder.contains($0.name) && $0.name != "back" && $0.name != "quit" }
        // On a screen, its own commands are the most useful ones.
        let first =
            panes.contains(place)
            ? known + others : known.prefix(1) + others.filter { $0.places.count < 3 } + known.dropFirst()
        let last = usable.filter { $0.name == exit }
        let reserved = last.reduce(0) { $0 + hintWidth($1, model) + 2 }
        var hints: [KeyHint] = []
        var column = 1
        // Two commands with one word need no two hints.
        for command in first + last where !hints.contains(where: { $0.word == command.hint }) {
            let isLast = command.name == exit
            let width = hintWidth(command, model)
            guard isLast || column + width + 2 + reserved <= model.context.size.columns else { continue }
            guard let key = hintKey(command, model) else { continue }
            hints.append(
                KeyHint(command: command.name, key: key, word: command.hint ?? "", columns: column..<column + width))
            column += width + 2
        }
        return hints
    }

    /// The first key that opens the help at the current place of `model`; `nil` if there is none.
    static func helpKey(in model: Model) -> Key? {
        all.first { ["help", "keys"].contains($0.name) && $0.places.contains(model.place) }
            .flatMap { model.keyMap.keys(of: $0).first }
    }

    private static func hintKey(_ command: Command, _ model: Model) -> Key? {
        let keys = model.keyMap.keys(of: command)
        return command.name == "back" ? keys.last { $0 == .character("q") } ?? keys.first : keys.first
    }

    private static func hintWidth(_ command: Command, _ model: Model) -> Int {
        let charset = model.context.charset
        return charset.width(hintKey(command, model)?.label ?? "") + 1 + charset.width(command.hint ?? "")
    }
}
