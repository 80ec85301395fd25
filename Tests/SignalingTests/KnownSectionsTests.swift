import Fuzzing
import Testing

@testable import Signaling

@Suite struct KnownSectionsTests {
    /// Whatever was read before, a description says what it says by itself.
    @Test func whatIsKnownChangesNothing() {
        var random = Generator(seed: 11)
        var known = KnownSections()
        for (name, text) in Recorded.all {
            for _ in 0..<40 {
                let mutant = random.mutated(Array(text.utf8))
                for text in [text, mutant, text] {
                    let (alone, other) = (Terms(text), Terms(text, &known))
                    #expect(alone == other, "\(name): \(text)")
                    #expect(TermsReader(text).isFaultless == TermsReader(text, &known).isFaultless)
                }
            }
        }
        #expect(known.bytes > 0)
    }

    @Test func aSectionThatSaysTheSameIsKeptOnce() throws {
        var known = KnownSections()
        let text = ChromiumDescriptions.audioVideoOffer
        _ = Terms(text, &known)
        let bytes = known.bytes
        #expect(bytes > 0 && bytes < text.utf8.count)
        _ = Terms(text.replacing("s=-", with: "s=another"), &known)
        #expect(known.bytes == bytes)
        _ = Terms(text.replacing("a=mid:1", with: "a=mid:7"), &known)
        #expect(known.bytes > bytes && known.bytes < 2 * bytes, "one of the two is new")
    }

    /// RFC 8866 §5.13: what the session says counts for the sections that do not say it.
    @Test func theSameTextInAnotherSessionSaysSomethingElse() throws {
        func text(_ session: String) -> String {
            "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\(session)m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\n"
        }
        var known = KnownSections()
        let sessions = [
            "a=setup:active\r\n", "a=setup:passive\r\n", "a=ice-ufrag:abcd\r\n", "a=ice-pwd:0123456789abcdefghijkl\r\n",
            "a=fingerprint:sha-256 AB:CD\r\n", "a=inactive\r\n", "a=end-of-candidates\r\n", "",
        ]
        for session in sessions + sessions {
            let terms = try #require(Terms(text(session), &known))
            #expect(terms == Terms(text(session)), "\(session)")
        }
        #expect(Set(sessions.compactMap { Terms(text($0), &known) }).count == sessions.count)
    }

    @Test func noMoreIsKeptThanTheLimitAndWhatIsLongIsNot() {
        var known = KnownSections(limit: 64 * 200)
        for number in 0..<500 {
            let sections = (0..<3).map { "m=audio \(number) RTP/AVP 0\r\na=mid:\(number)-\($0)\r\n" }.joined()
            _ = Terms("v=0\r\n" + sections, &known)
            #expect(known.bytes <= 64 * 200)
        }
        let bytes = known.bytes
        #expect(bytes > 0)
        _ = Terms("v=0\r\nm=audio 9 RTP/AVP 0\r\na=mid:\(String(repeating: "x", count: 300))\r\n", &known)
        #expect(known.bytes == bytes)
    }
}
