import Testing

@testable import Console
@testable import Events
@testable import Messages

@Suite struct ScreenStateTests {
    @Test func aScreenThatIsTooSmallSaysSo() {
        var console = ConsoleScript.call(50, 10)
        #expect(console.line(0) == "needs 60x12, this is 50x10 · Q quits")
        console.resize(59, 24)
        #expect(console.line(0) == "signal-console needs 60x12, this is 59x24 · Q quits")
        console.type("Q")
        #expect(console.line(-1) == " quit?  y yes  n no")
        console.type("y")
        #expect(console.effects == [.quit])
    }

    @Test func theStateOfANegotiationIsShownWhileItIsUnderWay() {
        var console = ConsoleScript.call()
        #expect(console.line(3).contains("  answered  "))
        console.arrive(.said(.bob, .offer(of: .bob, version: 3), to: .alice), at: 3)
        #expect(console.line(3).contains("  offering  "))
        #expect(console.line(4).contains("  offering  "))
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 3.001)
        #expect(console.line(3).contains("  glare  "))
        console.type("1g3jjj")
        #expect(
            console.screen.contains(
                "with bob: offering, have-local-offer (inferred) · glare: both have offered"))
        console.arrive(.said(.alice, .answer(of: .alice, version: 4), to: .bob), at: 5.3)
        #expect(console.line(3).contains("  answered  "))
        #expect(console.screen.contains("re:#9 +2.3s"))
    }

    @Test func bytesThatAreNoTextAreShownAsBytes() {
        var console = ConsoleScript.call()
        console.arrive(.said(.alice, Message(.binary, [0, 1, 2, 104, 105]), to: .bob), at: 3)
        #expect(console.screen.contains("  00 01 02 68 69"))
        console.arrive(.said(.alice, Message(.binary, Array(repeating: 255, count: 100_000)), to: .bob), at: 3)
        console.type("<enter>G")
        #expect(console.screen.contains("… 4,096 of 100,000 bytes shown"))
    }

    @Test func lossIsSaid() {
        var console = ConsoleScript.call()
        console.send(.arrived([], lost: 17))
        #expect(console.line(0).hasSuffix("● LIVE, 17 lost"))
    }

    @Test func anIdleScreenIsStill() {
        var console = ConsoleScript.call()
        console.send(.tick(.seconds(12)))
        console.send(.tick(.seconds(13)))
        let before = console.canvas
        for second in 14..<60 { console.send(.tick(.seconds(Double(second)))) }
        #expect(console.canvas == before)
    }

    @Test func theRateIsThatOfTheLastSecond() {
        var console = ConsoleScript.call()
        console.send(.tick(.seconds(2)))
        for _ in 0..<5 { console.arrive(.said(.alice, .text("x"), to: .bob), at: 2.5) }
        console.send(.tick(.seconds(3)))
        #expect(console.line(0).contains("11 msgs 5/s"))
        console.send(.tick(.seconds(4)))
        #expect(console.line(0).contains("11 msgs 0/s"))
    }

    @Test func theDetailOfAMessageSaysHowThingsStoodThen() {
        var console = ConsoleScript.call(160, 45)
        #expect(console.screen.contains("then answered: alice stable, bob stable (inferred)"))
        console.type("ggjj")
        #expect(console.screen.contains("then offering: alice have-local-offer, bob"))
        console.type("gg")
        #expect(!console.screen.contains("(inferred)"), "a fact belongs to no negotiation")
    }
}
