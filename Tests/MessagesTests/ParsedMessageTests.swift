import Testing

@testable import Messages
@testable import Text

@Suite struct ParsedMessageTests {
    private static let sdp = [
        "v=0", "o=- 46117 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2", "a=setup:actpass",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 110", "a=mid:0", "a=rtpmap:111 opus/48000/2", "a=rtpmap:63 red/48000/2",
        "a=rtpmap:110 telephone-event/48000", "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 45", "a=mid:1", "a=recvonly",
        "a=rtpmap:96 VP8/90000", "a=rtpmap:97 rtx/90000", "a=rtpmap:103 H264/90000", "a=rtpmap:104 H264/90000",
        "a=rtpmap:45 AV1/90000", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:2", "a=sctp-port:5000", "",
    ].joined(separator: "\r\n")
    private static let media = "audio opus,red · video recvonly VP8,H264,AV1 · data"

    private func parsed(_ text: String) -> ParsedMessage { ParsedMessage(.text(text)) }

    /// An `RTCSessionDescriptionInit` (W3C webrtc-pc §4.7).
    private static func description(_ type: String) -> String {
        "{\"type\":\"\(type)\",\"sdp\":\(JSONString.encode(sdp))}"
    }

    @Test(arguments: ["sdp", "description", "desc", "jsep", "offer", "answer"])
    func aDescriptionIsRecognizedUnderEachOfItsNames(key: String) {
        for kind in [Kind.offer, .answer, .pranswer] {
            let parsed = parsed("{\"uuid\":\"u\",\"\(key)\":\(Self.description(kind.rawValue)),\"to\":\"p1\"}")
            #expect(parsed.kind == kind)
            #expect(parsed.summary == Self.media)
        }
    }

    @Test func aDescriptionIsRecognizedWithoutAnEnvelope() {
        #expect(parsed(Self.description("offer")).kind == .offer)
        #expect(parsed(#"{"type":"rollback"}"#).kind == .rollback)
        #expect(parsed(#"{"sdp":{"type":"rollback","sdp":""}}"#).kind == .rollback)
    }

    @Test(arguments: [
        (#"{"candidate":{"candidate":"LINE","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Ab3f"}}"#, "m0"),
        (#"{"ice":{"candidate":"LINE","sdpMLineIndex":1},"uuid":"u"}"#, "m1"),
        (#"{"candidate":"LINE","sdpMid":"audio","sdpMLineIndex":null}"#, "mid audio"),
        (#"{"candidate":{"candidate":"a=LINE"}}"#, ""),
    ])
    func aCandidateIsRecognizedWithItsMSection(text: String, section: String) {
        let line = "candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0 ufrag Ab3f"
        let parsed = parsed(text.replacing("LINE", with: line))
        #expect(parsed.kind == .candidate)
        #expect(parsed.summary == ["host udp 192.0.2.4:51234", section].filter { !$0.isEmpty }.joined(separator: " "))
    }

    /// W3C webrtc-pc §4.4.1.6: an empty string ends a generation, `null` ends gathering.
    @Test(arguments: [
        (#"{"candidate":null}"#, "all candidates sent"), (#"{"ice":null}"#, "all candidates sent"),
        (#"{"candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0}}"#, "no more for m0"),
        (#"{"candidate":"","sdpMid":"1"}"#, "no more for mid 1"),
    ])
    func everySpellingOfTheEndOfCandidatesIsRecognized(text: String, summary: String) {
        #expect(parsed(text).kind == .endOfCandidates)
        #expect(parsed(text).summary == summary)
    }

    @Test(arguments: [
        "hello", "{}", "[]", "null", "42", #"{"type":"offer"}"#, #"{"sdp":"v=0"}"#, #"{"candidate":5}"#,
        #"{"candidate":{"candidate":"no line"}}"#, #"{"type":"offer","sdp":5}"#, #"{"type":{"type":"offer"}}"#,
    ])
    func unknownTextIsSummarizedByItsFirstCharacters(text: String) {
        #expect(parsed(text).kind == .other)
        #expect(parsed(text).summary == text)
    }

    @Test func longTextIsShortened() {
        #expect(parsed(String(repeating: "x", count: 100_000)).summary.count == 160)
    }

    @Test func theLengthOfSummariesIsLimited() {
        let long = String(repeating: "x", count: 50_000)
        let texts = [
            long, "{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\nm=\(long) 9 RTP/AVP 0\"}}",
            "{\"candidate\":{\"candidate\":\"candidate:1 1 udp 1 \(long) 1 typ host\"}}",
            "{\"candidate\":{\"candidate\":\"\",\"sdpMid\":\"\(long)\"}}",
            "e" + String(repeating: "\u{301}", count: 50_000),
        ]
        for text in texts { #expect(parsed(text).summary.unicodeScalars.count <= 160) }
    }

    @Test(arguments: [[0xFF, 0xFE], [0x00], [0x08, 0x01, 0x12], Array("a\u{0}b".utf8)])
    func binaryDataIsOpaque(bytes: [UInt8]) {
        let parsed = ParsedMessage(Message(.binary, bytes))
        #expect(parsed.kind == .opaque)
        #expect(parsed.summary == "\(bytes.count) bytes that are not text")
    }

    @Test func anOfferInABinaryFrameIsAnOffer() {
        #expect(ParsedMessage(Message(.binary, Array(Self.description("offer").utf8))).kind == .offer)
    }

    @Test func theRelaysOwnByeIsABye() {
        #expect(parsed(#"{"type":"bye","to":"p1"}"#).kind == .bye)
    }

    @Test func aBrokenDescriptionIsStillAnOffer() {
        #expect(parsed(#"{"sdp":{"type":"offer","sdp":"nonsense"}}"#).summary == "not a session description")
        #expect(parsed(#"{"candidate":{"candidate":"candidate:1 1 udp"}}"#).summary == "malformed: candidate:1 1 udp")
    }
}
