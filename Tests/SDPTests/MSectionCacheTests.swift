import SignalingSupport
import TestSupport
import Testing

@testable import SDP

@Suite struct MSectionCacheTests {
    /// Descriptions parsed earlier do not change the result.
    @Test func cachedMSectionsDoNotChangeTheResult() {
        var random = SeededGenerator(seed: 11)
        var known = MSectionCache()
        for (name, text) in Recorded.all {
            for _ in 0..<40 {
                let mutant = random.mutatedText(Array(text.utf8))
                for text in [text, mutant, text] {
                    let (alone, other) = (SDPSummary(text), SDPSummary(text, &known))
                    #expect(alone == other, "\(name): \(text)")
                    #expect(SDPSummaryParser(text).isFaultless == SDPSummaryParser(text, &known).isFaultless)
                }
            }
        }
        #expect(known.bytes > 0)
    }

    @Test func equalMSectionsAreCachedOnce() throws {
        var known = MSectionCache()
        let text = ChromiumDescriptions.audioVideoOffer
        _ = SDPSummary(text, &known)
        let bytes = known.bytes
        #expect(bytes > 0 && known.count == 2)
        _ = SDPSummary(text.replacing("s=-", with: "s=another"), &known)
        #expect(known.bytes == bytes && known.count == 2)
        _ = SDPSummary(text.replacing("a=mid:1", with: "a=mid:7"), &known)
        #expect(known.bytes > bytes && known.count == 3, "one of the two is new")
    }

    /// M-sections are looked up by a hash of their text.
    @Test func mSectionsThatDifferInOneByteAreDistinct() throws {
        let text = ChromiumDescriptions.audioVideoOffer
        var known = MSectionCache()
        let sound = try #require(SDPSummary(text, &known))
        var bytes = Array(text.utf8)
        let start = try #require(text.utf8.firstRange(of: Array("m=audio".utf8)))
        for index in text.utf8.distance(from: text.utf8.startIndex, to: start.lowerBound) + 2..<bytes.count {
            let byte = bytes[index]
            bytes[index] = byte == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            let changed = String(decoding: bytes, as: UTF8.self)
            #expect(SDPSummary(changed, &known) == SDPSummary(changed), "at \(index)")
            bytes[index] = byte
        }
        #expect(SDPSummary(text, &known) == sound)
    }

    /// As in a conference: one bundle whose m-sections differ only in their mid.
    @Test func mSectionsThatDifferInTheirMidAreAllCached() {
        for length in stride(from: 0, to: 64, by: 8) {
            let padding = "a=x:" + String(repeating: "y", count: length) + "\r\n"
            let sections = (10..<60).map {
                "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n\(padding)a=mid:\($0)\r\na=recvonly\r\n"
                    + "a=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\na=ice-ufrag:abcd\r\n"
            }
            var known = MSectionCache()
            _ = SDPSummary("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + sections.joined(), &known)
            #expect(known.count == 50, "\(length)")
        }
    }

    /// RFC 8866 §5.13: session attributes apply to m-sections without their own.
    @Test func equalMSectionsOfDifferentSessionsAreDistinct() throws {
        func text(_ session: String) -> String {
            "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\(session)m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\n"
        }
        var known = MSectionCache()
        let sessions = [
            "a=setup:active\r\n", "a=setup:passive\r\n", "a=ice-ufrag:abcd\r\n", "a=ice-pwd:0123456789abcdefghijkl\r\n",
            "a=fingerprint:sha-256 AB:CD\r\n", "a=inactive\r\n", "a=end-of-candidates\r\n", "",
        ]
        for session in sessions + sessions {
            let terms = try #require(SDPSummary(text(session), &known))
            #expect(terms == SDPSummary(text(session)), "\(session)")
        }
        #expect(Set(sessions.compactMap { SDPSummary(text($0), &known) }).count == sessions.count)
    }

    /// Swift compares them as equal characters, but their bytes differ.
    @Test func canonicallyEquivalentSessionsAreDistinct() throws {
        var known = MSectionCache()
        for ufrag in ["caf\u{E9}", "cafe\u{301}"] {
            let terms = try #require(SDPSummary("v=0\r\na=ice-ufrag:\(ufrag)\r\nm=audio 9 RTP/AVP 0\r\n", &known))
            let read = try #require(terms.sections.first?.ufrag)
            #expect(read.utf8.elementsEqual(ufrag.utf8))
        }
    }

    @Test func theSizeOfTheCacheIsLimited() {
        let limit = 100_000
        var known = MSectionCache(limit: limit)
        var most = 0
        for number in 0..<2000 {
            let sections = (0..<3).map { "m=audio \(number) RTP/AVP 0\r\na=mid:\(number)-\($0)\r\n" }.joined()
            _ = SDPSummary("v=0\r\n" + sections, &known)
            #expect(known.bytes <= limit)
            most = max(most, known.count)
        }
        // Even the shortest m-section takes memory.
        #expect(most > 100 && most <= limit / 512)
    }

    @Test func longMSectionsAreParsedAndNotCached() {
        var known = MSectionCache()
        let long = String(repeating: "x", count: 20_000)
        for text in [
            "v=0\r\nm=audio 9 RTP/AVP 0\r\na=mid:\(long)\r\n",
            "v=0\r\na=ice-ufrag:\(long)\r\nm=audio 9 RTP/AVP 0\r\n",
            "v=0\r\n" + String(repeating: "a=fingerprint:sha-256 AB\r\n", count: 100) + "m=audio 9 RTP/AVP 0\r\n",
        ] {
            #expect(SDPSummary(text, &known) == SDPSummary(text))
            #expect(known.bytes == 0 && known.count == 0)
        }
    }
}
