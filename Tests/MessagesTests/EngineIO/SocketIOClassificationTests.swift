import SDP
import Testing

@testable import Messages
@testable import Text

/// The kinds of Socket.IO events: their arguments are classified as any message, their name is a type word.
@Suite struct SocketIOClassificationTests {
    private func parsed(_ text: String) throws -> ParsedMessage {
        var reader = EngineIOReader(.four)
        for output in reader.read(frame: .text("4" + FamilyTests.written(text)), .toServer, at: 0) {
            if case .message(let message) = output { return ParsedMessage(message) }
        }
        throw EngineIOError.emptyPacket
    }

    @Test(
        arguments: [
            // The argument tells the kind.
            (#"2["message",{"type":"offer","sdp":<offer>,"to":"b"}]"#, .offer, "sdp"),
            (#"2["webrtc",{"sdp":{"type":"answer","sdp":<answer>}}]"#, .answer, "sdp{}"),
            (#"2["to-peer","bob",{"type":"offer","sdp":<offer>}]"#, .offer, "[]{}"),
            (#"2["x",{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}]"#, .candidate, "candidate"),
            (#"2["message","{\"candidate\":null}"]"#, .endOfCandidates, nil),
            // The name tells the kind.
            (#"2["offer",{"sdp":<offer>}]"#, .offer, "data{}"),
            (#"2["answer","bob",{"sdp":<answer>}]"#, .answer, "data[]{}"),
            (#"2["answer",<offer>]"#, .answer, "data"),
            (#"2["video-answer",{"description":<answer>,"target":"a"}]"#, .answer, "data.description"),
            (#"2["ice-candidate",{"candidate":<line>,"sdpMid":"0"}]"#, .candidate, "data{}"),
            (#"2["candidate",{"candidate":null}]"#, .endOfCandidates, nil),
            (#"2["join","room-1"]"#, .join, nil),
            (#"2["bye"]"#, .bye, nil),
            (#"2["hang-up",{"to":"b"}]"#, .bye, nil),
            (#"2["user-left","a1"]"#, .roster, nil),
            // Neither does.
            (#"2["chat message","join us"]"#, .other, nil),
            (#"2["score",{"home":1}]"#, .other, nil),
            (#"3/room,1["ok"]"#, .other, nil),
        ] as [(String, Kind, String?)])
    func anEventHasTheKind(text: String, kind: Kind, format: String?) throws {
        let parsed = try parsed(text)
        #expect(parsed.kind == kind, "\(text)")
        #expect(parsed.envelopeFormat == format, "\(text)")
    }

    @Test func senderAndAddresseeAreThoseOfTheArgument() throws {
        let parsed = try parsed(#"2["offer",{"sdp":<offer>,"from":"a","to":"b","room":"r"}]"#)
        #expect([parsed.from, parsed.to, parsed.room] == ["a", "b", "r"])
    }

    @Test func anEventThatLacksItsContentIsReported() throws {
        #expect(try parsed(#"2["offer",{"to":"b"}]"#).missingContent?.kind == .offer)
    }
}
