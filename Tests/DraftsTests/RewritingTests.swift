import SignalingSupport
import Testing

@testable import Drafts
@testable import Messages
@testable import Text

/// Replacing the description in a message keeps every other byte.
@Suite struct RewritingTests {
    private static let old = "v=0\r\na=setup:actpass\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    private static let new = "v=0\r\na=setup:actpass\r\ns=\"é\\\" 🙂\u{1B}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
    private static let candidate = #"{"candidate":"candidate:1 1 udp 1 192.0.2.4 9 typ host"}"#

    /// A message of each client family; `<sdp>` stands for the description.
    private static let shapes = [
        #"{"sdp":{"type":"offer","sdp":<sdp>}}"#,
        #"{ "sdp" : {"sdp":<sdp> , "type":"offer"},"uuid":"u1","\u0061":"\/"} "#,
        #"{"type":"offer","offer":{"type":"offer","sdp":<sdp>}}"#,
        #"{"sdp":<sdp>}"#,
        #"{"sdp":{"type":"offer","sdp":<sdp>},"to":"p1"}"#,
        #"{"description":{"type":"offer","sdp":<sdp>},"candidate":null}"#,
        #"{"type":"publish","topic":"r","data":{"type":"signal","from":"a","to":"b","signal":{"type":"offer","sdp":<sdp>}}}"#,
        #"{"type":"OFFER","src":"alice","dst":"bob","payload":{"sdp":{"type":"offer","sdp":<sdp>},"type":"data","connectionId":"dc_9f"}}"#,
        #"{"type":"video-offer","name":"Al","target":"Bo","sdp":{"type":"offer","sdp":<sdp>}}"#,
        #"{"id":"bob","type":"offer","description":<sdp>}"#,
        "<sdp>",
    ]

    private func written(_ shape: String, _ text: String) -> String {
        shape.replacing("<sdp>", with: JSONString.encode(text))
    }

    private func expect(_ before: Message, becomes after: Message) {
        #expect(ParsedMessage(before).descriptionText == Self.old)
        #expect(before.replacing(description: Self.old, by: Self.new) == after)
        #expect(ParsedMessage(after).descriptionText == Self.new)
        #expect(before.replacing(description: Self.old, by: Self.old)?.opcode == before.opcode)
    }

    @Test(arguments: shapes)
    func aJSONStringIsReplacedAndNothingElse(shape: String) {
        expect(.text(written(shape, Self.old)), becomes: .text(written(shape, Self.new)))
        let message = Message.text(written(shape, Self.old))
        #expect(message.replacing(description: Self.old, by: Self.old) == message)
    }

    @Test(arguments: shapes.dropLast())
    func nestedJSONStringsAreEncodedAgain(shape: String) {
        let once = #"{"event":"offer","n":1e3,"data":<sdp>}"#
        expect(
            .text(written(once, written(shape, Self.old))), becomes: .text(written(once, written(shape, Self.new))))
        let quoted = JSONString.encode(JSONString.encode(written(shape, Self.old)))
        expect(.text(quoted), becomes: .text(JSONString.encode(JSONString.encode(written(shape, Self.new)))))
    }

    @Test func base64IsWrittenAnew() {
        func written(_ text: String) -> String {
            let inner = Array("{\"type\":\"offer\",\"sdp\":\(JSONString.encode(text))}".utf8)
            return "{\"messagePayload\":\"\(String(decoding: Base64.encode(inner.span), as: UTF8.self))\"}"
        }
        expect(.text(written(Self.old)), becomes: .text(written(Self.new)))
        func bare(_ text: String) -> String {
            let letters = Base64.encode(Array(text.utf8).span)
            return "{\"type\":\"offer\",\"sdp\":\"\(String(decoding: letters, as: UTF8.self))\"}"
        }
        expect(.text(bare(Self.old)), becomes: .text(bare(Self.new)))
    }

    @Test func aBareDescriptionIsFound() {
        let old = Message(.binary, Array(Self.old.utf8))
        #expect(ParsedMessage(old).descriptionText == Self.old)
        #expect(old.replacing(description: Self.old, by: Self.new) == Message(.binary, Array(Self.new.utf8)))
    }

    @Test(arguments: Recorded.all)
    func recordedDescriptionsAreReplaced(name: String, text: String) {
        let message = Message.text(written(Self.shapes[0], text))
        #expect(message.replacing(description: text, by: text) == message)
        #expect(message.replacing(description: text, by: Self.old) == .text(written(Self.shapes[0], Self.old)))
    }

    @Test func anEqualStringElsewhereIsReplacedToo() {
        let text = #" {"sdp":<sdp>,"copies":[1,[2.5e3,{"":<sdp>}],"v=0"]}"#
        #expect(
            Message.text(written(text, Self.old)).replacing(description: Self.old, by: Self.new)
                == .text(written(text, Self.new)))
    }

    @Test func aMissingDescriptionIsNil() {
        let name = "{\(JSONString.encode(Self.old)):1}"
        let lookalike = #"{"sdp":"v=0\r\ns=e\u0301\r\n"}"#
        for text in ["", " ", "hello", "{", Self.candidate, name, #"{"sdp":"v=0"}"#, #"{"sdp":<sdp>"#] {
            #expect(Message.text(written(text, Self.old)).replacing(description: Self.old, by: "") == nil)
        }
        #expect(Message.text(lookalike).replacing(description: "v=0\r\ns=é\r\n", by: "") == nil)
        #expect(Message(.binary, [0xFF]).replacing(description: "\u{FFFD}", by: "x") != nil)
    }

    /// The maximum depth of parsing: three nested JSON strings and one base64 string.
    @Test func stringsBelowTheDepthLimitAreNotReplaced() {
        var text = "{\"sdp\":\(JSONString.encode(Self.old))}"
        for count in 1...4 {
            text = JSONString.encode(text)
            #expect((Message.text(text).replacing(description: Self.old, by: "") != nil) == (count <= 3))
        }
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(Message.text(deep).replacing(description: Self.old, by: "") == nil)
    }

    @Test func onlyDescriptionsHaveText() {
        #expect(ParsedMessage(.text(Self.candidate)).descriptionText == nil)
        #expect(ParsedMessage(.text(#"{"type":"offer","sdp":"none"}"#)).descriptionText == nil)
        #expect(ParsedMessage(Message(.binary, [0, 1])).descriptionText == nil)
    }
}
