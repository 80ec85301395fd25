import Testing

@testable import Console
@testable import Events

/// The comparison of two calls.
@Suite struct ComparisonScreenTests {
    @Test func aCallIsComparedWithTheOneBeforeIt() {
        var console = ConsoleScript.twoCalls(120, 40)
        console.type("CD")
        #expect(console.screen.contains("Compare  call 1 and call 2"))
        #expect(console.screen.contains("first divergence: step") && console.screen.contains("▸"))
        console.type("q")
        #expect(console.screen.contains("Calls 2"))
    }

    @Test func twoMarkedCallsAreCompared() {
        var console = ConsoleScript.twoCalls(120, 40)
        console.type("C j ")
        #expect(console.screen.count { $0 == "●" } == 3)
        console.type("D")
        #expect(console.screen.contains("Compare  call 1 and call 2"))
    }

    @Test func aSingleCallHasNothingToBeComparedWith() {
        var console = ConsoleScript.call()
        console.type("CD")
        #expect(console.line(-2).contains("there is only one call"))
    }
}
