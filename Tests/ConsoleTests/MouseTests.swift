import Foundation
import Testing

@testable import Console
@testable import Drawing

@Suite struct MouseTests {
    private func click(_ console: inout ConsoleScript, row: Int, column: Int) {
        console.send(.mouse(MouseEvent(.press, row: row, column: column)))
        console.send(.mouse(MouseEvent(.release, row: row, column: column)))
    }

    @Test func theTerminalHasTheMouseUntilItIsAskedFor() {
        var console = ConsoleScript.call()
        #expect(!console.model.wantsMouse)
        console.type(":set mouse on<enter>")
        #expect(console.model.wantsMouse)
    }

    @Test func aClickSelectsAndASecondOneOpens() {
        var console = ConsoleScript.call()
        // Row 7 is the line of the relay's start, row 10 the offer.
        click(&console, row: 10, column: 20)
        #expect(console.line(-2).hasPrefix(" #3 selected"))
        click(&console, row: 10, column: 20)
        #expect(console.line(1).contains("#3 offer alice→bob"))
        #expect(!console.screen.contains("1 Peers"))
    }

    @Test func aClickOnAPeerSelectsIt() {
        var console = ConsoleScript.call()
        click(&console, row: 4, column: 5)
        #expect(console.line(-2) == " bob selected")
    }

    @Test func aClickOnAHintDoesIt() {
        var console = ConsoleScript.call()
        let hints = console.line(-1)
        let column = hints.distance(
            from: hints.startIndex, to: hints.range(of: "F findings")?.lowerBound ?? hints.startIndex)
        click(&console, row: 23, column: column + 4)
        #expect(console.line(1).hasPrefix("─Findings"))
    }

    @Test func theWheelMovesWhatItIsOver() {
        var console = ConsoleScript.call()
        console.send(.mouse(MouseEvent(.wheelUp, row: 12, column: 20)))
        #expect(console.line(-2).hasPrefix(" #5 selected"))
        console.send(.mouse(MouseEvent(.wheelDown, row: 12, column: 20)))
        #expect(console.line(-2).hasPrefix(" #8 selected"))
    }

    @Test func theLineBetweenListsAndDetailIsDragged() {
        var console = ConsoleScript.call(160, 45)
        func divider(_ console: ConsoleScript) -> Int? {
            Array(console.line(10)).firstIndex(of: "│")
        }
        #expect(divider(console) == 95)
        console.send(.mouse(MouseEvent(.press, row: 10, column: 95)))
        console.send(.mouse(MouseEvent(.drag, row: 10, column: 79)))
        #expect(divider(console) == 79)
        console.send(.mouse(MouseEvent(.release, row: 10, column: 79)))
        console.send(.mouse(MouseEvent(.drag, row: 10, column: 120)))
        #expect(divider(console) == 79)
    }

    @Test func wherePointingMeansNothingNothingHappens() {
        var console = ConsoleScript.call()
        console.type("k")
        let before = console.screen
        for row in [-1, 0, 16, 22, 24, 500] {
            for column in [-5, 3, 79, 80, 900] { click(&console, row: row, column: column) }
        }
        #expect(console.screen == before)
        #expect(console.effects.isEmpty)
    }

    @Test func whileAQuestionStandsTheMouseAnswersNothing() {
        var console = ConsoleScript.call()
        console.type("x")
        let before = console.screen
        for row in 0..<24 { click(&console, row: row, column: 6) }
        #expect(console.screen == before)
    }

    @Test func aClickOnTheLineThatIsFollowedSelectsItAndOpensNothing() {
        var console = ConsoleScript.call()
        click(&console, row: 15, column: 20)
        #expect(console.line(1).hasPrefix("─1 Peers"))
        #expect(console.line(5).contains("PAUSED at #8"))
        click(&console, row: 15, column: 20)
        #expect(console.line(1).hasPrefix("─Message #8"))
    }

    @Test func aClickSelectsARowOfALadder() {
        var console = ConsoleScript.glare()
        console.type("l")
        click(&console, row: 6, column: 30)
        #expect(console.line(6).hasPrefix("▸   1.351"))
        click(&console, row: 6, column: 30)
        #expect(console.line(1).hasPrefix("─Message #3"))
    }
}
