import SDP
import SignalingSupport
import Testing

@testable import Comparison

/// Random values in messages and descriptions.
@Suite struct NormalizationTests {
    @Test(arguments: [
        (#"{"type":"hi","to":"p2"}"#, #"{"type":"hi","to":"‹peer 2›"}"#),
        (#"{"room":"demo","count":12}"#, #"{"room":"‹room›","count":12}"#),
        (#"{"at":1718000000.123,"n":-91827}"#, #"{"at":‹number›,"n":‹number›}"#),
        (#"{"id":"3f9c77ab12","re":"3f9c77ab12"}"#, #"{"id":"‹id 1›","re":"‹id 1›"}"#),
        (#"{"id":"3f9c77ab12","re":"00c1d2e3f4"}"#, #"{"id":"‹id 1›","re":"‹id 2›"}"#),
        ("8a1c7c44-0f5e-4c1e-9c7e-0d5b3b8c6f11", "‹id 1›"),
        ("kXvRbQzLmNpAsDfGhJkW", "‹id 1›"),
        ("setRemoteDescription end-of-candidates h264 webrtc", "setRemoteDescription end-of-candidates h264 webrtc"),
        (#"{"token":"abc","x":1}"#, #"{"token":"‹secret›","x":1}"#),
        ("grüße p3", "grüße p3"),
    ])
    func randomWordsAreNamedInOrderOfAppearance(text: String, expected: String) {
        let names = ["p2": "peer 2", "demo": "room"]
        #expect(NormalizedText.text(text, names: names) == expected)
    }

    @Test func aLongMessageIsCut() {
        let text = String(repeating: "a b ", count: 10_000)
        #expect(NormalizedText.text(text, names: [:]).unicodeScalars.count == NormalizedText.scalarLimit)
    }

    @Test(
        arguments: [
            ("o=- 1 2 IN IP4 127.0.0.1", nil), ("c=IN IP4 192.0.2.1", nil), ("a=rtcp:9 IN IP4 0.0.0.0", nil),
            ("a=candidate:1 1 udp 1 192.0.2.1 5 typ host", nil), ("a=end-of-candidates", nil), ("", nil),
            ("m=audio 51234 UDP/TLS/RTP/SAVPF 111", "m=audio * UDP/TLS/RTP/SAVPF 111"),
            ("m=audio 0 UDP/TLS/RTP/SAVPF 111", "m=audio 0 UDP/TLS/RTP/SAVPF 111"),
            ("a=ice-pwd:secret", "a=ice-pwd:*"), ("a=ssrc:1 cname:x", "a=ssrc:* cname:*"),
            ("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:key", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 *"),
            ("k=clear:key", "k=*"), ("a=fmtp:111 minptime=10", "a=fmtp:111 minptime=10"),
        ] as [(String, String?)])
    func valuesDrawnByLotAreMaskedInLines(line: String, expected: String?) {
        #expect(NormalizedDescription.line(Substring(line)) == expected)
    }

    @Test func recordedDescriptionsDifferOnlyFromOthers() throws {
        for (name, text) in Recorded.all {
            let description = try #require(SessionDescription(text))
            let changes = NormalizedDescription.changes(description, description)
            #expect(changes.sections.isEmpty && changes.lines.isEmpty, "\(name)")
            // Neither the order of attributes nor the line endings matter.
            let lines = text.split(whereSeparator: \.isNewline)
            #expect(NormalizedDescription.text(lines.joined(separator: "\n")) == NormalizedDescription.text(text))
        }
    }

    @Test func theNumberOfChangedLinesIsLimited() throws {
        func text(_ word: String) -> String {
            "v=0\r\nm=audio 9 A 0\r\n" + (0..<100).map { "a=\(word)\($0):\($0)\r\n" }.joined()
        }
        let changes = NormalizedDescription.changes(
            try #require(SessionDescription(text("x"))), try #require(SessionDescription(text("y"))))
        #expect(changes.lines.count == NormalizedDescription.lineLimit)
        #expect(changes.isCut)
    }
}
