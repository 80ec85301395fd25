import Testing

@testable import Console
@testable import Filtering

@Suite struct CommandTableTests {
    @Test func namesAreUnique() {
        #expect(Set(CommandTable.all.map(\.name)).count == CommandTable.all.count)
    }

    @Test func everyCommandStandsInTheHelpWithItsKeysOrItsName() {
        var console = ConsoleScript(100, 200)
        console.type("?")
        for command in CommandTable.all {
            let keys = command.keys.map(\.label).joined(separator: " ")
            let line = console.screen.split(separator: "\n").first {
                $0.dropFirst(20).hasPrefix(command.help.prefix(70))
            }
            let shown = line?.dropFirst(3).prefix(16) ?? ""
            #expect(shown.hasPrefix(keys.isEmpty ? ":" + command.name : String(keys.prefix(15))), "\(command.name)")
        }
    }

    /// Of two commands with one key in one place only the first is ever done, unless it can have nothing to do.
    @Test func noKeyMeansTwoThingsInOnePlaceButThoseThatGiveWay() {
        var shared: Set<String> = []
        for (index, command) in CommandTable.all.enumerated() {
            for other in CommandTable.all[(index + 1)...] {
                for key in command.keys where other.keys.contains(key) {
                    let places = Set(command.placeNames).intersection(other.placeNames)
                    if !places.isEmpty { shared.insert("\(key.label): \(command.name), \(other.name)") }
                }
            }
        }
        #expect(shared == ["q: back, quit"])
    }

    @Test func everyKeyThatCanDoNothingSaysWhy() {
        for command in CommandTable.all {
            for key in command.keys where command.placeNames.contains("log") {
                var console = ConsoleScript()
                let before = console.screen
                console.send(.key(key))
                #expect(
                    console.screen != before || !console.effects.isEmpty || Self.changesNothing.contains(command.name),
                    "\(command.name)")
            }
        }
    }

    /// What has nothing to do, and nothing to say of it, on an empty screen.
    private static let changesNothing: Set = [
        "down", "up", "page-down", "page-up", "half-down", "half-up", "first", "last", "right", "left", "log",
        "detail-down", "detail-up", "name-mark", "previous-pane", "peers",
    ]

    @Test func aCommandWithoutAKeyTakesSomethingOnTheCommandLine() {
        for command in CommandTable.all where command.keys.isEmpty {
            #expect(command.parameter != nil, "\(command.name) can be reached by nothing")
        }
    }

    @Test func theHelpCanBeReadToItsEndOnTheSmallestScreen() {
        var console = ConsoleScript(60, 12)
        console.type("?G")
        #expect(console.screen.contains(FilterSign.allCases.last?.help.prefix(30) ?? "?"))
        console.type("g")
        #expect(console.screen.contains("next line"))
    }

    /// A cell of a Markdown table, in which a bar is no border.
    private func cell(_ text: String) -> String {
        "`" + text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") + "`"
    }

    @Test func theKeysInREADMEAreThoseOfTheTable() throws {
        let readme = try Readme.text()
        let keys = CommandTable.all.filter { !$0.keys.isEmpty }.map { command in
            "| " + command.keys.map { cell($0.label) }.joined(separator: " ")
                + " | \(command.placeWords) | \(command.help) |"
        }.joined(separator: "\n")
        #expect(
            readme.contains("| key | where | what it does |\n|---|---|---|\n\(keys)\n\n"),
            "README's table should be:\n\(keys)"
        )
        let others = CommandTable.all.filter(\.keys.isEmpty).map { command in
            "| \(cell(":" + command.name + " " + (command.parameter?.name ?? ""))) | \(command.help) |"
        }.joined(separator: "\n")
        #expect(readme.contains("| command | what it does |\n|---|---|\n\(others)\n\n"), "and:\n\(others)")
    }

    @Test func theFiltersInREADMEAreThoseOfTheLanguage() throws {
        let lines =
            FilterField.allCases.map { "| \(cell($0.example)) | \($0.help) |" }
            + FilterSign.allCases.map { "| \(cell($0.example)) | \($0.help) |" }
        let table = lines.joined(separator: "\n")
        #expect(
            try Readme.text().contains("| write | what passes |\n|---|---|\n\(table)\n\n"),
            "README's table should be:\n\(table)"
        )
    }

    @Test func theScreenInREADMEIsARealOne() throws {
        let console = ConsoleScript.glare()
        #expect(
            try Readme.text().contains("```\n\(console.screen)\n```"),
            "README's screen should be:\n\(console.screen)"
        )
    }
}
