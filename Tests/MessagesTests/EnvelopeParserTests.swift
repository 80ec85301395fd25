import Testing

@testable import Messages
@testable import Text

/// The limits of the search for descriptions and candidates in a message.
@Suite struct EnvelopeParserTests {
    private static let bye = #"{"type":"bye"}"#

    private func kind(_ text: String) -> Kind { ParsedMessage(.text(text)).kind }

    private func wrapped(_ text: String, times: Int) -> String {
        String(repeating: #"{"data":"#, count: times) + text + String(repeating: "}", count: times)
    }

    @Test func sixLevelsAreSearched() {
        #expect(kind(wrapped(Self.bye, times: 5)) == .bye)
        #expect(kind(wrapped(Self.bye, times: 6)) == .other)
        #expect(kind(wrapped(Self.bye, times: 40_000)) == .other)
        #expect(kind(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)) == .other)
    }

    @Test func threeNestedStringsAreParsedAsJSON() {
        var text = Self.bye
        for count in 1...4 {
            text = "{\"data\":\(JSONString.encode(text))}"
            // A string and the object in it are a level each.
            #expect(kind(text) == (count <= 2 ? .bye : .other))
        }
        text = Self.bye
        for count in 1...4 {
            text = JSONString.encode(text)
            #expect(kind(text) == (count <= 3 ? .bye : .other))
        }
    }

    @Test func oneStringIsDecodedAsBase64() {
        // {"type":"offer","sdp":"v=0\r\nm=audio 9 X 0\r\n"} and its base64's.
        let once = "eyJ0eXBlIjoib2ZmZXIiLCJzZHAiOiJ2PTBcclxubT1hdWRpbyA5IFggMFxyXG4ifQ=="
        #expect(kind("{\"messagePayload\":\"\(once)\"}") == .offer)
        // {"sdp":"…"} with a base64 of v=0 in it.
        let twice =
            "eyJtZXNzYWdlUGF5bG9hZCI6ImRqMHdEUXB0UFdGMVpHbHZJRGtnV0NBd0RRcGhQWE5sZEhWd09tRmpkSEJoYzNNTkNnPT0ifQ=="
        #expect(kind("{\"messagePayload\":\"\(twice)\"}") == .other)
    }

    @Test func ciphertextIsOpaque() {
        let secret = "bm90aGluZyB0aGF0IGFueWJvZHkgY291bGQgcmVhZCBoZXJl"
        for text in [#"{"type":"offer","sdp":"S"}"#, #"{"sdp":"S"}"#, #"{"sdp":{"type":"answer","sdp":"S"}}"#] {
            let parsed = ParsedMessage(.text(text.replacing("S", with: secret)))
            #expect(parsed.kind == .opaque)
            #expect(parsed.isText)
            #expect(parsed.summary == "48 characters of ciphertext")
        }
        #expect(kind(#"{"type":"offer","sdp":"c2hvcnQ="}"#) == .offer)
    }

    @Test func manyMembersAreSearchedOnce() {
        let members = (0..<100_000).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        #expect(kind("{\(members)}") == .other)
        #expect(kind("{\(members),\"type\":\"bye\"}") == .bye)
        let wraps = (0..<20_000).map { "\"data\":{\"a\":\($0)}" }.joined(separator: ",")
        #expect(kind("{\(wraps),\"payload\":{\"type\":\"bye\"}}") == .bye)
    }

    @Test func manyCandidatesAreParsedUpToALimit() {
        let line = "\"candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host\""
        let lines = Array(repeating: line, count: 4000).joined(separator: ",")
        let parsed = ParsedMessage(.text("{\"candidates\":[\(lines)]}"))
        #expect(parsed.kind == .candidate)
        #expect(parsed.summary == "host udp 192.0.2.4:51234 +61")
    }

    @Test func hugeBase64TextIsDecodedOnce() {
        let letters = String(repeating: "QUJD", count: 60_000)
        #expect(kind("{\"type\":\"offer\",\"sdp\":\"\(letters)\"}") == .opaque)
        #expect(kind("{\"type\":\"offer\",\"sdp\":\"eyJ0\(letters)\"}") == .opaque)
        #expect(kind("{\"type\":\"chat\",\"data\":\"\(letters)\"}") == .other)
    }

    /// The cached ends of strings belong to one text, even if a nested text has a string at the same offset.
    @Test func nestedTextHasItsOwnStrings() {
        let inner = #"{"data":"x","type":"answer","sdp":"v=0\r\ns=-\r\n"}"#
        let escaped = inner.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
        #expect(kind("{\"data\":\"\(escaped)\"}") == .answer)
        #expect(kind("{\"data\":\"\(escaped)\",\"to\":{\"id\":{\"data\":\"y\"}}}") == .answer)
    }

    /// Truncated and damaged messages do not trap.
    @Test func prefixesAndDamagedMessagesDoNotTrap() {
        let bytes = Array(
            #"{"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":"v=0\r\n\u00e9"},"candidates":["candidate:1"]},"to":1}"#
                .utf8
        )
        for count in 0...bytes.count { _ = ParsedMessage(Message(.text, Array(bytes.prefix(count)))) }
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x22, 0x5B, 0x5C, 0x7B, 0x7D, 0xFF] {
                var damaged = bytes
                damaged[index] = byte
                _ = ParsedMessage(Message(.text, damaged))
            }
        }
    }
}
