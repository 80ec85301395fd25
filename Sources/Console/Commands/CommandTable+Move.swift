import Drawing
import Panes
import Screens

/// Moving cursors and the focus.
extension CommandTable {
    static let move: [Command] = [
        Command("down", [.character("j"), .down], .move, "next line") { $0.move(by: 1) },
        Command("up", [.character("k"), .up], .move, "previous line; the log stops following") { $0.move(by: -1) },
        Command("page-down", [.control("f"), .pageDown], .move, "a page down") { $0.move(by: $0.page) },
        Command("page-up", [.control("b"), .pageUp], .move, "a page up") { $0.move(by: -$0.page) },
        Command("half-down", [.control("d")], .move, "half a page down") { $0.move(by: max(1, $0.page / 2)) },
        Command("half-up", [.control("u")], .move, "half a page up") { $0.move(by: -max(1, $0.page / 2)) },
        Command("first", [.character("g"), .home], .move, "first line") { $0.move(by: -Scrolling.far) },
        Command("last", [.character("G"), .end], .move, "last line; the log follows again") { $0.moveToLast() },
        Command("right", [.character("L"), .right], .move, "sideways to the right", in: wide) { $0.scroll(by: 8) },
        Command("left", [.character("H"), .left], .move, "sideways to the left", in: wide) { $0.scroll(by: -8) },
        Command("detail-down", [.character("J")], .move, "scroll the detail down", in: panes) {
            $0.scrollDetail(by: 1)
        },
        Command("detail-up", [.character("K")], .move, "scroll the detail up", in: panes) { $0.scrollDetail(by: -1) },
        Command("next-pane", [.tab], .move, "next pane", hint: "pane", in: panes, unless: DisabledReasons.zoomed) {
            $0.cycleFocus(by: 1)
        },
        Command("previous-pane", [.backTab], .move, "previous pane", in: panes, unless: DisabledReasons.zoomed) {
            $0.cycleFocus(by: -1)
        },
        Command("peers", [.character("1")], .move, "to the peers", in: panes, unless: DisabledReasons.zoomed) {
            $0.focus(on: .peers)
        },
        Command("log", [.character("2")], .move, "to the log", in: panes, unless: DisabledReasons.zoomed) {
            $0.focus(on: .log)
        },
        Command(
            "detail", [.character("3")], .move, "to the detail", in: panes,
            unless: { $0.layout.detail.rows == 0 ? "no room for the detail here: ⏎ opens it" : nil }
        ) {
            $0.focus(on: .detail)
        },
        Command(
            "events", [.character("4")], .move, "to the events", in: panes,
            unless: {
                DisabledReasons.zoomed($0)
                    ?? ($0.layout.events.rows == 0 ? "no room for the events here: they begin at 130x36" : nil)
            }
        ) { $0.focus(on: .events) },
        Command(
            "reply", [.character("%")], .move, "from an answer to its offer, or from an offer to its answer",
            in: panes.union([.message]), unless: DisabledReasons.noReply
        ) { $0.goToReply() },
        Command(
            "go-to-mark", [.character("'")], .move, "to the entry that a letter names", in: panes,
            unless: { $0.context.marks.names.isEmpty ? "no entry has a letter yet: m gives one" : nil }
        ) {
            $0.question = .goToMark
            return []
        },
        Command(
            "step-on", [.character(">")], .move, "to the next entry, with the state of all as of then", in: steppable
        ) { $0.step(by: 1) },
        Command(
            "step-back", [.character("<")], .move, "to the previous entry, with the state of all as of then",
            in: steppable
        ) { $0.step(by: -1) },
        Command(
            "at", [], .move, "to the entry with a number, or the last one before a time",
            taking: Command.Parameter("NUMBER|TIME") { $0.go(toEntryAt: $1) },
            run: { $0.report("at which? :at 120, :at 7.5s or :at 14:03:22") }
        ),
    ]

    /// The places in which `<` and `>` step through the entries; the peers are sorted by these keys.
    private static let steppable: Set<FocusArea> = [.log, .detail, .events, .message, .ladder]
}
