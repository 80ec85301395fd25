import Testing

@testable import Messages
@testable import Text

/// The m-section and the ICE generation of a candidate (W3C webrtc-pc, `RTCIceCandidateInit`).
@Suite struct CandidateTargetTests {
    private static let line = "candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0"

    private func parsed(_ text: String) -> ParsedMessage {
        ParsedMessage(.text(text.replacing("<line>", with: JSONString.encode(Self.line))))
    }

    @Test(arguments: [
        (#"{"candidate":{"candidate":<line>,"sdpMid":"0","sdpMLineIndex":0}}"#, "0", 0),
        (#"{"candidate":{"candidate":<line>,"sdpMid":"audio","sdpMLineIndex":null}}"#, "audio", nil),
        (#"{"ice":{"candidate":<line>,"sdpMLineIndex":1}}"#, nil, 1),
        (#"{"id":"bob","type":"candidate","candidate":<line>,"mid":"video"}"#, "video", nil),
        (#"{"type":"candidate","label":2,"id":"2","candidate":<line>}"#, nil, 2),
        (#"{"candidates":[{"candidate":<line>,"sdpMid":"a"},{"candidate":<line>,"sdpMid":"b"}]}"#, "a", nil),
        (#"{"candidate":"{\"candidate\":\"candidate:1 1 udp 1 a 1 typ host\",\"sdpMid\":\"0\"}"}"#, "0", nil),
        (#"{"candidate":{"candidate":"candidate:1 1","sdpMid":"0"}}"#, "0", nil),
        (#"{"candidate":{"candidate":<line>,"sdpMid":0,"sdpMLineIndex":"0"}}"#, nil, nil),
        (#"{"candidate":{"candidate":<line>,"sdpMLineIndex":-1}}"#, nil, -1),
    ])
    func aCandidateTakesItsMSectionFromItsMembers(text: String, mid: String?, index: Int?) {
        let parsed = parsed(text)
        #expect(parsed.kind == .candidate)
        #expect(parsed.mid == mid)
        #expect(parsed.mLineIndex == index)
    }

    /// W3C webrtc-pc §4.4.1.6: the end of candidates applies to the m-section that it names, if any.
    @Test(arguments: [
        (#"{"candidate":{"candidate":"","sdpMid":"1","sdpMLineIndex":1,"usernameFragment":"Ab3f"}}"#, "1", 1, "Ab3f"),
        (#"{"candidate":"","sdpMid":"1"}"#, "1", nil, nil),
        (#"{"type":"endOfCandidates","mid":"1"}"#, "1", nil, nil),
        (#"{"candidate":null}"#, nil, nil, nil),
    ])
    func theEndOfCandidatesNamesItsMSection(text: String, mid: String?, index: Int?, fragment: String?) {
        let parsed = parsed(text)
        #expect(parsed.kind == .endOfCandidates)
        #expect(parsed.mid == mid)
        #expect(parsed.mLineIndex == index)
        #expect(parsed.usernameFragment == fragment)
    }

    @Test(arguments: [
        (#"{"candidate":{"candidate":"LINE","usernameFragment":"Ab3f"}}"#, "Ab3f"),
        (#"{"candidate":{"candidate":"LINE","ufrag":"Ab3f"}}"#, "Ab3f"),
        (#"{"candidate":{"candidate":"LINE","usernameFragment":null}}"#, nil),
        (#"{"candidate":{"candidate":"LINE ufrag Cd4g"}}"#, "Cd4g"),
        (#"{"candidate":{"candidate":"LINE ufrag Cd4g","usernameFragment":null}}"#, "Cd4g"),
        (#"{"candidate":{"candidate":"LINE ufrag Cd4g","usernameFragment":"Ab3f"}}"#, "Ab3f"),
        ("LINE ufrag Cd4g network-cost 999", "Cd4g"),
        (#"{"candidate":{"candidate":"LINE"}}"#, nil),
        ("LINE", nil),
    ])
    func theUfragOfACandidateIsThatOfTheMemberOrOfTheLine(text: String, fragment: String?) {
        let parsed = parsed(text.replacing("LINE", with: Self.line))
        #expect(parsed.kind == .candidate)
        #expect(parsed.usernameFragment == fragment)
    }

    @Test func aDescriptionHasNoMSection() {
        let parsed = parsed(
            #"{"type":"offer","sdp":"v=0\r\na=ice-ufrag:Ab3f\r\n","sdpMid":"0","usernameFragment":"x"}"#)
        #expect(parsed.kind == .offer)
        #expect(parsed.mid == nil)
        #expect(parsed.usernameFragment == nil)
    }
}
