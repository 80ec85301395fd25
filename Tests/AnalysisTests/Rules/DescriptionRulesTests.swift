import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Messages

@Suite struct DescriptionRulesTests {
    private static let offer = ChromiumDescriptions.audioVideoOffer

    private func check(_ text: String, kind: Kind = .offer) -> [String] {
        words(DescriptionRules.check(statement(text), kind: kind))
    }

    @Test func recordedDescriptionsHaveNoFindings() {
        for (name, text) in Recorded.all {
            #expect(check(text) == [], "\(name)")
            #expect(check(text, kind: .answer) == [], "\(name)")
        }
    }

    @Test func aTextThatIsNoDescriptionIsFound() {
        #expect(check("hello") == ["error: the offer #5 of p1 is no session description"])
        #expect(check("", kind: .rollback) == [])
        #expect(check("", kind: .candidate) == [])
    }

    /// RFC 8866 §5: readers should accept LF alone.
    @Test func aBrokenDescriptionIsReportedWithTheLine() {
        #expect(
            check(Self.offer.without("t=")) == ["error: #5 of p1, line 4, column 1: t= is missing here"]
        )
        let text = Self.offer.split(separator: "\r\n").map { $0 + "\n" }.joined()
        #expect(
            check(text) == ["warning: #5 of p1, line 1, column 4: the line ends with LF alone instead of CR LF"]
        )
    }

    @Test func aBrokenDescriptionHasNoFurtherFindings() {
        let cut = String(Self.offer.prefix(900))
        #expect(
            check(cut.without("a=fingerprint") + "a=x") == [
                "error: #5 of p1, line \(cut.without("a=fingerprint").split(separator: "\r\n").count + 1), column 4: "
                    + "the last line does not end; the text may have been cut"
            ]
        )
        #expect(check(Self.offer.without("t=").without("a=fingerprint")).count == 1)
    }

    /// RFC 8122 §5.
    @Test func aMissingFingerprintIsFound() {
        #expect(check(Self.offer.without("a=fingerprint")) == ["error: #5 of p1 has no fingerprint for m0 audio"])
        let apart = Self.offer.without("a=group").without("a=fingerprint")
        #expect(check(apart) == ["error: #5 of p1 has no fingerprint for m0 audio, m1 video"])
    }

    /// RFC 9143 §7.1.3: the attributes of the first section of a bundle are those of all.
    @Test func onlyTheFirstSectionOfABundleNeedsTransportAttributes() {
        let bare = Self.offer.inSection(1) {
            $0.without("a=fingerprint").without("a=ice-ufrag").without("a=ice-pwd").without("a=setup")
        }
        #expect(check(bare) == [])
        #expect(check(bare.with("a=group:BUNDLE 0", for: "a=group")).count == 3)
        #expect(check(bare.with("a=group:BUNDLE 1 0", for: "a=group")).count == 3)
        let rejected = bare.with("a=group:BUNDLE 0 1", for: "a=group").inSection(0) {
            $0.with("m=audio 0 UDP/TLS/RTP/SAVPF 111", for: "m=")
        }
        #expect(check(rejected).count == 3)
    }

    /// RFC 5888 §5: each group has its own transport.
    @Test func eachBundleNeedsTransportAttributes() {
        let text = Self.offer.with("a=group:BUNDLE 0\r\na=group:BUNDLE 1", for: "a=group")
        #expect(check(text.inSection(1) { $0.without("a=fingerprint") }).count == 1)
        #expect(check(text) == [])
    }

    @Test func fingerprintsMayBeInheritedOrUnnecessary() {
        let line = "a=fingerprint:sha-256 AA:BB"
        #expect(check(Self.offer.without("a=fingerprint").with("t=0 0\r\n\(line)", for: "t=")) == [])
        let plain = Self.offer.inSection(0) {
            $0.without("a=fingerprint").with(
                "m=audio 9 RTP/SAVPF 111\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 x", for: "m=")
        }
        // The address of a section stands before its attributes.
        #expect(!check(plain).contains { $0.contains("fingerprint") })
    }

    @Test func aRejectedSectionNeedsNoAttributes() {
        let text = FirefoxDescriptions.videoStoppedAnswer.with("a=group:BUNDLE 0 1", for: "a=group")
        #expect(check(text, kind: .answer) == [])
    }

    /// RFC 8839 §5.4.
    @Test(arguments: [
        ("a=ice-ufrag:abc", "a=ice-ufrag", "error: #5 of p1: ice-ufrag of length 3, not 4 to 256, in m0 audio"),
        ("a=ice-pwd:short", "a=ice-pwd", "error: #5 of p1: ice-pwd of length 5, not 22 to 256, in m0 audio"),
        (
            "a=ice-ufrag:a_b-c", "a=ice-ufrag",
            "warning: #5 of p1: ice-ufrag with characters that ICE does not allow in m0 audio"
        ),
    ])
    func invalidCredentialsAreFound(line: String, prefix: String, words: String) {
        #expect(check(Self.offer.with(line, for: prefix)) == [words])
    }

    @Test func missingCredentialsAreFound() {
        #expect(
            check(Self.offer.without("a=ice-")) == [
                "error: #5 of p1: no ice-ufrag in m0 audio", "error: #5 of p1: no ice-pwd in m0 audio",
            ]
        )
    }

    @Test func credentialsOfLimitLengthAreValid() {
        for (ufrag, password) in [(4, 22), (256, 256)] {
            let text = Self.offer.with("a=ice-ufrag:" + String(repeating: "+", count: ufrag), for: "a=ice-ufrag")
                .with("a=ice-pwd:" + String(repeating: "/", count: password), for: "a=ice-pwd")
            #expect(check(text) == [])
        }
    }

    @Test func passwordsAreHiddenAndNamesArePrintable() {
        let text = Self.offer.with("a=ice-pwd:geheim", for: "a=ice-pwd").with(
            "m=\u{1B}[2J 9 UDP/TLS/RTP/SAVPF 1", for: "m=a")
        #expect(check(text) == ["error: #5 of p1: ice-pwd of length 6, not 22 to 256, in m0 ␛[2J"])
    }

    /// RFC 9429 §5.2.1.
    @Test func anOfferWithoutSectionsIsFound() {
        let session = Self.offer.components(before: "m=").first ?? ""
        #expect(check(session) == ["warning: p1 offers nothing in #5: no m= line"])
        #expect(check(session, kind: .answer) == [])
    }

    @Test func theSubjectHasTheAuthorAndTheSections() {
        let text = Self.offer.without("a=group").without("a=fingerprint")
        let observation = DescriptionRules.check(statement(text, entry: 7, by: 2), kind: .offer).first
        #expect(observation?.subject == "p2 m0 m1")
        #expect(observation?.evidence == [7])
    }

    @Test func noMutationTraps() {
        var random = SeededGenerator(seed: 11)
        var previous = statement(Self.offer)
        for (_, text) in Recorded.all {
            for _ in 0..<40 {
                let mutant = statement(random.reordered(random.mutatedText(Array(text.utf8))), entry: 9, by: 2)
                let observations =
                    DescriptionRules.check(mutant, kind: .offer) + AnswerRules.check(offer: previous, answer: mutant)
                    + SuccessionRules.check(earlier: previous, later: mutant)
                for observation in observations {
                    #expect(observation.sentence.text().unicodeScalars.count < 400)
                    #expect(observation.evidence.last == 9)
                }
                previous = Bool.random(using: &random) ? mutant : statement(text)
            }
        }
    }
}

extension SeededGenerator {
    /// `text` with some lines removed, repeated or moved.
    fileprivate mutating func reordered(_ text: String) -> String {
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        for _ in 0..<Int.random(in: 0...6, using: &self) where lines.count > 1 {
            let index = Int.random(in: 1..<lines.count, using: &self)
            let line = lines[index]
            switch Int.random(in: 0..<3, using: &self) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(line, at: Int.random(in: 1..<lines.count, using: &self))
            default: lines.swapAt(index, Int.random(in: 1..<lines.count, using: &self))
            }
        }
        return lines.joined(separator: "\r\n")
    }
}
