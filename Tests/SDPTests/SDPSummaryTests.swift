import SignalingSupport
import TestSupport
import Testing

@testable import SDP

@Suite struct SDPSummaryTests {
    private static let companions: Set<String> = [
        "RTX", "RED", "ULPFEC", "FLEXFEC", "FLEXFEC-03", "TELEPHONE-EVENT", "CN",
    ]

    /// Expects that the summary of `text` agrees with its description.
    private func compare(_ text: String) throws {
        guard let description = SessionDescription(text) else {
            #expect(SDPSummary(text) == nil)
            return
        }
        let terms = try #require(SDPSummary(text))
        #expect(terms.origin == description.origin)
        #expect(terms.bundle == description.bundle)
        #expect(terms.sections.count == description.media.count)
        for (section, media) in zip(terms.sections, description.media) {
            #expect(section.kind == media.kind)
            #expect(section.transport == media.transport)
            #expect(section.mid == media.mid)
            #expect(section.isRejected == media.isRejected)
            #expect(section.direction == media.direction)
            #expect(section.setup == media.setup)
            #expect(section.ufrag == media.iceUfrag)
            #expect(section.password == media.icePassword)
            #expect(section.fingerprints == media.fingerprints.map { "\($0.hash) \($0.bytes)".uppercased() })
            #expect(section.endsCandidates == media.endsCandidates)
            var tally = CandidateTally()
            for candidate in media.candidates { tally.count(candidate) }
            #expect(section.candidates == tally)
            #expect(section.hasUnmappedFormats == (media.codecs.count < media.formats.count))
            var codecs: [String] = []
            for codec in media.codecs where !Self.companions.contains(codec.name.uppercased()) {
                let name = codec.name.uppercased()
                let spelled = codec.clockRate.map { "\(name)/\($0)" } ?? name
                if !codecs.contains(spelled) { codecs.append(spelled) }
            }
            #expect(section.codecs == codecs)
        }
    }

    @Test func theSummaryAgreesWithTheDescription() throws {
        for (_, text) in Recorded.all { try compare(text) }
        let terms = try #require(SDPSummary(ChromiumDescriptions.audioVideoOffer))
        #expect(terms.sections.map(\.codecs.first) == ["OPUS/48000", "VP8/90000"])
        #expect(terms.transportSections == [0])
    }

    @Test func theSummaryOfAMutationAgreesWithTheDescription() throws {
        var random = SeededGenerator(seed: 5)
        for (_, text) in Recorded.all {
            for _ in 0..<30 {
                let mutant = random.mutatedText(Array(text.utf8))
                try compare(mutant)
                try compare(mutant.unicodeScalars.filter { $0 != "\r" }.map(String.init).joined())
            }
        }
    }

    /// RFC 8840 §4: candidates, and the address and port that follow from them, may change at any time.
    @Test func theDigestIgnoresVolatileLines() throws {
        let text = FirefoxDescriptions.audioVideoOffer
        let digest = try #require(SDPSummary(text)).digest
        var seen: Set<UInt64> = [digest]
        let moving = ["a=candidate:", "a=end-of-candidates", "a=rtcp:", "c="]
        for line in Set(text.split(separator: "\r\n").map(String.init)) where line != "v=0" {
            let less = try #require(SDPSummary(text.without(line)))
            if moving.contains(where: line.hasPrefix) {
                #expect(less.digest == digest, "\(line)")
            } else {
                #expect(seen.insert(less.digest).inserted, "\(line)")
            }
        }
        let moved = text.replacing("m=audio 9 ", with: "m=audio 50123 ")
        #expect(try #require(SDPSummary(moved)).digest == digest)
        #expect(try #require(SDPSummary(text.replacing("\r\n", with: "\n"))).digest == digest)
        #expect(try #require(SDPSummary(text.replacing("a=mid:1", with: "a=mid:2"))).digest != digest)
    }

    /// The fast check accepts exactly the texts in which the validator finds no error.
    @Test func theFastCheckAgreesWithTheValidator() {
        var random = SeededGenerator(seed: 8)
        var count = 0
        for (name, text) in Recorded.all {
            #expect(SDPSummaryParser(text).isFaultless, "\(name)")
            for _ in 0..<60 {
                let mutant = random.mutatedText(Array(text.utf8))
                let isFaultless = SDPValidator.faults(in: mutant).isEmpty
                if SDPSummaryParser(mutant).isFaultless { #expect(isFaultless, "\(mutant)") }
                if isFaultless, SDPSummaryParser(mutant).isFaultless { count += 1 }
                // Lines dropped, doubled and moved at session level, where order matters.
                var lines = text.split(separator: "\r\n")
                let index = Int.random(in: 1..<9, using: &random)
                let line = lines[index]
                if Bool.random(using: &random) { lines.remove(at: index) }
                lines.insert(line, at: Int.random(in: 1..<9, using: &random))
                if Bool.random(using: &random) { lines.remove(at: Int.random(in: 1..<9, using: &random)) }
                let moved = lines.map { $0 + "\r\n" }.joined()
                #expect(SDPSummaryParser(moved).isFaultless == SDPValidator.faults(in: moved).isEmpty, "\(moved)")
            }
        }
        #expect(count > 100)
    }

    /// Each pair of texts has sections that differ in one property at least.
    @Test(arguments: [
        ("m=audio 9 UDP/TLS/RTP/SAVPF 0", "m=video 9 UDP/TLS/RTP/SAVPF 0"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 0", "m=audio 9 RTP/AVP 0"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 0", "m=audio 0 UDP/TLS/RTP/SAVPF 0"),
        ("a=mid:0", "a=mid:1"), ("a=sendrecv", "a=sendonly"), ("a=setup:actpass", "a=setup:active"),
        ("a=ice-ufrag:abcd", "a=ice-ufrag:abce"),
        ("a=ice-pwd:0123456789abcdefghijkl", "a=ice-pwd:0123456789abcdefghijkm"),
        ("a=fingerprint:sha-256 AB", "a=fingerprint:sha-256 AC"), ("a=rtpmap:0 PCMU/8000", "a=rtpmap:0 PCMA/8000"),
        ("a=rtpmap:0 PCMU/8000", "a=x:1"), ("a=end-of-candidates", "a=x:1"),
        ("a=candidate:1 1 udp 1 192.0.2.1 9 typ host", "a=candidate:1 1 udp 1 192.0.2.1 9 typ srflx"),
    ])
    func sectionsThatDifferAreNotEqual(one: String, other: String) throws {
        let media = "m=audio 9 UDP/TLS/RTP/SAVPF 0"
        let sections = try [one, other].map { line in
            let lines = line.hasPrefix("m=") ? line : media + "\r\n" + line
            return try #require(SDPSummary("v=0\r\n" + lines + "\r\n")?.sections.first)
        }
        #expect(sections[0] != sections[1])
        let same = try #require(
            SDPSummary("v=0\r\n" + (one.hasPrefix("m=") ? one : media + "\r\n" + one) + "\r\n")?.sections.first)
        #expect(sections[0] == same && sections[0] !== same && sections[0].hashValue == same.hashValue)
    }

    /// The comparison of sections names each of their properties.
    @Test func sectionsHaveThePropertiesThatAreCompared() throws {
        let section = try #require(SDPSummary(ChromiumDescriptions.audioVideoOffer)?.sections.first)
        #expect(Mirror(reflecting: section).children.count == 18)
    }
}
