import SignalingSupport
import Testing

@testable import Drafts
@testable import Messages
@testable import Text

/// The text of a message in an editor, and the message made from the edited text.
@Suite struct EditableTextTests {
    private func offer(_ text: String) -> Message {
        .text("{\"sdp\":{\"type\":\"offer\",\"sdp\":\(JSONString.encode(text))},\"to\":\"p1\"}")
    }

    @Test(arguments: Recorded.all)
    func aDescriptionIsEditedLineByLine(name: String, text: String) throws {
        let message = offer(text)
        let editable = try #require(EditableText(message))
        #expect(editable.fileExtension == "sdp")
        #expect(editable.text == text.replacing("\r\n", with: "\n"))
        #expect(editable.message(from: editable.text) == message)
        let edited = editable.text.replacing("a=mid:0\n", with: "a=mid:zero\n")
        #expect(editable.message(from: edited) == offer(text.replacing("a=mid:0\r\n", with: "a=mid:zero\r\n")))
        #expect(editable.message(from: edited.replacing("\n", with: "\r\n")) == editable.message(from: edited))
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func lineEndsAreKeptInAnEdit(ending: String) throws {
        let text = ChromiumDescriptions.dataOffer.replacing("\r\n", with: ending)
        let editable = try #require(EditableText(offer(text)))
        #expect(editable.text == ChromiumDescriptions.dataOffer.replacing("\r\n", with: "\n"))
        #expect(editable.message(from: editable.text + "a=x\n") == offer(text + "a=x" + ending))
    }

    /// The bytes are kept in every spelling.
    @Test(arguments: [
        #"{"sdp":{"type":"offer","sdp":"\u0076=0\r\n\u0061=\/x"}}"#,
        #"{"data":"{\"type\":\"offer\",\"sdp\":\"v=0\\r\\na=\\/\\r\"}"}"#,
        #"{"messagePayload":"eyJ0eXBlIjoib2ZmZXIiLCJzZHAiOiJ2PTBcclxubT1hdWRpbyA5IFggMFxyXG4ifQ=="}"#,
        "v=0\r\na=setup:actpass\nm=audio 9 X 0\r", #"{"type":"chat","text":"é"}"#, "hello", "hello\n\n", "", "\u{0}",
    ])
    func unchangedTextIsWrittenByteForByte(text: String) throws {
        for opcode in [Message.Opcode.text, .binary] {
            let message = Message(opcode, Array(text.utf8))
            for editable in [EditableText(message), EditableText(raw: message)] {
                let editable = try #require(editable)
                #expect(editable.message(from: editable.text) == message)
                // Many editors end the last line.
                if editable.text.utf8.last != UInt8(ascii: "\n") {
                    #expect(editable.message(from: editable.text + "\n") == message)
                }
            }
        }
    }

    @Test(arguments: [
        (#"{"type":"chat"}"#, "json"), (#" [1] "#, "json"), ("{", "txt"), ("hello", "txt"), ("v=0\r\ns=-", "sdp"),
    ])
    func aMessageWithoutADescriptionIsEditedAsAWhole(text: String, name: String) throws {
        let editable = try #require(EditableText(.text(text)))
        #expect(editable.text == text)
        #expect(editable.fileExtension == name)
        #expect(editable.message(from: "new\n") == .text("new"))
        #expect(EditableText(raw: .text(text)) == editable)
    }

    @Test func aMessageWithADescriptionMayBeEditedAsAWhole() throws {
        let message = offer(ChromiumDescriptions.dataOffer)
        let editable = try #require(EditableText(raw: message))
        #expect(editable.text == message.text)
        #expect(editable.fileExtension == "json")
        #expect(editable.message(from: "{}") == .text("{}"))
    }

    @Test func anExistingLastLineEndIsKept() throws {
        let editable = try #require(EditableText(.text("a\n")))
        #expect(editable.message(from: "b\n") == .text("b\n"))
        #expect(editable.message(from: "b") == .text("b"))
        let open = try #require(EditableText(.text("a")))
        #expect(open.message(from: "b\r\n") == .text("b"))
        #expect(open.message(from: "b\n\n") == .text("b\n"))
    }

    @Test func binaryMessagesAreNotEdited() {
        #expect(EditableText(Message(.binary, [0xFF, 0x00])) == nil)
        #expect(EditableText(raw: Message(.text, [0xC3])) == nil)
    }
}
