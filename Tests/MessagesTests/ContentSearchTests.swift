import Testing

@testable import Messages
@testable import SDP

/// Messages of unknown dialects, in which descriptions and candidates are recognized by their content alone.
@Suite struct ContentSearchTests {
    private static let offer =
        #""v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=setup:actpass\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n""#
    private static let answer =
        #""v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=setup:active\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n""#
    private static let line = #""candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0""#

    private static func written(_ text: String) -> String {
        text.replacing("<offer>", with: offer).replacing("<answer>", with: answer).replacing("<line>", with: line)
    }

    private func parsed(_ text: String) -> ParsedMessage { ParsedMessage(.text(Self.written(text))) }

    @Test(arguments: [
        (#"{"type":"offer","data":{"rtc-data":{"type":"offer","sdp":<offer>}}}"#, Kind.offer, "data.rtc-data{}"),
        (#"{"type":"offer","data":{"rtc-data":<offer>}}"#, .offer, "data.rtc-data"),
        (#"{"op":"answer","d":{"text":{"Type":"answer","Sdp":<answer>}}}"#, .answer, "d.text{}"),
        (#"{"callUser":{"signalData":{"type":"offer","sdp":<offer>}}}"#, .offer, "callUser.signalData{}"),
        (#"{"makeOffer":<offer>}"#, .offer, "offer|answer"),
        (#"{"myAnswer":<answer>}"#, .answer, "offer|answer"),
        (#"{"rtcSdp":<offer>,"what":"sdpOffer"}"#, .offer, "rtcSdp"),
        (#"{"uuid":"a1","rtcData":{"kind":"offer","text":<offer>}}"#, .offer, "rtcData.text"),
        (#"["video-answer",{"x":<answer>}]"#, .answer, "[].x"),
        (#"{"x":["offer",<offer>]}"#, .offer, "x[]"),
        (#"OFFER {"x":<offer>}"#, .offer, "….x"),
        (#"{"x":"{\"y\":\"v=0\\r\\no=- 1 2 IN IP4 0\\r\\na=setup:actpass\\r\\n\"}"}"#, .offer, "x\"\".y"),
    ])
    func aDescriptionIsRecognizedUnderAnyName(text: String, kind: Kind, shape: String) {
        let parsed = parsed(text)
        #expect(parsed.kind == kind)
        #expect(parsed.descriptionSummary != nil)
        #expect(parsed.envelopeFormat == shape)
    }

    @Test func surroundingMembersTellTheKindOfADescription() {
        // The closest counts; without any, the DTLS role tells (RFC 8842 §5.2).
        #expect(parsed(#"{"type":"offer","x":{"kind":"answer","y":<offer>}}"#).kind == .answer)
        #expect(parsed(#"{"action":"call","answerSdp":<offer>}"#).kind == .answer)
        #expect(parsed(#"{"x":{"y":<offer>}}"#).kind == .offer)
        #expect(parsed(#"{"x":{"y":<offer>}}"#).isInferred)
        #expect(parsed(#"{"x":{"y":<answer>}}"#).kind == .answer)
    }

    @Test(arguments: [
        #"{"type":"candidate","rtcIceCandidate":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#,
        #"{"x":{"Candidate":<line>,"SdpMid":"0","SdpMLineIndex":0}}"#,
        #"{"x":{"y":<line>,"sdp_mid":"0","sdp_mline_index":0}}"#,
        #"{"cmd":"ice","d":[{"a":<line>,"sdpMid":"0","sdpMLineIndex":0}]}"#,
        #"{"x":{"line":"1 1 udp 2113937151 192.0.2.4 51234 typ host","sdpMid":"0","sdpMLineIndex":0}}"#,
    ])
    func aCandidateIsRecognizedUnderAnyName(text: String) {
        let parsed = parsed(text)
        #expect(parsed.kind == .candidate)
        #expect(parsed.candidate?.port == 51234)
        #expect([parsed.mid, parsed.mLineIndex.map(String.init)] == ["0", "0"])
    }

    @Test func aBareCandidateLineIsRecognized() {
        #expect(parsed(#"{"op":"trickle","d":<line>}"#).kind == .candidate)
        #expect(parsed(#"{"d":<line>}"#).kind == .candidate)
    }

    @Test(arguments: [
        #"{"type":"candidate","rtcIceCandidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0}}"#,
        #"{"op":"ice","d":null,"from":"a","to":null}"#, #"{"x":{"Candidate":"","SdpMid":"0"}}"#,
        #"{"kind":"ice-candidate","payload":{"rtc":""}}"#,
    ])
    func theEndOfCandidatesIsFoundUnderAnyName(text: String) {
        #expect(parsed(text).kind == .endOfCandidates)
    }

    @Test(arguments: [
        (#"{"op":"hang-up"}"#, Kind.bye, false), (#"{"msgType":"endCall"}"#, .bye, false),
        (#"{"method":"rejectCall"}"#, .bye, false), (#"{"command":"TERMINATE"}"#, .bye, false),
        (#"{"event":"call-declined"}"#, .bye, false), (#"{"type":"busy"}"#, .bye, false),
        (#"{"type":"reject","to":"b"}"#, .bye, false), (#"{"type":"ready"}"#, .join, false),
        (#"{"kind":"hello","name":"al"}"#, .join, false), (#"{"type":"init"}"#, .join, false),
        (#"{"action":"user-left","id":4}"#, .roster, false), (#"{"type":"callEnded"}"#, .bye, false),
        (#"{"leaving":true}"#, .leave, true), (#"{"bye":true,"from":"a"}"#, .bye, true),
        (#"{"join":{"room":"r"}}"#, .join, true), (#"{"type":"stop"}"#, .bye, true),
        (#"{"data":{"op":"hangup"}}"#, .bye, false), (#"{"Type":"bye"}"#, .bye, false),
        (#"{"status":"disconnected"}"#, .leave, true), (#"{"uuid":"a1","displayName":"Al","dest":"all"}"#, .join, true),
        (#""KeepAlive""#, .keepalive, false), (#"{"NewPeer":"8c1f"}"#, .roster, true),
        (#"{"PeerLeft":"8c1f"}"#, .roster, true),
        (#"{"remoteUserId":"b","sender":"a","message":{"readyForOffer":true}}"#, .join, true),
        (#"{"remoteUserId":"b","sender":"a","message":{"newParticipationRequest":true}}"#, .join, true),
        (#"{"remoteUserId":"b","sender":"a","message":{"userLeft":true}}"#, .roster, true),
        (#"{"cmd":"webrtc_create","to":4}"#, .join, true), (#"{"type":"join-stream"}"#, .join, true),
        (#"{"type":"call-request"}"#, .join, true), (#"{"t":"MATCH","roomId":"r"}"#, .roster, true),
    ])
    func aTypeWordTellsTheKindOfAMessage(text: String, kind: Kind, isGuess: Bool) {
        let parsed = parsed(text)
        #expect(parsed.kind == kind)
        #expect(parsed.isGuess == isGuess)
    }

    @Test(arguments: [
        #"{"type":"chat","text":<offer>}"#, #"{"type":"log","line":<line>}"#, #"{"log":<line>}"#,
        #"{"type":"error","message":<line>}"#, #"{"level":"debug","type":"console","args":[<line>,<offer>]}"#,
        #"{"text":"candidate:1 1 udp 1 192.0.2.4 9 typ host was added"}"#,
        #"{"x":"candidate:1 1 udp 1 192.0.2.4 9 typ host was it"}"#,
        #"{"type":"chat","text":"hello","leaving":true}"#, #"{"room":"r1","message":"hi"}"#,
        "I have an offer: v=0\r\no=- 1 2 IN IP4 0\r\na=setup:actpass\r\n", "offers {} of the day",
        #"{"x":{"candidate":"","name":"Bob"}}"#, #"{"name":"Bob","age":[4]}"#,
        #"{"type":"deploy-room-service-now"}"#, #"{"game":{"type":"start"}}"#,
    ])
    func proseIsNoSignaling(text: String) {
        let parsed = parsed(text)
        #expect(!parsed.kind.isNegotiation)
        #expect(parsed.descriptionSummary == nil)
        #expect(parsed.candidate == nil)
    }

    @Test func aMissingAnnouncedDescriptionIsKnownWithItsPaths() {
        let parsed = parsed(#"{"type":"offer","data":{"to":"bob","from":"al","body":"hidden"}}"#)
        #expect(parsed.kind == .other)
        #expect(parsed.missingContent?.kind == .offer)
        #expect(parsed.missingContent?.members == ["type", "data.to", "data.from", "data.body"])
        #expect(self.parsed(#"{"type":"requestOffer"}"#).missingContent == nil)
        #expect(self.parsed(#"{"type":"chat","text":"offer"}"#).missingContent == nil)
        #expect(self.parsed(#"{"type":"candidate","x":5}"#).missingContent?.kind == .candidate)
    }

    @Test func aWideMessageIsSearchedUpToALimit() {
        let members = (0..<100_000).map { "\"m\($0)\":{\"x\":\($0)}" }.joined(separator: ",")
        #expect(parsed("{\(members),\"sdq\":<offer>}").kind == .other)
        let few = (0..<60).map { "\"m\($0)\":{\"x\":\($0)}" }.joined(separator: ",")
        #expect(parsed("{\(few),\"sdq\":<offer>}").kind == .offer)
        let deep = String(repeating: #"{"x":"#, count: 100_000) + "1" + String(repeating: "}", count: 100_000)
        #expect(parsed(deep).kind == .other)
    }
}
