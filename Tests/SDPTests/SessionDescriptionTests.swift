import SignalingSupport
import Testing

@testable import SDP

@Suite struct SessionDescriptionTests {
    /// RFC 3264 §6: port 0 rejects a section; RFC 9143 §7.2.1: not if it is bundle-only.
    @Test func aBundleOnlyMSectionIsNotRejected() {
        let description = SDPSummary(
            "v=0\nm=audio 0 RTP/SAVPF 0\nm=video 0 RTP/SAVPF 96\na=bundle-only\na=sendonly\n"
        )
        #expect(description?.summary == "audio rejected · video sendonly")
    }

    @Test func anMSectionInheritsFromTheSession() {
        let description = SessionDescription("v=0\na=setup:active\na=inactive\nm=audio 9 RTP/SAVPF 0\n")
        #expect(description?.media.first?.direction == .inactive)
        #expect(description?.media.first?.attribute("setup") == "active")
    }

    @Test func theLengthOfTheSummaryIsLimited() {
        let sections = String(repeating: "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n", count: 500)
        #expect(SDPSummary("v=0\r\n" + sections)?.summary.hasSuffix("· video VP8 · +248") == true)
        #expect(SDPSummary("v=0")?.summary == "no media")
        #expect(SessionDescription("o=-") == nil)
    }

    /// RFC 8866 §5.2 and §5.7, RFC 9143, RFC 8285 §6.
    @Test func theSessionOfABrowserOfferIsParsed() throws {
        let offer = try #require(SessionDescription(ChromiumDescriptions.audioVideoOffer))
        #expect(offer.origin?.sessionID == "6010279933834868590")
        #expect(offer.origin?.version == "2")
        #expect(offer.origin?.address == "127.0.0.1")
        #expect(offer.bundle == ["0", "1"])
        #expect(offer.groups.map(\.semantics) == ["BUNDLE"])
        #expect(offer.allowsMixedExtensions)
        #expect(!offer.isICELite)
        #expect(offer.media.first?.connection == "IN IP4 0.0.0.0")
        #expect(SessionDescription("v=0\r\na=ice-lite\r\n")?.isICELite == true)
    }

    /// RFC 8866 §6.6 and §6.15, RFC 4585 §4.2.
    @Test func theCodecsOfABrowserOfferAreParsed() throws {
        let offer = try #require(SessionDescription(ChromiumDescriptions.audioVideoOffer))
        let opus = try #require(offer.media.first?.codecs.first)
        #expect(opus.format == "111")
        #expect(opus.name == "opus")
        #expect(opus.clockRate == 48000)
        #expect(opus.channels == 2)
        #expect(opus.parameters == "minptime=10;useinbandfec=1")
        #expect(opus.feedback == ["transport-cc"])
        #expect(offer.media.first?.codecs.count == offer.media.first?.formats.count)
        #expect(offer.media.first?.codecNames == ["opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event"])
    }

    /// RFC 4585 §4.2: `*` is for every format.
    @Test func feedbackForAllFormatsAppliesToEach() {
        let text = """
            v=0
            m=video 9 RTP/SAVPF 96 97
            a=rtcp-fb:* nack
            a=rtcp-fb:97 ccm fir
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 VP9/90000
            """
        #expect(SessionDescription(text)?.media.first?.codecs.map(\.feedback) == [["nack"], ["ccm fir", "nack"]])
    }

    /// RFC 8839 §5, RFC 8122 §5, RFC 8842 §5, RFC 5761 §5.1.1.
    @Test func theTransportOfABrowserOfferIsParsed() throws {
        let offer = try #require(SessionDescription(FirefoxDescriptions.audioVideoOffer))
        let audio = try #require(offer.media.first)
        #expect(audio.iceUfrag == "cd77caa4")
        #expect(audio.icePassword == "6fc4e229bab0fd0f0291909bcbd6a6b7")
        #expect(audio.iceOptions == ["trickle"])
        #expect(audio.setup == .actpass)
        #expect(audio.fingerprints.map(\.hash) == ["sha-256"])
        #expect(audio.fingerprints.first?.bytes.hasPrefix("64:CA:60") == true)
        #expect(audio.muxesRTCP)
        #expect(audio.candidates.count == 8)
        #expect(audio.endsCandidates)
        #expect(!audio.hasCrypto)
        #expect(SessionDescription("v=0\nm=audio 9 RTP/SAVP 0\na=crypto:1 x y\n")?.media.first?.hasCrypto == true)
    }

    @Test func anMSectionMayHaveSeveralFingerprints() throws {
        let offer = try #require(SessionDescription(AiortcDescriptions.audioVideoOffer))
        #expect(offer.media.first?.fingerprints.map(\.hash) == ["sha-256", "sha-384", "sha-512"])
    }

    /// RFC 8285 §5, RFC 5576 §4, RFC 8830 §2.
    @Test func theStreamsOfABrowserOfferAreParsed() throws {
        let offer = try #require(SessionDescription(ChromiumDescriptions.audioVideoOffer))
        let video = try #require(offer.media.last)
        #expect(video.sources.map(\.id) == ["1265259203", "1166801254"])
        #expect(video.sources.allSatisfy { $0.cname == "BeSpvU8K+Jx+Fhei" })
        #expect(video.sourceGroups == ["FID 1265259203 1166801254"])
        #expect(video.msids == ["131a6b28-8024-4cd2-bcad-ea1521b45802 fd8b308b-1ceb-40ca-ad2c-f289edd98170"])
        let firefox = try #require(SessionDescription(FirefoxDescriptions.audioVideoOffer)?.media.first)
        #expect(firefox.headerExtensions.map(\.id) == [1, 2, 3, 7])
        #expect(firefox.headerExtensions.map(\.direction) == [nil, .recvonly, nil, nil])
        #expect(firefox.headerExtensions.first?.uri == "urn:ietf:params:rtp-hdrext:ssrc-audio-level")
    }

    /// RFC 8851 §10, RFC 8853 §5.1.
    @Test(arguments: [ChromiumDescriptions.simulcastOffer, FirefoxDescriptions.simulcastOffer])
    func simulcastIsParsed(text: String) throws {
        let video = try #require(SessionDescription(text)?.media.first)
        #expect(video.rids.map(\.id) == ["q", "h", "f"])
        #expect(video.rids.allSatisfy { $0.direction == "send" })
        #expect(video.simulcast == "send q;h;f")
        #expect(video.direction == .sendonly)
    }

    /// RFC 8841 §5 and §6.
    @Test func aDataChannelIsParsed() throws {
        let data = try #require(SessionDescription(ChromiumDescriptions.dataOffer)?.media.first)
        #expect(data.sctpPort == 5000)
        #expect(data.maxMessageSize == 262_144)
        #expect(data.formats == ["webrtc-datachannel"])
    }

    @Test(arguments: [
        (
            ChromiumDescriptions.audioVideoAnswer,
            "audio opus,red,G722… · video recvonly VP8,H264,AV1…"
        ),
        (ChromiumDescriptions.videoStoppedAnswer, "audio opus,red,G722… · video rejected"),
        (FirefoxDescriptions.videoStoppedAnswer, "audio opus,G722,PCMU… · video rejected"),
        (FirefoxDescriptions.dataOffer, "data"),
        (AiortcDescriptions.audioVideoOffer, "audio opus,G722,PCMU… · video VP8,H264 · data"),
    ])
    func recordedDescriptionsAreSummarized(text: String, summary: String) {
        #expect(SDPSummary(text)?.summary == summary)
    }

    @Test func unknownLinesAreKept() {
        let description = SessionDescription("v=0\nx=1\nnonsense\nm=audio 9 RTP/AVP 0\n\u{301}\n")
        #expect(description?.others == ["x=1", "nonsense"])
        #expect(description?.media.first?.others == ["\u{301}"])
    }

    /// Each text has the maximum size of a message, 256 KiB, and would take minutes at quadratic cost.
    @Test(arguments: [
        "m=a 1 b 0\n", "a=rtpmap:0 a/1\n", "a=rtcp-fb:* x\n", "\n", "\r", "x", "a\n", "a=ssrc:1 a:b\n", "\\",
        "a=extmap:1 x\n", "m=\n", "0 ", "\u{301}", "a=candidate:1 1 udp 1 a 1 typ host\n",
    ])
    func hostileTextTakesLinearTime(piece: String) throws {
        let body = String(repeating: piece, count: 256 * 1024 / piece.utf8.count)
        for start in ["v=0\r\n", "v=0\r\nm=audio 9 RTP/AVP "] {
            let description = try #require(SessionDescription(start + body))
            visit(description)
            #expect(description.media.count <= 256)
            #expect(description.media.allSatisfy { $0.formats.count <= 256 })
            #expect(SessionDescription.faults(in: start + body).count <= 64)
        }
    }
}

/// Evaluates every property of a description.
func visit(_ description: SessionDescription) {
    _ = (description.origin, description.groups, description.others, description.isICELite)
    for media in description.media {
        _ = (media.codecs, media.codecNames, media.candidates, media.fingerprints, media.headerExtensions)
        _ = (media.sources, media.rids, media.msids, media.setup, media.direction, media.connection, media.others)
        _ = (media.sctpPort, media.maxMessageSize, media.iceOptions, media.endsCandidates, media.mid)
    }
}
