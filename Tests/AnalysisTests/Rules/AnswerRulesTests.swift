import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

@Suite struct AnswerRulesTests {
    private static let offer = ChromiumDescriptions.audioVideoOffer
    private static let answer = ChromiumDescriptions.audioVideoAnswer
    /// The finding of the recorded answer, which sends audio alone.
    private static let oneWay = "information: only p1 sends m1 video after the answer #9: recvonly"

    private func check(_ offer: String, _ answer: String) -> [String] {
        words(AnswerRules.check(offer: statement(offer, entry: 5, by: 1), answer: statement(answer, entry: 9, by: 2)))
    }

    /// The findings in addition to the one of the recorded pair.
    private func check(answer: String) -> [String] {
        check(Self.offer, answer).filter { $0 != Self.oneWay }
    }

    private func check(offer: String) -> [String] {
        check(offer, Self.answer).filter { $0 != Self.oneWay }
    }

    @Test func recordedAnswersHaveNoFindings() {
        let pairs = [
            (ChromiumDescriptions.audioVideoOffer, ChromiumDescriptions.audioVideoAnswer, [Self.oneWay]),
            (FirefoxDescriptions.audioVideoOffer, FirefoxDescriptions.audioVideoAnswer, [Self.oneWay]),
            (
                AiortcDescriptions.audioVideoOffer, AiortcDescriptions.audioVideoAnswer,
                ["information: only p1 sends m0 audio, m1 video after the answer #9: recvonly"]
            ),
            (ChromiumDescriptions.dataOffer, ChromiumDescriptions.dataAnswer, []),
            (FirefoxDescriptions.dataOffer, ChromiumDescriptions.dataAnswer, []),
            (ChromiumDescriptions.iceRestartOffer, ChromiumDescriptions.audioVideoAnswer, [Self.oneWay]),
            (FirefoxDescriptions.audioVideoOffer, ChromiumDescriptions.audioVideoAnswer, [Self.oneWay]),
        ]
        for (offer, answer, words) in pairs { #expect(check(offer, answer) == words) }
    }

    @Test func invalidDescriptionsAreNotCompared() {
        #expect(check("x", Self.answer) == [])
        #expect(check(Self.offer, "x") == [])
    }

    /// RFC 8842 §5.3.
    @Test func anAnswerThatLeavesTheRoleOpenIsFound() {
        #expect(
            check(answer: Self.answer.with("a=setup:actpass", for: "a=setup")) == [
                "error: the answer #9 leaves setup:actpass in m0 audio: neither side begins the DTLS handshake"
            ]
        )
        #expect(check(answer: Self.answer.with("a=setup:passive", for: "a=setup")) == [])
        #expect(check(answer: Self.answer.inSection(1) { $0.with("a=setup:actpass", for: "a=setup") }) == [])
    }

    /// RFC 8842 §5.3.
    @Test func conflictingRolesAreFound() {
        for role in ["active", "passive"] {
            let words = check(
                Self.offer.with("a=setup:\(role)", for: "a=setup"),
                Self.answer.with("a=setup:\(role)", for: "a=setup")
            )
            #expect(words == ["error: offer #5 and answer #9 both have setup:\(role) in m0 audio", Self.oneWay])
        }
        #expect(
            check(answer: Self.answer.with("a=setup:holdconn", for: "a=setup")) == [
                "error: the answer #9 puts m0 audio off with setup:holdconn: no DTLS handshake begins"
            ]
        )
        #expect(check(offer: Self.offer.with("a=setup:passive", for: "a=setup")) == [])
        #expect(check(answer: Self.answer.without("a=setup")) == [])
    }

    @Test func anEchoedOfferIsFound() {
        let line = Self.offer.split(separator: "\r\n").first { $0.hasPrefix("a=fingerprint") } ?? ""
        let shared = Self.answer.with(String(line), for: "a=fingerprint")
        #expect(check(answer: shared) == ["warning: p2 answers in #9 with the fingerprint of the offer #5"])
        #expect(
            check(answer: shared.with("a=ice-ufrag:4Pa2", for: "a=ice-ufrag")) == [
                "error: p2 answers in #9 with what #5 offered: fingerprint and ICE user name"
            ]
        )
        #expect(check(answer: Self.answer.with("a=ice-ufrag:4Pa2", for: "a=ice-ufrag")) == [])
    }

    /// RFC 3264 §6.
    @Test func aDifferentNumberOfSectionsIsFound() {
        let audio = ChromiumDescriptions.audioOffer.with("a=setup:active", for: "a=setup")
        #expect(check(Self.offer, audio) == ["error: the answer #9 has 1 section, the offer #5 has 2"])
        #expect(check(ChromiumDescriptions.audioOffer, Self.answer).count == 1)
        let video = Self.answer.components(before: "m=")
        #expect(check(Self.offer, video[0] + video[2]) == ["error: the answer #9 has 1 section, the offer #5 has 2"])
    }

    /// RFC 9429 §5.8.3.
    @Test func sectionsOutOfOrderAreFoundOnce() {
        let parts = Self.answer.components(before: "m=")
        #expect(
            check(Self.offer, parts[0] + parts[2] + parts[1]) == [
                "error: m0 is audio in the offer #5, video in the answer #9"
            ]
        )
        let plain = Self.answer.inSection(0) { $0.with("m=audio 9 RTP/AVP 111", for: "m=") }
        #expect(
            check(answer: plain).first == "error: m0 is UDP/TLS/RTP/SAVPF in the offer #5, RTP/AVP in the answer #9"
        )
        // RFC 9429 §5.1.2: these are all one.
        let other = Self.answer.inSection(0) { $0.with("m=audio 9 RTP/SAVPF 111", for: "m=") }
        #expect(check(answer: other) == [])
    }

    /// RFC 5888 §9.
    @Test func aDifferentMidIsFound() {
        #expect(
            check(Self.offer, Self.answer.inSection(1) { $0.with("a=mid:v\u{7}", for: "a=mid") }) == [
                "error: m1 has mid 1 in the offer #5, v␇ in the answer #9"
            ]
        )
        #expect(
            check(answer: Self.answer.without("a=mid")) == [
                "information: the answer #9 names no section with a mid: they are matched by their order"
            ]
        )
        #expect(check(answer: Self.answer.inSection(1) { $0.without("a=mid") }) == [])
    }

    /// RFC 5888 §4.
    @Test func aRepeatedMidIsFound() {
        let twice = Self.offer.with("a=mid:0", for: "a=mid")
        #expect(check(offer: twice).contains("error: #5 of p1 has mid 0 more than once"))
        let rejected = twice.inSection(1) { $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=") }
        #expect(!check(offer: rejected).contains { $0.contains("more than once") })
    }

    /// RFC 3264 §6.1.
    @Test func sectionsWithoutACommonCodecAreFound() {
        let only = Self.answer.inSection(1) {
            $0.without("a=rtpmap").with("m=video 9 UDP/TLS/RTP/SAVPF 35\r\nc=IN IP4 0.0.0.0", for: "m=").with(
                "a=mid:1\r\na=rtpmap:35 H265/90000",
                for: "a=mid"
            )
        }
        #expect(
            check(answer: only) == [
                "error: no codec in common in m1 video: VP8, H264, AV1… in #5, H265 in #9"
            ]
        )
        #expect(check(answer: only.replacing("H265", with: "vp8")) == [])
        // RFC 3551 §6: 0 is PCMU, mapped or not.
        let unmapped = only.replacing("SAVPF 35\r\n", with: "SAVPF 35 0\r\n")
        #expect(check(answer: unmapped) == [])
    }

    @Test func aRejectedSectionIsReportedWithTheOfferedCodecs() {
        let rejected = Self.answer.with("a=group:BUNDLE 0", for: "a=group").inSection(1) {
            $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=")
        }
        #expect(
            check(answer: rejected) == [
                "warning: the answer #9 rejects m1 video of VP8, H264, AV1…: mostly for want of a codec in common"
            ]
        )
        let stopped = Self.offer.with("a=group:BUNDLE 0", for: "a=group").inSection(1) {
            $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=")
        }
        #expect(check(stopped, ChromiumDescriptions.videoStoppedAnswer) == [])
        let idle = Self.offer.inSection(1) { $0.with("a=inactive", for: "a=sendrecv") }
        #expect(check(idle, rejected) == [])
        let data = ChromiumDescriptions.dataAnswer.with("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", for: "m=")
        #expect(check(ChromiumDescriptions.dataOffer, data) == [])
    }

    /// RFC 3264 §8.2.
    @Test func anAnswerThatAcceptsARejectedSectionIsFound() {
        let stopped = Self.offer.with("a=group:BUNDLE 0", for: "a=group").inSection(1) {
            $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=")
        }
        #expect(
            check(stopped, Self.answer) == [
                "warning: the answer #9 accepts m1 video, which #5 offers with port 0"
            ])
        let data = ChromiumDescriptions.dataOffer.with("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", for: "m=")
        #expect(
            check(data, ChromiumDescriptions.dataAnswer) == [
                "warning: the answer #9 accepts m0 application, which #5 offers with port 0"
            ])
        #expect(check(stopped, ChromiumDescriptions.videoStoppedAnswer) == [])
    }

    /// RFC 9143 §6: a bundle-only section has port 0 in the offer, and is answered with the port of its bundle.
    @Test func anAnswerToABundleOnlySectionIsInOrder() {
        let bundleOnly = Self.offer.inSection(1) {
            $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=").with("a=mid:1\r\na=bundle-only", for: "a=mid")
        }
        #expect(check(offer: bundleOnly) == [])
    }

    /// RFC 3264 §6.1.
    @Test(arguments: [
        ("sendrecv", "sendrecv", []),
        ("sendrecv", "sendonly", ["information: only p2 sends m0 audio after the answer #9: sendonly"]),
        ("sendonly", "recvonly", ["information: only p1 sends m0 audio after the answer #9: recvonly"]),
        ("recvonly", "sendonly", ["information: only p2 sends m0 audio after the answer #9: sendonly"]),
        ("inactive", "inactive", ["information: neither side sends media after the answer #9: all is inactive"]),
        ("sendonly", "sendrecv", ["warning: the answer #9 has sendrecv for sendonly in m0 audio"]),
        ("sendonly", "sendonly", ["warning: the answer #9 has sendonly for sendonly in m0 audio"]),
        ("recvonly", "recvonly", ["warning: the answer #9 has recvonly for recvonly in m0 audio"]),
        ("inactive", "recvonly", ["warning: the answer #9 has recvonly for inactive in m0 audio"]),
    ])
    func directionsAreComparedBySection(offered: String, answered: String, words: [String]) {
        let offer = ChromiumDescriptions.audioOffer.with("a=\(offered)", for: "a=sendrecv")
        let answer = Self.answer.components(before: "m=").prefix(2).joined()
        #expect(check(offer, answer.with("a=\(answered)", for: "a=sendrecv")) == words)
    }

    @Test func oneInactiveSectionAmongOthersIsNotReported() {
        let answer = Self.answer.inSection(1) { $0.with("a=inactive", for: "a=recvonly") }
        #expect(check(Self.offer, answer) == [])
    }

    @Test func theEvidenceIsTheOfferAndTheAnswer() {
        let observations = AnswerRules.check(
            offer: statement(Self.offer, entry: 5, by: 1),
            answer: statement(Self.answer, entry: 9, by: 2)
        )
        #expect(observations.map(\.evidence) == [[5, 9]])
        #expect(observations.map(\.subject) == ["p2 m1"])
    }
}
