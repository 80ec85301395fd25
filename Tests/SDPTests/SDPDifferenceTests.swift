import SignalingSupport
import TestSupport
import Testing

@testable import SDP

@Suite struct SDPDifferenceTests {
    private func difference(_ before: String, _ after: String) throws -> SDPDifference {
        SDPDifference(try #require(SessionDescription(before)), try #require(SessionDescription(after)))
    }

    /// A description with these m-sections.
    private func description(_ sections: [String], version: Int = 2) -> String {
        let lines = ["v=0", "o=- 46117 \(version) IN IP4 127.0.0.1", "s=-", "t=0 0"] + sections
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    @Test func equalDescriptionsHaveNoDifference() throws {
        for (name, text) in Recorded.all {
            let difference = try difference(text, text)
            #expect(difference.isEmpty, "\(name)")
            #expect(!difference.isMunged)
        }
    }

    /// RFC 3264 §6, RFC 8842 §5.3: an answer reverses roles and selects codecs; nothing restarts.
    @Test func anAnswerIsComparedWithItsOffer() throws {
        let chromium = try difference(ChromiumDescriptions.audioVideoOffer, ChromiumDescriptions.audioVideoAnswer)
        #expect(!chromium.isSameSide)
        #expect(
            chromium.sections.map(\.summary) == [
                "m0 audio · setup actpass → active",
                "m1 video · sendrecv → recvonly · setup actpass → active",
            ]
        )
        let aiortc = try difference(AiortcDescriptions.audioVideoOffer, AiortcDescriptions.audioVideoAnswer)
        #expect(
            aiortc.sections.map(\.summary) == [
                "m0 audio · sendrecv → recvonly · setup actpass → active",
                "m1 video · sendrecv → recvonly · setup actpass → active",
                "m2 application · setup actpass → active",
            ]
        )
    }

    /// aiortc uses the time as its session id, so an offer and its answer may have the same one.
    @Test func twoSidesMayHaveOneSessionID() throws {
        let offer = try #require(SessionDescription(AiortcDescriptions.audioVideoOffer))
        let answer = try #require(SessionDescription(AiortcDescriptions.audioVideoAnswer))
        #expect(offer.origin?.sessionID == answer.origin?.sessionID)
        #expect(!SDPDifference(offer, answer).isSameSide)
        #expect(SDPDifference(offer, answer, isSameSide: true).isSameSide)
    }

    /// RFC 8839 §4.4.1.1.1: a restart changes both.
    @Test(arguments: [
        (ChromiumDescriptions.audioVideoOffer, ChromiumDescriptions.iceRestartOffer),
        (FirefoxDescriptions.audioVideoOffer, FirefoxDescriptions.iceRestartOffer),
    ])
    func anICERestartIsRecognized(before: String, after: String) throws {
        let difference = try difference(before, after)
        #expect(difference.isSameSide)
        #expect(!difference.isMunged)
        #expect(difference.sections.allSatisfy { $0.changes == [.iceRestart] })
    }

    @Test func halfAnICERestartIsNoRestart() throws {
        let before = description(["m=audio 9 A 0", "a=ice-ufrag:a", "a=ice-pwd:b"])
        let after = description(["m=audio 9 A 0", "a=ice-ufrag:c", "a=ice-pwd:b"], version: 3)
        #expect(try difference(before, after).sections.map(\.summary) == ["m0 audio · half an ICE restart"])
    }

    /// RFC 3264 §8.2.
    @Test(arguments: [
        (ChromiumDescriptions.audioVideoAnswer, ChromiumDescriptions.videoStoppedAnswer),
        (FirefoxDescriptions.audioVideoAnswer, FirefoxDescriptions.videoStoppedAnswer),
    ])
    func aRejectedMSectionIsRecognized(before: String, after: String) throws {
        let difference = try difference(before, after)
        #expect(difference.isSameSide)
        #expect(difference.sections.last?.changes == [.rejected])
        #expect(difference.sections.last?.summary == "m1 video · rejected")
    }

    @Test func mSectionsAreMatchedByMidOrByIndex() throws {
        let before = description(["m=audio 9 A 0", "a=mid:a", "m=video 9 A 0", "a=mid:v", "m=text 9 A 0", "m=x 0 A 0"])
        let after = description(
            ["m=video 9 A 0", "a=mid:v", "m=audio 9 A 0", "a=mid:a", "m=text 9 A 0", "m=y 9 B 0", "m=z 9 A 0"],
            version: 3
        )
        let sections = try difference(before, after).sections
        #expect(sections.map { $0.before?.index } == [1, 0, 2, 3, nil])
        #expect(
            sections.map(\.summary) == [
                "m0 video · same", "m1 audio · same", "m2 text · same", "m3 y · restored · another kind", "m4 z · new",
            ]
        )
        let shorter = try difference(after, before).sections
        #expect(shorter.last?.changes == [.removed])
        #expect(shorter.last?.summary == "m4 z · removed")
    }

    @Test func aDifferentMidAtTheSameIndexIsADifferentMSection() throws {
        let before = description(["m=audio 9 A 0", "a=mid:a"])
        let after = description(["m=audio 9 A 0", "a=mid:b"], version: 3)
        #expect(try difference(before, after).sections.map(\.summary) == ["m0 audio · new", "m0 audio · removed"])
    }

    /// RFC 4855 §3: case does not matter.
    @Test func codecsAreKeptDroppedAndAdded() throws {
        let maps = ["a=rtpmap:1 opus/48000/2", "a=rtpmap:2 G722/8000", "a=rtpmap:3 VP8/90000"]
        let before = description(["m=audio 9 A 1 2"] + maps)
        let after = description(["m=audio 9 A 3 1", "a=rtpmap:1 OPUS/48000/2", "a=rtpmap:3 VP8/90000"], version: 3)
        let section = try #require(try difference(before, after).sections.first)
        #expect(section.keptCodecs == ["OPUS"])
        #expect(section.droppedCodecs == ["G722"])
        #expect(section.addedCodecs == ["VP8"])
        #expect(section.summary == "m0 audio · G722 dropped · VP8 added")
    }

    /// RFC 3264 §8, RFC 8840 §4: all changes but new candidates increase the version.
    @Test func aChangeWithoutANewVersionIsMunging() throws {
        let text = ChromiumDescriptions.audioVideoOffer
        let edited = text.split(separator: "\r\n").map { line in
            line.hasPrefix("a=fmtp:111 ") ? line + ";stereo=1" : String(line)
        }
        #expect(try difference(text, edited.map { $0 + "\r\n" }.joined()).isMunged)
        let trickled = text.split(separator: "\r\n").filter { !$0.hasPrefix("a=candidate:") }
        #expect(try !difference(text, trickled.map { $0 + "\r\n" }.joined()).isMunged)
        let nobodys = try #require(SessionDescription("v=0\r\n"))
        let another = try #require(SessionDescription("v=0\r\na=x\r\n"))
        #expect(!SDPDifference(nobodys, another, isSameSide: true).isMunged)
    }

    @Test func aHunkHasItsLineNumbersAndContext() throws {
        let before = description(["m=audio 9 A 0", "a=1", "a=2", "a=3", "a=ssrc:1 cname:x", "a=4", "a=5", "a=6"])
        let after = description(["m=audio 9 A 0", "a=1", "a=2", "a=3", "a=ssrc:2 cname:y", "a=7", "a=5", "a=6"])
        let hunks = try #require(try difference(before, after).sections.first?.hunks)
        #expect(hunks.map(\.beforeLine) == [7])
        #expect(hunks.map(\.afterLine) == [7])
        let marks: [LineHunk.Line.Side: String] = [.both: " ", .before: "-", .after: "+"]
        #expect(
            hunks.first?.lines.map { (marks[$0.side] ?? "") + $0.text + ($0.isVolatile ? " (random)" : "") } == [
                " a=2", " a=3", "-a=ssrc:1 cname:x (random)", "-a=4", "+a=ssrc:2 cname:y (random)", "+a=7", " a=5",
                " a=6",
            ]
        )
    }

    @Test func distantChangesAreSeparateHunks() throws {
        let lines = (0..<12).map { "a=\($0)" }
        var changed = lines
        changed[1] = "a=x"
        changed[10] = "a=y"
        let hunks = try difference(description(["m=audio 9 A 0"] + lines), description(["m=audio 9 A 0"] + changed))
            .sections.first?.hunks
        #expect(hunks?.map(\.beforeLine) == [5, 14])
        #expect(hunks?.map(\.lines.count) == [6, 5])
    }

    /// Applying the hunks to one text yields the other.
    @Test func theHunksOfAMutationTransformOneTextIntoTheOther() throws {
        var random = SeededGenerator(seed: 3)
        for (_, text) in Recorded.all {
            for _ in 0..<4 {
                let mutant = random.mutatedText(Array(text.utf8))
                guard mutant.utf8.starts(with: "v=0".utf8) else { continue }
                let difference = try difference(text, mutant)
                let lines = (difference.sessionHunks + difference.sections.flatMap(\.hunks)).flatMap(\.lines)
                var balance: [String: Int] = [:]
                for line in parts(mutant) { balance[line, default: 0] += 1 }
                for line in parts(text) { balance[line, default: 0] -= 1 }
                for line in lines where line.side == .before { balance[line.text, default: 0] += 1 }
                for line in lines where line.side == .after { balance[line.text, default: 0] -= 1 }
                #expect(balance.values.allSatisfy { $0 == 0 })
                for section in difference.sections { _ = section.summary }
            }
        }
    }

    private func parts(_ text: String) -> [String] {
        text.unicodeScalars.split { $0 == "\r" || $0 == "\n" }.map { String($0) }
    }

    /// Two texts of 256 KiB that have no line in common.
    @Test(arguments: ["a=\n", "m=audio 9 A 0\n", "m=\na=\n"])
    func hostileTextIsComparedWithinALimit(piece: String) throws {
        func text(_ word: String) -> String {
            var text = "v=0\n"
            var number = 0
            while text.utf8.count < 256 * 1024 {
                for line in piece.split(separator: "\n") { text += "\(line)\(word)\(number)\n" }
                number += 1
            }
            return text
        }
        let difference = try difference(text("x"), text("y"))
        #expect(difference.sections.count <= 512)
        #expect(!difference.isEmpty)
    }
}
