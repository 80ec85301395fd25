import Testing

@testable import Console
@testable import Drawing
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

    /// A movement that ends at the edge it is at already: there is nothing to say of it, and it does something as soon
    /// as there is room to move.
    private struct Movement {
        let command: String
        /// The keys that leave room for it in a call.
        let room: String

        init(_ command: String, afterTyping room: String = "") {
            (self.command, self.room) = (command, room)
        }
    }

    /// The commands that do nothing on an empty screen and say nothing of it.
    private static let movements = [
        Movement("down", afterTyping: "g"), Movement("up"), Movement("page-down", afterTyping: "g"),
        Movement("page-up"), Movement("half-down", afterTyping: "g"), Movement("half-up"), Movement("first"),
        Movement("last", afterTyping: "g"), Movement("right"), Movement("left", afterTyping: "L"),
        Movement("log", afterTyping: "1"), Movement("step-on", afterTyping: "g"), Movement("step-back"),
    ]

    @Test func everyKeyDoesSomethingOrSaysWhyNotUnlessItMovesToWhereOneIs() {
        let movements = Set(Self.movements.map(\.command))
        for command in CommandTable.all where command.placeNames.contains("log") {
            for key in command.keys {
                var console = ConsoleScript()
                let before = console.canvas
                console.send(.key(key))
                let isSilent = console.canvas == before && console.effects.isEmpty
                #expect(isSilent == movements.contains(command.name), "\(command.name)")
            }
        }
    }

    @Test func everyMovementMovesIfThereIsRoom() throws {
        for movement in Self.movements {
            let command = try #require(CommandTable.all.first { $0.name == movement.command })
            for key in command.keys {
                var console = ConsoleScript.call()
                console.type(movement.room)
                let before = console.canvas
                console.send(.key(key))
                #expect(console.canvas != before, "\(command.name)")
            }
        }
    }

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

    @Test func theScreenInREADMEIsARealOne() throws {
        let console = ConsoleScript.glare()
        #expect(
            try Readme.text().contains("```\n\(console.screen)\n```"),
            "README's screen should be:\n\(console.screen)"
        )
    }
}
