import SignalingSupport
import TestSupport
import Testing

@testable import SDP
@testable import Text

@Suite struct LineComparisonTests {
    private func description(_ lines: String...) throws -> SessionDescription {
        try #require(SessionDescription(lines.map { $0 + "\r\n" }.joined()))
    }

    /// The lines with their signs: ` ` for equal, `~` for changed, `-` and `+` for lines of one text only.
    private func rows(_ comparison: LineComparison) -> [String] {
        comparison.parts.flatMap(\.pairs).map { pair in
            switch (pair.before, pair.after) {
            case (let before?, let after?): pair.isSame ? "  \(before)" : "~ \(before) | \(after)"
            case (let before?, nil): "- \(before)"
            case (nil, let after?): "+ \(after)"
            case (nil, nil): "nothing"
            }
        }
    }

    @Test func linesWithTheSameSubjectAreOneChange() throws {
        let offer = try description(
            "v=0", "m=audio 9 A 111 63", "a=mid:0", "a=setup:actpass", "a=sendrecv", "a=rtpmap:111 opus/48000/2",
            "a=rtpmap:63 red/48000/2", "a=rtcp-fb:111 nack", "a=extmap:3 urn:x")
        let answer = try description(
            "v=0", "m=audio 9 A 111", "a=mid:0", "a=recvonly", "a=setup:active", "a=rtpmap:111 opus/48000/2",
            "a=rtcp-fb:111 transport-cc", "a=extmap:5 urn:x")
        #expect(
            rows(LineComparison(offer, answer)) == [
                "  v=0", "~ m=audio 9 A 111 63 | m=audio 9 A 111", "  a=mid:0", "~ a=setup:actpass | a=setup:active",
                "~ a=sendrecv | a=recvonly", "  a=rtpmap:111 opus/48000/2", "+ a=rtcp-fb:111 transport-cc",
                "- a=rtpmap:63 red/48000/2", "- a=rtcp-fb:111 nack", "~ a=extmap:3 urn:x | a=extmap:5 urn:x",
            ])
    }

    @Test func theOrderOfAttributesIsIgnored() throws {
        let one = try description("v=0", "m=audio 9 A 0", "a=1", "a=2", "a=3")
        let other = try description("v=0", "m=audio 9 A 0", "a=3", "a=1", "a=2")
        let pairs = LineComparison(one, other).parts.flatMap(\.pairs)
        #expect(pairs.count == 5)
        #expect(pairs.allSatisfy { $0.isSame && $0.before == $0.after })
    }

    @Test func idsCanBeIgnored() throws {
        let one = try description(
            "v=0", "o=- 8812 2 IN IP4 127.0.0.1", "a=ice-ufrag:a", "a=fingerprint:sha-256 AA:BB", "a=ssrc:1 cname:x",
            "a=msid-semantic: WMS a", "a=setup:active")
        let other = try description(
            "v=0", "o=- 46117 5 IN IP4 127.0.0.1", "a=ice-ufrag:b", "a=fingerprint:sha-256 CC:DD", "a=ssrc:2 cname:y",
            "a=msid-semantic: WMS b", "a=setup:passive")
        let ignored = LineComparison(one, other, ignoringIDs: true).parts.flatMap(\.pairs)
        #expect(ignored.filter { !$0.isSame }.map(\.before) == ["a=setup:active"])
        #expect(ignored[1].after == "o=- 46117 5 IN IP4 127.0.0.1")
        #expect(LineComparison(one, other).parts.flatMap(\.pairs).filter { !$0.isSame }.count == 6)
        // Changes other than of ids still count.
        let elsewhere = try description("v=0", "o=- 46117 5 IN IP4 192.0.2.1")
        #expect(LineComparison(one, elsewhere, ignoringIDs: true).parts[0].pairs[1].isSame == false)
    }

    @Test func mSectionsAreInTheOrderOfTheDifference() throws {
        let one = try description("v=0", "m=audio 9 A 0", "a=mid:a", "m=video 9 A 0", "a=mid:v")
        let other = try description("v=0", "m=video 9 A 0", "a=mid:v", "m=text 9 A 0", "a=mid:t")
        let parts = LineComparison(one, other).parts
        #expect(parts.map { $0.section?.before?.kind } == [nil, "video", nil, "audio"])
        #expect(parts.map { $0.section?.after?.kind } == [nil, "video", "text", nil])
        #expect(parts.last?.pairs.map(\.before) == ["m=audio 9 A 0", "a=mid:a"])
    }

    /// Every line of either text is in exactly one row.
    @Test func noLineIsLostOrRepeated() {
        var random = SeededGenerator(seed: 11)
        let texts = Recorded.all.map(\.1)
        for (index, text) in texts.enumerated() {
            let other =
                index % 2 == 0 ? texts.randomElement(using: &random) ?? text : random.mutatedText(Array(text.utf8))
            guard let one = SessionDescription(text), let another = SessionDescription(other) else { continue }
            for ignoringIDs in [false, true] {
                let pairs = LineComparison(one, another, ignoringIDs: ignoringIDs).parts.flatMap(\.pairs)
                #expect(pairs.compactMap(\.before).map(String.init).sorted() == lines(text))
                #expect(pairs.compactMap(\.after).map(String.init).sorted() == lines(other))
            }
        }
    }

    private func lines(_ text: String) -> [String] {
        text.unicodeScalars.split { $0 == "\r" || $0 == "\n" }.map { String($0) }.sorted()
    }

    @Test func linesOfATextKeepTheirOrder() {
        let comparison = LineComparison(["a", "b", "c"], ["b", "a", "c", "d"])
        #expect(rows(comparison) == ["- a", "  b", "+ a", "  c", "+ d"])
        #expect(comparison.difference == nil)
    }

    @Test func membersOfTheSameNameAreOneChange() throws {
        func lines(_ text: String) throws -> [String] {
            try #require(JSONLines.lines(Array(text.utf8), limit: 100))
        }
        let comparison = try LineComparison(
            lines(#"{"type":"x","a":1,"b":{"c":true}}"#), lines(#"{"type":"y","b":{"c":false},"e":[]}"#))
        #expect(
            rows(comparison) == [
                "  {", #"~   "type": "x", |   "type": "y","#, #"-   "a": 1,"#, #"    "b": {"#,
                #"~     "c": true |     "c": false"#, "    }", #"+   "e": []"#, "  }",
            ])
    }

    /// Two texts of 256 KiB that have no line in common, or all.
    @Test(arguments: ["a=\n", "m=audio 9 A 0\n", "a\r", "a=ssrc:1 cname:\n"])
    func hostileTextIsComparedUpToALimit(piece: String) throws {
        func text(_ word: String) -> String {
            var text = "v=0\n"
            for number in 0..<(256 * 1024 / (piece.utf8.count + 5)) {
                text += "\(piece.dropLast())\(word)\(number)\(piece.suffix(1))"
            }
            return text
        }
        let (one, other) = (try #require(SessionDescription(text("x"))), try #require(SessionDescription(text("y"))))
        for comparison in [LineComparison(one, other), LineComparison(one, one, ignoringIDs: true)] {
            #expect(comparison.isCut)
            #expect(comparison.beforeLines <= LineComparison.lineLimit)
        }
        let lines = LineComparison(
            text("x").split(separator: "\n").map(String.init), text("y").split(separator: "\n").map(String.init))
        #expect(lines.beforeLines <= LineComparison.lineLimit)
    }
}
