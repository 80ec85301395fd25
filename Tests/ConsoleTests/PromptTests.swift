import Testing

@testable import Console

@Suite struct PromptTests {
    @Test func aLineIsEditedAsInAShell() {
        var console = ConsoleScript()
        console.type(":kikc<left><backspace><end>k<c-a>x<del><c-e> now<c-w>")
        #expect(console.line(-1) == " : xick")
        console.type("<c-u>help")
        #expect(console.line(-1) == " : help")
    }

    @Test func aCommandRunsByItsName() {
        var console = ConsoleScript.call()
        console.type(":findings<enter>")
        #expect(console.line(1).hasPrefix("─Findings 0"))
    }

    @Test func aCommandThatIsNotThereNamesTheNearest() {
        var console = ConsoleScript.call()
        console.type(":fi<enter>")
        #expect(console.line(-2) == " no command is called 'fi': first, filter, filter-by-value, findings?")
    }

    @Test func aCommandThatCanDoNothingSaysWhy() {
        var console = ConsoleScript()
        console.type(":kick<enter>")
        #expect(console.line(-2) == " there is no peer to kick")
    }

    @Test func aCommandThatTakesNothingSaysSo() {
        var console = ConsoleScript()
        console.type(":follow me<enter>")
        #expect(console.line(-2) == " follow takes nothing: 'me'")
    }

    @Test func completionNamesCommandsAndWhatTheyDo() {
        var console = ConsoleScript.call()
        console.type(":fol")
        #expect(console.screen.contains("│ follow  follow the newest entry, or stop"))
        console.type("<tab><enter>")
        #expect(console.line(5).contains("PAUSED"))
    }

    @Test func completionGoesRoundBothWays() {
        var console = ConsoleScript()
        console.type(":set theme <tab>")
        #expect(console.line(-1) == " : set theme dark")
        console.type("<tab>")
        #expect(console.line(-1) == " : set theme light")
        console.type("<s-tab><s-tab>")
        #expect(console.line(-1) == " : set theme contrast")
    }

    @Test func whatIsPastedIsNeverAKey() {
        var console = ConsoleScript.call()
        console.send(.paste("xyq"))
        #expect(console.line(-2) == " paste into a line: / or : begins one")
        console.type("/")
        console.send(.paste("kind:offer"))
        #expect(console.line(-1) == " / kind:offer")
        #expect(console.shownEntries == [3])
    }

    @Test func rubbingOutMoreThanThereIsEndsTheLine() {
        var console = ConsoleScript.call()
        console.type(":a<backspace><backspace>")
        #expect(console.line(-1).contains("? help"))
    }

    @Test func aLineLongerThanTheScreenShowsWhereTheCursorIs() {
        var console = ConsoleScript(60, 12)
        console.type(":" + String(repeating: "a", count: 100) + "end")
        #expect(console.line(-1).hasSuffix("end"))
        #expect(console.line(-1).count <= 60)
        console.type("<c-a>B")
        #expect(console.line(-1).hasPrefix(" : Baaa"))
    }

    @Test func aLineHasAnEnd() {
        var console = ConsoleScript()
        console.type(":")
        console.send(.paste(String(repeating: "🙂", count: 5000)))
        console.type("<c-a>")
        for _ in 0..<999 { console.type("<right>") }
        console.type("<del><del>x")
        #expect(console.line(-1).hasSuffix("🙂x"), "a line has 1000 scalars")
    }

    @Test func anEntryIsReachedByItsNumber() {
        var console = ConsoleScript.call()
        console.type(":at #3<enter>")
        #expect(console.line(-2) == " #3 selected")
        console.type(":at 99<enter>")
        #expect(console.line(-2) == " #99 is not in the journal")
        console.type(":at x<enter>")
        #expect(console.line(-2) == " at takes a number or a time, such as 7.5s or 14:03:22, not 'x'")
    }
}
