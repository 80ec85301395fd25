/// Every command, in the order of the help.
public enum CommandTable {
    public static let all: [Command] = move + look + act + app

    /// Those of `key` where `model` is, the first that can do something first.
    static func commands(for key: Key, in model: Model) -> [Command] {
        let place = model.commandPlace
        let fitting = all.filter { $0.keys.contains(key) && $0.places.contains(place) }
        return fitting.filter { $0.obstacle(model) == nil } + fitting.filter { $0.obstacle(model) != nil }
    }

    private static let lists: Set<Command.Place> = [.peers, .log]
    private static let panes: Set<Command.Place> = [.peers, .log, .detail]

    private static let move: [Command] = [
        Command("down", [.character("j"), .down], .move, "next line") { $0.move(by: 1) },
        Command("up", [.character("k"), .up], .move, "previous line; the log stops following") { $0.move(by: -1) },
        Command("page-down", [.control("f"), .pageDown], .move, "a page down") { $0.move(by: $0.page) },
        Command("page-up", [.control("b"), .pageUp], .move, "a page up") { $0.move(by: -$0.page) },
        Command("first", [.character("g"), .home], .move, "first line") { $0.move(by: -Model.far) },
        Command("last", [.character("G"), .end], .move, "last line; the log follows again") { $0.moveToLast() },
        Command("next-pane", [.tab], .move, "next pane", hint: "pane", in: panes, unless: Obstacles.opened) {
            $0.cycleFocus(by: 1)
        },
        Command("previous-pane", [.backTab], .move, "previous pane", in: panes, unless: Obstacles.opened) {
            $0.cycleFocus(by: -1)
        },
        Command("peers", [.character("1")], .move, "to the peers", in: panes, unless: Obstacles.opened) {
            $0.focus(on: .peers)
        },
        Command("log", [.character("2")], .move, "to the log", in: panes, unless: Obstacles.opened) {
            $0.focus(on: .log)
        },
        Command("detail", [.character("3")], .move, "to the detail", in: panes, unless: Obstacles.noDetailPane) {
            $0.focus(on: .detail)
        },
    ]

    private static let look: [Command] = [
        Command(
            "open",
            [.enter],
            .look,
            "give the selected line the whole screen",
            hint: "open",
            in: panes,
            unless: Obstacles.nothingToOpen
        ) { $0.open() },
        Command("follow", [.character("f")], .look, "follow the newest entry, or stop", hint: "follow", in: panes) {
            $0.toggleFollow()
        },
    ]

    private static let act: [Command] = [
        Command(
            "replay",
            [.character("r")],
            .act,
            "send the selected message again, byte for byte (asks)",
            hint: "replay",
            in: panes,
            unless: Obstacles.noReplay
        ) { $0.askReplay() },
        Command(
            "kick",
            [.character("x")],
            .act,
            "remove the selected peer (asks)",
            hint: "kick",
            in: panes,
            unless: Obstacles.noKick
        ) { $0.askKick() },
    ]

    private static let app: [Command] = [
        Command("help", [.character("?"), .function(1)], .app, "this help", hint: "help", in: panes) {
            $0.helpTop = 0
            return []
        },
        Command("repaint", [.control("l")], .app, "draw the screen anew") { _ in [.repaint] },
        Command("suspend", [.control("z")], .app, "back to the shell; asks while peers are connected") {
            $0.askSuspend()
        },
        Command(
            "back",
            [.escape, .character("q"), .character("?"), .enter],
            .app,
            "close what is open",
            hint: "back",
            unless: Obstacles.nothingOpen
        ) { $0.goBack() },
        Command(
            "quit",
            [.character("q"), .character("Q"), .control("c")],
            .app,
            "quit; asks while peers are connected",
            hint: "quit"
        ) { $0.askQuit() },
    ]
}
