import Testing

@testable import Messages
@testable import SDP
@testable import Text

/// Sample messages of each client family, with the result of parsing them.
///
/// `<offer>` and `<answer>` stand for descriptions, `<line>` for a candidate.
@Suite struct FamilyTests {
    /// A message and the expected result.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let kind: Kind
        var from: String?
        var to: String?
        var room: String?
        var key: String?
        var isInferred = false

        init(
            _ kind: Kind,
            _ text: String,
            from: String? = nil,
            to: String? = nil,
            room: String? = nil,
            key: String? = nil,
            isInferred: Bool = false
        ) {
            self.text = text
            self.kind = kind
            self.from = from
            self.to = to
            self.room = room
            self.key = key
            self.isInferred = isInferred
        }

        var testDescription: String { text }
    }

    private static let offer = "v=0\r\na=setup:actpass\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    private static let answer = "v=0\r\na=setup:active\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    private static let line = "candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host"

    static func written(_ text: String) -> String {
        text.replacing("<offer>", with: JSONString.encode(offer)).replacing("<answer>", with: JSONString.encode(answer))
            .replacing("<line>", with: JSONString.encode(line))
    }

    private func expect(_ expected: Case) {
        let parsed = ParsedMessage(.text(Self.written(expected.text)))
        #expect(parsed.kind == expected.kind)
        #expect(parsed.from == expected.from)
        #expect(parsed.to == expected.to)
        #expect(parsed.room == expected.room)
        #expect(parsed.negotiationKey == expected.key)
        #expect(parsed.isInferred == expected.isInferred)
        let hasDescription = [.offer, .answer, .pranswer].contains(expected.kind)
        #expect(parsed.description?.text == (hasDescription ? Self.text(of: expected.kind) : nil))
        #expect((parsed.candidate != nil) == (expected.kind == .candidate))
    }

    private static func text(of kind: Kind) -> String { kind == .offer ? offer : answer }

    @Test(arguments: [
        Case(.offer, #"{"sdp":{"type":"offer","sdp":<offer>}}"#),
        Case(.answer, #"{"sdp":{"type":"answer","sdp":<answer>},"uuid":"u1"}"#, from: "u1"),
        Case(.candidate, #"{"candidate":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.candidate, #"{"ice":{"candidate":<line>,"sdpMLineIndex":0},"uuid":"u1"}"#, from: "u1"),
        Case(.endOfCandidates, #"{"candidate":null}"#),
        Case(.endOfCandidates, #"{"ice":null,"uuid":"u1"}"#, from: "u1"),
        Case(.offer, #"{"type":"offer","offer":{"type":"offer","sdp":<offer>}}"#),
        Case(.answer, #"{"answer":{"sdp":<answer>}}"#),
        Case(
            .offer,
            #"{"event":"offer","data":"{\"type\":\"offer\",\"sdp\":\"v=0\\r\\na=setup:actpass\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n\"}"}"#
        ),
        Case(
            .candidate, #"{"type":"ice-candidate","candidate":{"candidate":<line>},"to":"b","from":"a"}"#, from: "a",
            to: "b"),
        Case(.candidate, #"{"candidates":[{"candidate":<line>,"sdpMid":"0"},{"candidate":<line>,"sdpMid":"1"}]}"#),
        Case(.candidate, #"{"type":"candidates","candidates":[<line>,<line>]}"#),
        Case(.offer, #"{"sdp":<offer>}"#, isInferred: true),
        Case(.answer, #"{"sdp":<answer>}"#, isInferred: true),
        Case(.answer, #"{"sdp":{"sdp":<answer>},"to":7}"#, to: "7", isInferred: true),
    ])
    func theTutorialAndItsVariantsAreParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(.offer, #"{"sdp":{"type":"offer","sdp":<offer>},"to":"p1"}"#, to: "p1"),
        Case(
            .candidate, #"{"candidate":{"candidate":<line>,"sdpMid":"0"},"to":"p1","from":"p3"}"#, from: "p3", to: "p1"),
        Case(.bye, #"{"type":"bye","to":"p1"}"#, to: "p1"),
        Case(
            .roster, #"{"type":"welcome","id":"p3","room":"demo","name":"Al","peers":[],"iceServers":[]}"#, room: "demo"
        ),
        Case(.roster, #"{"type":"peer-joined","id":"p4","name":"Al"}"#),
        Case(.roster, #"{"type":"peer-left","id":"p4","reason":"closed 1000"}"#),
        Case(.error, #"{"type":"error","code":"no-such-peer","message":"there is no other peer p9 in this room"}"#),
    ])
    func theRelaysOwnProtocolIsParsed(message: Case) { expect(message) }

    /// W3C webrtc-pc §10.7: both ends of candidates are sent, and a message may have both members.
    @Test(arguments: [
        Case(.offer, #"{"description":{"type":"offer","sdp":<offer>}}"#),
        Case(.answer, #"{"description":{"type":"answer","sdp":<answer>},"candidate":null}"#),
        Case(.rollback, #"{"description":{"type":"rollback","sdp":""}}"#),
        Case(.candidate, #"{"description":null,"candidate":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.endOfCandidates, #"{"candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.endOfCandidates, #"{"candidate":null}"#),
    ])
    func perfectNegotiationIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(.offer, #"{"type":"offer","sdp":<offer>}"#),
        Case(.answer, #"{"type":"answer","sdp":<answer>}"#),
        Case(.candidate, #"{"type":"candidate","candidate":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.endOfCandidates, #"{"type":"candidate","candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.other, #"{"type":"renegotiate","renegotiate":true}"#),
        Case(.other, #"{"type":"transceiverRequest","transceiverRequest":{"kind":"video","init":{}}}"#),
    ])
    func simplePeerIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(
            .offer,
            #"{"type":"publish","topic":"r","data":{"type":"signal","from":"a","to":"b","token":1.5,"signal":{"type":"offer","sdp":<offer>}},"clients":3}"#,
            from: "a",
            to: "b",
            room: "r"
        ),
        Case(
            .candidate,
            #"{"type":"publish","topic":"r","data":{"type":"signal","from":"a","to":"b","signal":{"type":"candidate","candidate":{"candidate":<line>}}}}"#,
            from: "a",
            to: "b",
            room: "r"
        ),
        Case(.join, #"{"type":"publish","topic":"r","data":{"type":"announce","from":"a"}}"#, from: "a", room: "r"),
        Case(.join, #"{"type":"subscribe","topics":["r"]}"#, room: "r"),
        Case(.leave, #"{"type":"unsubscribe","topics":["r"]}"#, room: "r"),
        Case(.keepalive, #"{"type":"ping"}"#),
        Case(
            .opaque, #"{"type":"publish","topic":"r","data":"mJ0m3cYvG1p4Qm9vZmZlZWRiYWNrMTIzNDU2Nzg5MGFiY2Q="}"#,
            room: "r"),
    ])
    func simplePeerWithTopicsIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(
            .offer,
            #"{"type":"OFFER","src":"alice","dst":"bob","payload":{"sdp":{"type":"offer","sdp":<offer>},"type":"data","connectionId":"dc_9f","label":"dc_9f","metadata":null}}"#,
            from: "alice",
            to: "bob",
            key: "dc_9f"
        ),
        Case(
            .answer,
            #"{"type":"ANSWER","dst":"alice","payload":{"sdp":{"type":"answer","sdp":<answer>},"type":"media","connectionId":"mc_1"}}"#,
            to: "alice",
            key: "mc_1"
        ),
        Case(
            .candidate,
            #"{"type":"CANDIDATE","dst":"bob","payload":{"candidate":{"candidate":<line>,"sdpMid":"0"},"type":"data","connectionId":"dc_9f"}}"#,
            to: "bob",
            key: "dc_9f"
        ),
        Case(.leave, #"{"type":"LEAVE","dst":"bob"}"#, to: "bob"),
        Case(.keepalive, #"{"type":"HEARTBEAT"}"#),
        Case(.error, #"{"type":"EXPIRE","src":"bob","dst":"alice"}"#, from: "bob", to: "alice"),
        Case(.error, #"{"type":"ID-TAKEN","payload":{"msg":"ID is taken"}}"#),
    ])
    func peerJSIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(.join, #"{"type":"register","roomId":"r1","clientId":"c1","key":"k"}"#, from: "c1", room: "r1"),
        Case(.roster, #"{"type":"accept","connectionId":"01J","iceServers":[],"isExistClient":true}"#, key: "01J"),
        Case(.error, #"{"type":"reject","reason":"full"}"#),
        Case(.offer, #"{"type":"offer","sdp":<offer>}"#),
        Case(.candidate, #"{"type":"candidate","ice":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.endOfCandidates, #"{"type":"candidate","ice":{"candidate":"","sdpMid":"0","sdpMLineIndex":0}}"#),
        Case(.keepalive, #"{"type":"pong"}"#),
        Case(.bye, #"{"type":"bye"}"#),
    ])
    func ayameIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(
            .offer, #"{"type":"video-offer","name":"Al","target":"Bo","sdp":{"type":"offer","sdp":<offer>}}"#,
            from: "Al",
            to: "Bo"),
        Case(
            .answer, #"{"type":"video-answer","name":"Bo","target":"Al","sdp":{"type":"answer","sdp":<answer>}}"#,
            from: "Bo", to: "Al"),
        Case(.candidate, #"{"type":"new-ice-candidate","target":"Bo","candidate":{"candidate":<line>}}"#, to: "Bo"),
        Case(.bye, #"{"type":"hang-up","name":"Al","target":"Bo"}"#, from: "Al", to: "Bo"),
        Case(.join, #"{"type":"username","name":"Al","date":1,"id":1700}"#, from: "Al"),
        Case(.roster, #"{"type":"userlist","users":["Al","Bo"]}"#),
        Case(.error, #"{"id":1700,"type":"rejectusername","name":"Al1"}"#),
        Case(.other, #"{"type":"message","text":"an offer","id":1700,"date":1}"#),
    ])
    func theChatSampleIsParsed(message: Case) { expect(message) }

    @Test(arguments: [
        Case(.offer, #"{"id":"bob","type":"offer","description":<offer>}"#, to: "bob"),
        Case(.answer, #"{"id":"alice","type":"answer","description":<answer>}"#, to: "alice"),
        Case(.candidate, #"{"id":"bob","type":"candidate","candidate":<line>,"mid":"0"}"#, to: "bob"),
        Case(.candidate, #"{"type":"candidate","label":0,"id":"0","candidate":<line>}"#),
    ])
    func libdatachannelsExamplesAreParsed(message: Case) { expect(message) }

    @Test func aBareMidNamesAnMSection() {
        let text = Self.written(#"{"id":"bob","type":"candidate","candidate":<line>,"mid":"audio"}"#)
        #expect(ParsedMessage(.text(text)).summary == "host udp 192.0.2.4:51234 mid audio")
    }

    @Test func severalCandidatesAreCounted() {
        let text = Self.written(#"{"candidates":[{"candidate":<line>,"sdpMid":"0"},<line>,{"candidate":""}]}"#)
        #expect(ParsedMessage(.text(text)).summary == "host udp 192.0.2.4:51234 mid 0 +1")
    }

    @Test func aBareDescriptionIsFound() {
        for (text, kind) in [(Self.offer, Kind.offer), (Self.answer, .answer)] {
            let parsed = ParsedMessage(.text(text))
            #expect(parsed.kind == kind)
            #expect(parsed.isInferred)
            #expect(parsed.description?.text == text)
            #expect(ParsedMessage(.text(JSONString.encode(text))).kind == kind)
        }
        #expect(ParsedMessage(.text("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n")).kind == .other)
    }

    @Test(arguments: [line, "a=" + line, line + "\r\n", JSONString.encode(line)])
    func aBareCandidateIsRecognized(text: String) {
        #expect(ParsedMessage(.text(text)).kind == .candidate)
        #expect(ParsedMessage(.text(text)).candidate?.port == 51234)
    }

    /// Further spellings: RFC 8840 §4.1, and those of clients of media servers.
    @Test(arguments: [
        "a=end-of-candidates", "a=end-of-candidates\r\n", #"{"candidate":{"completed":true}}"#,
        #"{"type":"endOfCandidates"}"#, #"{"type":"end-of-candidates","to":"b"}"#,
        #"{"trickle":{"candidateInit":"","final":true}}"#, #"{"candidates":[{"candidate":""}]}"#,
        #"{"type":"candidate","candidate":null}"#, #"{"type":"new-ice-candidate","candidate":""}"#,
    ])
    func theEndOfCandidatesHasManySpellings(text: String) {
        #expect(ParsedMessage(.text(text)).kind == .endOfCandidates)
        #expect(ParsedMessage(.text(text)).summary == "all candidates sent")
    }
}
