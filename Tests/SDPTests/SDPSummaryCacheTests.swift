import SignalingSupport
import TestSupport
import Testing

@testable import SDP

@Suite struct SDPSummaryCacheTests {
    private func spelled(_ text: String) -> String {
        text.replacing("\r\n", with: #"\r\n"#)
    }

    /// Looks `text` up as the content of a JSON string, or as it is; returns whether it had to be decoded, too.
    private func lookUp(
        _ text: String, isJSON: Bool, in cache: inout SDPSummaryCache
    ) -> (summary: SDPSummary?, wasDecoded: Bool) {
        var wasDecoded = false
        let bytes = Array((isJSON ? spelled(text) : text).utf8)
        let summary = cache.summary(of: bytes.span, isJSON: isJSON) {
            wasDecoded = true
            return text
        }
        return (summary, wasDecoded)
    }

    /// RFC 3264 §8: a new description of a session has a new version.
    @Test(arguments: [true, false])
    func aDescriptionThatDiffersInItsOriginIsNotParsedAgain(isJSON: Bool) throws {
        var cache = SDPSummaryCache()
        for (name, text) in Recorded.all where SDPSummary(text)?.fault == nil {
            let origin = try #require(SDPSummary(text)?.origin)
            let first = lookUp(text, isJSON: isJSON, in: &cache)
            #expect(first.wasDecoded && first.summary == SDPSummary(text), "\(name)")
            let later = text.replacing(" \(origin.version) IN", with: " 987654321 IN")
            let second = lookUp(later, isJSON: isJSON, in: &cache)
            #expect(!second.wasDecoded && second.summary == SDPSummary(later), "\(name)")
            #expect(second.summary?.origin?.version == "987654321" && second.summary?.digest != first.summary?.digest)
            #expect(first.summary.map { second.summary?.differsOnlyInOrigin(from: $0) } == true)
        }
        #expect(cache.count > 0)
    }

    /// Whatever was parsed before, a description has the summary that it has alone.
    @Test func cachedSummariesDoNotChangeTheResult() {
        var random = SeededGenerator(seed: 12)
        var cache = SDPSummaryCache()
        for (name, text) in Recorded.all {
            for _ in 0..<40 {
                let mutant = random.mutatedText(Array(text.utf8))
                for text in [text, mutant, text] {
                    let alone = SDPSummaryCache.uncached(text)
                    #expect(lookUp(text, isJSON: false, in: &cache).summary == alone, "\(name): \(text)")
                    guard !text.contains(where: { "\\\"".contains($0) || $0.isNewline && $0 != "\r\n" }) else {
                        continue
                    }
                    #expect(lookUp(text, isJSON: true, in: &cache).summary == alone, "\(name): \(text)")
                }
            }
        }
    }

    @Test func descriptionsWithAFaultAreParsedEachTime() {
        var cache = SDPSummaryCache()
        let text = ChromiumDescriptions.audioVideoOffer
        for faulty in [
            text.replacing("t=0 0\r\n", with: ""), text.replacing(" IN IP4 127.0.0.1\r\ns=-", with: "\r\ns=-"),
            text.replacing("\r\no=-", with: "\r\no=- x"), text.replacing("v=0\r\n", with: "v=0\n"),
            text.replacing("s=-\r\n", with: "o=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n"),
            text.replacing("a=mid:0\r\n", with: "a=mid:0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"),
        ] {
            for _ in 0..<2 {
                let result = lookUp(faulty, isJSON: false, in: &cache)
                #expect(result.wasDecoded && result.summary == SDPSummary(faulty), "\(faulty.prefix(60))")
            }
        }
        #expect(cache.count == 0)
    }

    /// The characters `\r\n` end a line in a JSON string only.
    @Test func escapeSequencesAreNoneInPlainText() {
        var cache = SDPSummaryCache()
        let text = ChromiumDescriptions.audioVideoOffer
        #expect(lookUp(text, isJSON: true, in: &cache).summary != nil)
        #expect(lookUp(spelled(text), isJSON: false, in: &cache).summary == nil)
    }

    /// A line ending may be spelled in other ways, which are decoded.
    @Test func otherEscapeSequencesAreDecoded() {
        var cache = SDPSummaryCache()
        let text = ChromiumDescriptions.audioVideoOffer
        let bytes = Array(text.replacing("\r\n", with: #"\u000d\u000a"#).utf8)
        for _ in 0..<2 {
            var wasDecoded = false
            let summary = cache.summary(of: bytes.span, isJSON: true) {
                wasDecoded = true
                return text
            }
            #expect(wasDecoded && summary == SDPSummary(text))
        }
    }

    /// RFC 8866 §5.1.
    @Test(arguments: ["", "v=", "v=1\r\n", "v=0abc\r\n", "x=0\r\no=- 1 2 IN IP4 0.0.0.0\r\n", "v=00\r\n"])
    func otherTextHasNoSummary(text: String) {
        var cache = SDPSummaryCache()
        #expect(lookUp(text, isJSON: false, in: &cache).summary == nil)
        #expect(lookUp(text, isJSON: true, in: &cache).summary == nil)
    }

    @Test func theSizeOfTheCacheIsLimited() {
        let limit = 100_000
        var cache = SDPSummaryCache(limit: limit)
        var most = 0
        for number in 0..<500 {
            let text = ChromiumDescriptions.audioVideoOffer.replacing("a=mid:1", with: "a=mid:\(number)")
            #expect(lookUp(text, isJSON: false, in: &cache).summary == SDPSummary(text))
            most = max(most, cache.count)
        }
        #expect(most > 2 && most < limit / 5000)
    }

    /// A section takes more memory than the few bytes that spell it.
    @Test func aDescriptionOfManyShortSectionsIsTooLargeForASmallCache() {
        let lines = (0..<200).map { "m=a \($0) b 0\r\nc=IN IP4 0.0.0.0\r\n" }.joined()
        let text = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + lines
        for (limit, count) in [(100_000, 0), (1_000_000, 1)] {
            var cache = SDPSummaryCache(limit: limit)
            #expect(lookUp(text, isJSON: false, in: &cache).summary?.sections.count == 200)
            #expect(cache.count == count)
        }
    }

    @Test func aCacheWithoutRoomKeepsNothing() {
        var cache = SDPSummaryCache(limit: 0)
        for _ in 0..<2 {
            #expect(lookUp(ChromiumDescriptions.audioVideoOffer, isJSON: true, in: &cache).wasDecoded)
        }
        #expect(cache.count == 0)
    }
}

extension SDPSummaryCache {
    /// The summary of `text` without anything parsed before.
    fileprivate static func uncached(_ text: String) -> SDPSummary? {
        var none = SDPSummaryCache(limit: 0)
        return none.summary(of: Array(text.utf8).span, isJSON: false) { text }
    }
}
