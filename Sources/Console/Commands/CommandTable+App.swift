import Drawing
import Screens

/// The console itself.
extension CommandTable {
    static let app: [Command] = [
        Command(
            "help", [.character("?"), .function(1)], .app, "what each key does; / searches, ⏎ does it", hint: "help",
            in: Set(Place.allCases).subtracting([.help])
        ) { $0.show(HelpScreen($0)) },
        Command("search", [.character("/")], .app, "look for a word in the help", hint: "search", in: [.help]) {
            $0.begin(.search)
        },
        Command("run", [.enter], .app, "do what is selected in the help", hint: "do it", in: [.help]) {
            $0.runSelectedItem()
        },
        Command(
            "copy", [.character("y")], .app, "copy the message, or the marked ones, as they were sent; else the screen",
            hint: "copy",
            taking: Command.Parameter("[message|sdp|screen]", values: { _ in ["message", "sdp", "screen"] }) {
                $0.copy($1)
            }
        ) { $0.copy() },
        Command(
            "export", [.character("E")], .app, "write what is on the screen to a file", hint: "export",
            taking: Command.Parameter("FORMAT [FILE]", values: { $0.exportFormats.map(\.name) }) { $0.export($1) }
        ) { $0.askExport() },
        Command(
            "plain", [.character("Y")], .app, "the message without a frame, for selecting by hand",
            in: Set(Place.allCases).subtracting([.plain, .help]), unless: DisabledReasons.noText
        ) { $0.showPlain() },
        Command("command", [.character(":")], .app, "run a command by its name") { $0.begin(.command) },
        Command(
            "set", [], .app, "change a setting: :set theme light",
            taking: Command.Parameter("NAME VALUE", values: { _ in Model.settingLines }) { $0.set($1) },
            run: { $0.say("set what? \(SettingTable.all.map(\.name).joined(separator: ", "))") }
        ),
        Command("settings", [.character(",")], .app, "all settings", in: panes) { $0.show(SettingsScreen()) },
        Command(
            "next-value", [.right, .character("l"), .enter, .character(" ")], .app, "change the selected setting",
            hint: "change", in: [.settings]
        ) { model in model.top(SettingsScreen.self).map { model.step($0.selected.name) } ?? [] },
        Command(
            "previous-value", [.left, .character("h")], .app, "change it the other way round", in: [.settings]
        ) { model in model.top(SettingsScreen.self).map { model.step($0.selected.name, by: -1) } ?? [] },
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
            unless: DisabledReasons.nothingOpen
        ) { $0.goBack() },
        Command("close", [.character("?")], .app, "close the help", in: [.help]) { $0.goBack() },
        Command(
            "quit",
            [.character("q"), .character("Q"), .control("c")],
            .app,
            "quit; asks while peers are connected",
            hint: "quit"
        ) { $0.askQuit() },
    ]
}
