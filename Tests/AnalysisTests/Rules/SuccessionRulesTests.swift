import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

@Suite struct SuccessionRulesTests {
    private static let offer = ChromiumDescriptions.audioVideoOffer
    private static let restart = ChromiumDescriptions.iceRestartOffer

    private func check(_ earlier: String, _ later: String) -> [String] {
        words(SuccessionRules.check(earlier: statement(earlier, entry: 5), later: statement(later, entry: 9)))
    }

    private func version(_ version: String, _ text: String = offer) -> String {
        text.with("o=- 6010279933834868590 \(version) IN IP4 127.0.0.1", for: "o=")
    }

    @Test func recordedSuccessionsHaveNoFindings() {
        let chromium = ["information: p1 restarts ICE in #9: m0 audio"]
        #expect(check(Self.offer, Self.restart) == chromium)
        #expect(check(FirefoxDescriptions.audioVideoOffer, FirefoxDescriptions.iceRestartOffer) == chromium)
        #expect(check(ChromiumDescriptions.audioVideoAnswer, ChromiumDescriptions.videoStoppedAnswer) == chromium)
        #expect(check(FirefoxDescriptions.audioVideoAnswer, FirefoxDescriptions.videoStoppedAnswer) == chromium)
    }

    @Test func aCallOnHoldHasNoFindings() {
        #expect(check(Self.offer, version("3").with("a=sendonly", for: "a=sendrecv")) == [])
        #expect(check(version("3").with("a=sendonly", for: "a=sendrecv"), version("5")) == [])
    }

    /// RFC 8839 §4.4.1.1.1.
    @Test func halfAnICERestartIsFound() {
        let half = version("3").with("a=ice-ufrag:i3ct", for: "a=ice-ufrag")
        #expect(check(Self.offer, half) == ["warning: #9 of p1 changes half of the ICE credentials in m0 audio"])
        let other = version("3").with("a=ice-pwd:0123456789012345678901", for: "a=ice-pwd")
        #expect(check(Self.offer, other) == ["warning: #9 of p1 changes half of the ICE credentials in m0 audio"])
        #expect(check(Self.offer, version("3")) == [])
    }

    /// RFC 9143 §7.1.3: a section may have its own transport until it is bundled.
    @Test func aSectionThatJoinsABundleRestartsNothing() {
        let apart = Self.offer.inSection(1) {
            $0.with("a=ice-ufrag:other", for: "a=ice-ufrag").with("a=ice-pwd:0123456789012345678901", for: "a=ice-pwd")
        }
        #expect(check(apart, version("3")) == [])
        let stopped = version("3").with("a=group:BUNDLE 1", for: "a=group").inSection(0) {
            $0.with("m=audio 0 UDP/TLS/RTP/SAVPF 111", for: "m=")
        }
        #expect(check(apart, stopped) == [])
    }

    /// RFC 3264 §8.
    @Test func aVersionThatDoesNotIncreaseIsFound() {
        #expect(check(Self.restart, Self.offer).first == "warning: #9 of p1 has version 2, but #5 had 3 before it")
        #expect(
            check(Self.offer, Self.offer.with("a=sendonly", for: "a=sendrecv")) == [
                "warning: #9 of p1 differs from #5 under the same version 2"
            ]
        )
    }

    /// RFC 8866 §5.2: numbers of any length.
    @Test func versionsAreComparedAsNumbers() {
        let long = String(repeating: "9", count: 40)
        #expect(check(version("9"), version("10")) == [])
        #expect(check(version(long), version("1" + long)) == [])
        #expect(check(version("0010"), version("9")).count == 1)
        #expect(check(version(long), version("9")).count == 1)
        #expect(check(version("x"), version("9")) == [])
    }

    /// RFC 8840 §4.
    @Test func addedCandidatesAreNoNewContent() {
        #expect(check(Self.offer.without("a=candidate"), Self.offer) == [])
        let ended = Self.offer + "a=end-of-candidates\r\n"
        #expect(check(Self.offer, ended) == [])
    }

    @Test func aRepeatedDescriptionIsFound() {
        for (name, text) in Recorded.all {
            let words = check(text, text)
            #expect(words == ["warning: p1 repeats the description of #5 in #9"], "\(name)")
        }
    }

    /// RFC 9429 §5.2.1.
    @Test func anotherSessionIsANewConnection() {
        #expect(
            check(Self.offer, ChromiumDescriptions.simulcastOffer) == [
                "information: p1 made a new connection: #9 has another session id than #5"
            ]
        )
        #expect(check(ChromiumDescriptions.dataOffer, FirefoxDescriptions.dataOffer).count == 1)
    }

    /// aiortc uses the time as session id and version of each description.
    @Test func versionsThatAreTimesAreIgnored() {
        let offer = AiortcDescriptions.audioVideoOffer
        #expect(check(offer, offer.with("a=sendonly", for: "a=sendrecv")) == [])
        let later = offer.with("o=- 4004462439 4004462439 IN IP4 0.0.0.0", for: "o=")
        #expect(check(offer, later.with("a=sendonly", for: "a=sendrecv")) == [])
        // Two of its connections within one second.
        #expect(check(offer, AiortcDescriptions.audioVideoAnswer) == [])
    }

    @Test func descriptionsWithoutAnOriginAreNotCompared() {
        #expect(check(Self.offer.without("o="), Self.restart) == [])
        #expect(check(Self.offer, "x") == [])
    }

    @Test func theEvidenceIsBothDescriptions() {
        let observation = SuccessionRules.check(
            earlier: statement(Self.offer, entry: 5, by: 3),
            later: statement(Self.restart, entry: 9, by: 3)
        ).first
        #expect(observation?.evidence == [5, 9])
        #expect(observation?.subject == "p3")
    }
}
