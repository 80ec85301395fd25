/// Every command, in the order of the help.
public enum CommandTable {
    public static let all: [Command] = move + look + act + app

    /// What `key` does where `model` is: the first command that can do something, or the first and why it cannot.
    static func command(for key: Key, in model: Model) -> (command: Command, obstacle: String?)? {
        let place = model.commandPlace
        var blocked: (command: Command, obstacle: String?)?
        for command in all where command.keys.contains(key) && command.places.contains(place) {
            guard let obstacle = command.obstacle(model) else { return (command, nil) }
            blocked = blocked ?? (command, obstacle)
        }
        return blocked
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
        Command("next-pane", [.tab], .move, "next pane", hint: "pane", in: panes, unless: Obstacles.zoomed) {
            $0.cycleFocus(by: 1)
        },
        Command("previous-pane", [.backTab], .move, "previous pane", in: panes, unless: Obstacles.zoomed) {
            $0.cycleFocus(by: -1)
        },
        Command("peers", [.character("1")], .move, "to the peers", in: panes, unless: Obstacles.zoomed) {
            $0.focus(on: .peers)
        },
        Command("log", [.character("2")], .move, "to the log", in: panes, unless: Obstacles.zoomed) {
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
        Command(
            "only-findings",
            [.character("!")],
            .look,
            "show only entries with findings, or all again",
            hint: "only findings",
            in: panes,
            unless: Obstacles.zoomed
        ) { $0.toggleOnlyFindings() },
        Command(
            "next-finding",
            [.character("]")],
            .look,
            "to the next entry with a finding",
            in: panes,
            unless: Obstacles.noNextFinding
        ) { $0.select($0.nextFinding) },
        Command(
            "previous-finding",
            [.character("[")],
            .look,
            "to the previous entry with a finding",
            in: panes,
            unless: Obstacles.noPreviousFinding
        ) { $0.select($0.previousFinding) },
        Command(
            "findings",
            [.character("F")],
            .look,
            "all findings, those that stand and the worst first",
            hint: "findings",
            in: panes
        ) { $0.show(FindingsScreen()) },
        Command(
            "proof",
            [.enter],
            .look,
            "from the list of findings to the entry that proves one",
            hint: "its entry",
            in: [.findings],
            unless: Obstacles.noProof
        ) { $0.showProof() },
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
        Command("help", [.character("?"), .function(1)], .app, "this help", hint: "help", in: panes.union([.findings]))
        {
            $0.show(HelpScreen())
        },
        Command("repaint", [.control("l")], .app, "draw the screen anew") { _ in [.repaint] },
        Command("suspend", [.control("z")], .app, "back to the shell; asks while peers are connected") {
            $0.askSuspend()
        },
        Command(
            "back",
            [.escape, .character("q")],
            .app,
            "close what is open",
            hint: "back",
            unless: Obstacles.nothingOpen
        ) { $0.goBack() },
        Command(
            "close",
            [.character("?"), .enter],
            .app,
            "close the help, or the line that has the whole screen",
            in: [.detail, .help],
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
