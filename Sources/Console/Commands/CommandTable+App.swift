import Drawing
import Events
import Exports
import Screens
import Sessions

/// Commands of the console itself: help, exports, settings, quit.
extension CommandTable {
    static let app: [Command] = [
        Command(
            "help", [.character("?"), .function(1)], .app, "what each key does; / searches, ⏎ does it", hint: "help",
            in: Set(FocusArea.allCases).subtracting([.help, .findings])
        ) { $0.show(HelpScreen($0)) },
        Command(
            "keys", [.function(1)], .app, "what each key of the list of findings does", hint: "help", in: [.findings]
        ) { $0.show(HelpScreen($0)) },
        Command("search", [.character("/")], .app, "look for a word in the help", hint: "search", in: [.help]) {
            $0.begin(.search)
        },
        Command("run", [.enter], .app, "run what is selected in the help", hint: "do it", in: [.help]) {
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
            taking: Command.Parameter("FORMAT [FILE]", values: { $0.exportFormats.map(\.rawValue) }) { $0.export($1) }
        ) { $0.askExport() },
        Command(
            "save", [], .app, "keep all entries in a file that signal-console open reads",
            taking: Command.Parameter("FILE", values: { _ in [] }) { $0.save(to: $1) },
            run: { $0.save(to: nil) }
        ),
        Command(
            "plain", [.character("Y")], .app, "the message without a frame, for selecting by hand",
            in: Set(FocusArea.allCases).subtracting([.plain, .help]),
            unless: { $0.currentRecord?.entry.delivery == nil ? "there is no message here to show plainly" : nil }
        ) { $0.showPlain() },
        Command("command", [.character(":")], .app, "run a command by its name") { $0.begin(.command) },
        Command(
            "set", [], .app, "change a setting: :set theme light",
            taking: Command.Parameter("NAME VALUE", values: { _ in settingValues }) { $0.set($1) },
            run: { $0.report("set what? \(SettingTable.all.map(\.name).joined(separator: ", "))") }
        ),
        Command("settings", [.character(",")], .app, "all settings", in: panes) { $0.show(SettingsScreen()) },
        Command(
            "next-value", [.right, .character("l"), .enter, .character(" ")], .app, "change the selected setting",
            hint: "change", in: [.settings]
        ) { $0.stepSelected(by: 1) },
        Command(
            "previous-value", [.left, .character("h")], .app, "change it to the previous value", in: [.settings]
        ) { $0.stepSelected(by: -1) },
        Command("repaint", [.control("l")], .app, "redraw the screen") { _ in [.repaint] },
        Command("suspend", [.control("z")], .app, "back to the shell; asks while peers are connected") {
            $0.askSuspend()
        },
        Command(
            "back", [.escape, .character("q")], .app, "close what is open", hint: "back",
            unless: DisabledReasons.nothingOpen
        ) { $0.goBack() },
        Command("close", [.character("?")], .app, "close the help", in: [.help]) { $0.goBack() },
        Command(
            "quit", [.character("q"), .character("Q"), .control("c")], .app, "quit; asks while peers are connected",
            hint: "quit"
        ) { $0.askQuit() },
    ]
    /// The arguments of `:set` for completion.
    private static let settingValues: [String] = SettingTable.all.flatMap { setting -> [String] in
        switch setting.values {
        case .one(let values): values.map { "\(setting.name) \($0)" }
        case .list, .number: [setting.name]
        }
    }
}

extension Model {
    // MARK: Settings

    /// Changes or shows the setting in `text`: `theme light`, `theme`.
    fileprivate mutating func set(_ text: String) -> [Effect] {
        let line = CommandLine(text)
        do throws(SettingError) {
            let setting = try SettingTable.named(line.name)
            guard let value = line.argument else {
                return report(
                    "\(setting.name) is \(setting.value(context.settings)); it can be \(setting.values.text)")
            }
            try setting.set(value, in: &context.settings)
            return report("\(setting.name) is \(setting.value(context.settings)) now")
        } catch {
            return report(error.description)
        }
    }

    /// Changes the setting `name` to its next value; opens the command line for a setting with free values.
    mutating func step(_ name: String, by count: Int = 1) -> [Effect] {
        guard let setting = SettingTable.all.first(where: { $0.name == name }) else { return [] }
        if case .list = setting.values { return begin(.command, "set \(name) \(setting.value(context.settings))") }
        setting.step(count, in: &context.settings)
        return report("\(setting.name) is \(setting.value(context.settings)) now")
    }

    /// Changes the selected setting of the settings screen.
    fileprivate mutating func stepSelected(by count: Int) -> [Effect] {
        top(SettingsScreen.self).map { step($0.selected.name, by: count) } ?? []
    }

    /// The time for which secrets are shown, in seconds: long enough to read a line.
    private static let secretTime = 10.0

    mutating func toggleSecrets() -> [Effect] {
        let end = Instant(nanoseconds: context.session.now.nanoseconds + Int64(Self.secretTime * 1e9))
        context.secretsUntil = context.showsSecrets ? nil : end
        return report(context.showsSecrets ? "passwords, keys and tokens are shown for 10 s" : "they are hidden again")
    }

    // MARK: Leaving

    /// Quits; asks first if peers are connected or messages are held.
    fileprivate mutating func askQuit() -> [Effect] {
        let isIdle = context.session.roster.present.isEmpty && context.session.intercepts.held.isEmpty
        guard !isIdle, recording == nil else { return [.quit] }
        question = .quit
        return []
    }

    /// Suspends the program; asks first if peers are connected.
    fileprivate mutating func askSuspend() -> [Effect] {
        guard !context.session.roster.present.isEmpty, recording == nil else { return [.suspend] }
        question = .suspend
        return []
    }
}
