import Drawing
import Screens

extension CommandTable {
    /// Two messages side by side.
    static let diff: [Command] = [
        Command(
            "diff",
            [.character("d")],
            .look,
            "compare two marked entries, or a description with its other",
            hint: "diff",
            in: [.peers, .log, .detail, .message, .ladder],
            unless: DisabledReasons.noDiff
        ) { $0.showDiff() },
        Command(
            "next-hunk",
            [.character("]")],
            .look,
            "to the next change",
            hint: "next change",
            in: [.diff],
            unless: { DisabledReasons.noHunk(1, $0) }
        ) { $0.changeDiff { $0.show($0.hunk(after: 1), in: $1) } },
        Command(
            "previous-hunk",
            [.character("[")],
            .look,
            "to the previous change",
            in: [.diff],
            unless: { DisabledReasons.noHunk(-1, $0) }
        ) { $0.changeDiff { $0.show($0.hunk(after: -1), in: $1) } },
        Command(
            "all-lines", [.character("o")], .look, "show lines that are the same, or not", hint: "all lines",
            in: [.diff]
        ) {
            $0.changeDiff { $0.toggleAll(in: $1) }
        },
        Command("beside", [.character("|")], .look, "side by side, or not", hint: "layout", in: [.diff]) {
            $0.changeDiff { $0.toggleForm(in: $1) }
        },
        Command("swap", [.character("s")], .look, "make A of B and B of A", hint: "swap", in: [.diff]) {
            $0.changeDiff { $0.swap(in: $1) }
        },
        Command(
            "ids",
            [.character("i")],
            .look,
            "leave ids drawn by lot out of the comparison, or not",
            hint: "ids",
            in: [.diff],
            unless: DisabledReasons.noIDs
        ) { $0.changeDiff { $0.toggleIDs(in: $1) } },
    ]
}

extension DisabledReasons {
    @Sendable static func noDiff(_ model: Model) -> String? {
        if case .obstacle(let reason) = DiffChoice.outcome(model) { reason } else { nil }
    }

    static func noHunk(_ step: Int, _ model: Model) -> String? {
        guard let screen = model.top(DiffScreen.self), screen.hunk(after: step) == nil else { return nil }
        return screen.rows.hunks == 0 ? "both say the same" : "no change \(step > 0 ? "after" : "before") this one"
    }

    @Sendable static func noIDs(_ model: Model) -> String? {
        model.top(DiffScreen.self)?.isDescriptions == false ? "only descriptions have ids" : nil
    }
}

extension Model {
    fileprivate mutating func showDiff() -> [Effect] {
        guard case .pair(let one, let other) = DiffChoice.outcome(self) else { return [] }
        guard let screen = DiffScreen(one, other, self.context) else { return say("one of them is no text") }
        return show(screen)
    }

    fileprivate mutating func changeDiff(_ body: (inout DiffScreen, ViewContext) -> Void) -> [Effect] {
        change(DiffScreen.self, body)
    }
}
