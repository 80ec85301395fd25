import Testing

@testable import Console
@testable import Drawing

@Suite struct KeyMapTests {
    @Test func aKeyThatIsBoundRunsItsCommandAndTheOldOneDoesNot() {
        var console = ConsoleScript.call()
        console.bind("findings", to: [.function(5)])
        console.type("F")
        #expect(console.line(-2) == " F does nothing here: ? shows the keys")
        console.send(.key(.function(5)))
        #expect(console.line(1).hasPrefix("─Findings"))
        console.type("q")
        #expect(console.line(-1).contains("F5 findings"))
    }

    @Test func keysThatClashAreNamed() {
        var keys = KeyMap()
        #expect(keys.clashes.isEmpty)
        keys.bind("kick", to: [.character("r")])
        #expect(keys.clashes == [KeyMap.Clash(key: .character("r"), command: "kick", other: "replay")])
        keys.bind("replay", to: [.character("x")])
        #expect(keys.clashes.isEmpty)
    }

    @Test func everyKeyIsReadAsItIsWritten() {
        for command in CommandTable.all {
            for key in command.keys { #expect(Key(key.name) == key, "\(key)") }
        }
        #expect(Key("^F") == .control("f"))
        #expect(Key("F12") == .function(12))
        #expect(Key("F13") == nil)
        #expect(Key("hyper-x") == nil)
        #expect(Key("") == nil)
    }
}

@Suite struct ReadOnlyTests {
    @Test func nothingIsDoneToThePeersAndTheKeysSayWhy() {
        var console = ConsoleScript.call()
        console.makeReadOnly()
        #expect(console.line(0).contains("ws://localhost:8080  read-only  2 peers"))
        console.type("x")
        #expect(console.line(-2) == " nothing is done to the peers: started with --read-only")
        console.type("r")
        #expect(console.line(-2) == " nothing is done to the peers: started with --read-only")
        #expect(console.effects.isEmpty)
    }
}
