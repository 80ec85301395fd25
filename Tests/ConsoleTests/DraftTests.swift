import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Routing

/// Messages that the operator writes and changes.
@Suite struct DraftTests {
    @Test func aMessageIsEditedAndThenSentToThoseWhoHeardIt() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>e")
        guard case .edit(let editing) = console.effects.first else {
            Issue.record("nothing is edited")
            return
        }
        #expect(editing.fileExtension == "sdp")
        #expect(editing.text.hasPrefix("v=0\n"))
        console.send(
            .edited(.saved(editing.text.split(separator: "\n").map(String.init).joined(separator: "\n") + "\na=x:1\n")))
        #expect(console.screen.contains("─Draft edited from #3 · alice → bob"))
        #expect(console.screen.contains("+ a=x:1"))
        console.type("<enter>")
        guard case .command(.send(let sendings)) = console.effects.last, let sending = sendings.first else {
            Issue.record("nothing is sent")
            return
        }
        #expect(sending.origin == .edit(entry: 3))
        #expect(sending.message.text?.hasSuffix(#"a=x:1\r\n"}}"#) == true)
        #expect(sending.destination == .peers([PeerID(2)]))
        #expect(console.line(-1).contains("? help"))
    }

    @Test func whatIsUnchangedIsNotSent() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>e")
        console.send(.edited(.unchanged))
        #expect(console.line(-2) == " nothing was changed: nothing is sent")
        console.type("e")
        console.send(.edited(.failed("editor 'vim' ended with 1; nothing was changed")))
        #expect(console.line(-2) == " editor 'vim' ended with 1; nothing was changed")
        #expect(console.effects.count == 2)
    }

    @Test func whatIsWrongIsSaidWithLineAndColumnAndNotForbidden() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>e")
        console.send(.edited(.saved("v=0\nnonsense\n")))
        #expect(console.screen.contains("line 2"))
        console.type("<enter>")
        #expect(console.effects.count == 2, "a broken description is a test like any other")
    }

    @Test func whatARelayWouldNotTakeIsNotSent() {
        var console = ConsoleScript.call()
        console.type(":at 4<enter>e")
        console.send(.edited(.saved(String(repeating: "x", count: 300_000))))
        console.type("<enter>")
        #expect(console.line(-2).hasPrefix(" it cannot be sent: "))
        #expect(console.effects.count == 1)
    }

    @Test func aHeldMessageIsChangedAndGoesOnInItsPlace() {
        var console = ConsoleScript.held()
        console.type(":at 11<enter>:keep-codec VP8<enter>")
        #expect(console.screen.contains("─Draft in place of held #11 · alice → bob"))
        console.type("<enter>")
        guard case .command(.replace(11, let message)) = console.effects.first else {
            Issue.record("nothing goes on")
            return
        }
        #expect(message.text?.contains("VP8") == true)
        #expect(message.text?.contains("H264") == false)
    }

    @Test func aHeldMessageThatHasGoneOnMeanwhileIsNotReplaced() {
        var console = ConsoleScript.held()
        console.type(":at 11<enter>:keep-codec VP8<enter>")
        console.arrive(
            .message(
                Delivery(
                    message: .offer, sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)],
                    release: Release(entry: 11, nanoseconds: 10, .timeUp))), at: 40)
        #expect(console.line(-2) == " #11 is no longer held: nothing to replace")
        console.type("<enter>")
        #expect(console.effects.isEmpty)
    }

    @Test func leavingADraftAsks() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>:keep-codec VP8<enter>q")
        #expect(console.line(-1) == " leave this draft?  y yes  n no")
        console.type("n")
        #expect(console.screen.contains("─Draft"))
        console.type("qy")
        #expect(!console.screen.contains("─Draft"))
        #expect(console.effects.isEmpty)
    }

    @Test func aMessageIsComposedFromATemplateInSomebodysName() {
        var console = ConsoleScript.call()
        console.type("1+bye<enter>")
        #expect(console.screen.contains("─Draft composed bye · bob → alice"))
        console.type("f<tab>")
        #expect(console.screen.contains("─Draft composed bye · the relay → bob"))
        console.type("<enter>")
        #expect(
            console.effects == [
                .command(
                    .send([
                        Sending(
                            .text(#"{"type":"bye"}"#), .composition, author: .relay, room: "demo",
                            to: .peers([PeerID(2)]))
                    ]))
            ])
    }

    @Test func anAnswerIsComposedToTheSelectedOffer() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>:compose answer<enter>")
        #expect(console.screen.contains("─Draft composed answer · bob → alice"))
        console.type("<enter>")
        guard case .command(.send(let sendings)) = console.effects.last, let sending = sendings.first else {
            Issue.record("nothing is sent")
            return
        }
        #expect(ParsedMessage(sending.message).kind == .answer)
    }
}
