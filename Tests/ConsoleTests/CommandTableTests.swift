import Console
import Testing

@Suite struct CommandTableTests {
    @Test func namesAreUnique() {
        #expect(Set(CommandTable.all.map(\.name)).count == CommandTable.all.count)
    }

    @Test func everyCommandHasAKeyAndStandsInTheHelp() {
        var console = ConsoleScript(100, 60)
        console.type("?")
        for command in CommandTable.all {
            #expect(!command.keys.isEmpty)
            #expect(console.screen.contains("   " + command.keyLabels))
            #expect(console.screen.contains(command.help))
        }
    }

    @Test func theHelpCanBeReadToItsEndOnTheSmallestScreen() {
        var console = ConsoleScript(60, 12)
        console.type("?G")
        #expect(console.screen.contains(CommandTable.all.last?.help.prefix(30) ?? "?"))
        console.type("g")
        #expect(console.screen.contains("next line"))
    }

    @Test func theKeysInREADMEAreThoseOfTheTable() throws {
        let readme = try Readme.text()
        let table = CommandTable.all.map { command in
            "| " + command.keys.map { "`\($0.label)`" }.joined(separator: " ") + " | \(command.help) |"
        }.joined(separator: "\n")
        #expect(
            readme.contains("| key | what it does |\n|---|---|\n\(table)\n\n"),
            "README's table should be:\n\(table)"
        )
    }
}
