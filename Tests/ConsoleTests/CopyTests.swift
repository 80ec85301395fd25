import Testing

@testable import Console
@testable import Events
@testable import Messages

@Suite struct TitleAndAlertTests {
    @Test func theTitleSaysWhoIsHereAndWhatIsWrong() {
        let console = ConsoleScript.glare()
        #expect(console.title == "signal-console demo: 2 peers, 1 finding")
        var silent = ConsoleScript()
        silent.type(":set title off<enter>")
        silent.arrive(.joined(.alice), at: 1)
        silent.send(.tick(.seconds(2)))
        #expect(silent.title == "", "the terminal has its own again")
    }

    @Test(arguments: [("bell", Effect.bell), ("flash", .flash)])
    func aNewErrorIsHeardOrSeenWhereThatIsWanted(value: String, effect: Effect) {
        var console = ConsoleScript.crossing()
        console.type(":set alert \(value)<enter>")
        console.send(.tick(.seconds(12)))
        #expect(console.effects == [effect])
        console.send(.tick(.seconds(13)))
        #expect(console.effects == [effect])
    }
}

@Suite struct CopyTests {
    @Test func aMessageIsCopiedAsItWasSent() {
        var console = ConsoleScript.call()
        console.type(":at 4<enter>y")
        #expect(console.effects == [.copy(Message.candidate("host", "192.0.2.4", 51234).text ?? "")])
    }

    @Test func markedMessagesAreCopiedInOrder() {
        var console = ConsoleScript.call()
        console.type(":at 5<enter> :at 4<enter> y")
        let texts = [
            Message.candidate("host", "192.0.2.4", 51234), Message.candidate("srflx", "203.0.113.5", 51234),
        ].compactMap(\.text)
        #expect(console.effects == [.copy(texts.joined(separator: "\n"))])
    }

    @Test func whatWasCopiedIsSaidWithWhatBecameOfIt() {
        var console = ConsoleScript.call()
        console.type(":at 5<enter> :at 4<enter> y")
        console.send(.effectFinished("copied 231 B by OSC 52"))
        #expect(console.line(-2) == " 2 marked messages: copied 231 B by OSC 52")
        console.send(.effectFinished("wrote 1 B"))
        #expect(console.line(-2) == " wrote 1 B")
    }

    @Test func aDescriptionIsCopiedByItself() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>:copy sdp<enter>")
        guard case .copy(let text) = console.effects.first else {
            Issue.record("nothing is copied")
            return
        }
        #expect(text.hasPrefix("v=0\r\no=- 8812 2"))
    }
}
