import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Drafts
@testable import Events
@testable import Messages
@testable import SDP

/// Message templates are parsed as expected and have no findings.
@Suite struct MessageTemplateTests {
    private func statement(_ text: String, entry: Int = 5, by author: Int = 1) -> SignaledDescription {
        SignaledDescription(entry: entry, time: .start, author: PeerID(author), isOffer: true, terms: SDPSummary(text))
    }

    private func text(_ line: String, seed: UInt64 = 1, offer: String? = nil) throws -> String {
        let words = line.split(separator: " ").map(String.init)
        let message = try MessageTemplate(named: words[0]).message(Array(words.dropFirst()), seed: seed, offer: offer)
        #expect(message.opcode == .text)
        return try #require(message.text)
    }

    private func description(_ line: String, seed: UInt64 = 1, offer: String? = nil) throws -> String {
        try #require(ParsedMessage(.text(try text(line, seed: seed, offer: offer))).descriptionText)
    }

    @Test(arguments: [
        (
            "candidate", Kind.candidate,
            #"{"candidate":{"candidate":"candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host","sdpMid":"0","sdpMLineIndex":0}}"#
        ),
        (
            "candidate 2001:db8::1 9 1", .candidate,
            #"{"candidate":{"candidate":"candidate:1 1 udp 2130706431 2001:db8::1 9 typ host","sdpMid":"1","sdpMLineIndex":1}}"#
        ),
        ("end-of-candidates", .endOfCandidates, #"{"candidate":null}"#),
        ("bye", .bye, #"{"type":"bye"}"#),
        ("rollback", .rollback, #"{"sdp":{"type":"rollback","sdp":""}}"#),
        ("welcome", .roster, #"{"type":"welcome","id":"p1","room":"lobby","peers":[],"iceServers":[]}"#),
        (
            "welcome p3 demo Al", .roster,
            #"{"type":"welcome","id":"p3","name":"Al","room":"demo","peers":[],"iceServers":[]}"#
        ),
        ("peer-joined p4 Al", .roster, #"{"type":"peer-joined","id":"p4","name":"Al"}"#),
        ("peer-left", .roster, #"{"type":"peer-left","id":"p1","reason":"closed 1000"}"#),
        ("peer-left p4 for now", .roster, #"{"type":"peer-left","id":"p4","reason":"closed for now"}"#),
        (
            "error", .error,
            #"{"type":"error","code":"no-such-peer","message":"there is no other peer p1 in this room"}"#
        ),
        (
            "error no-such-peer p9", .error,
            #"{"type":"error","code":"no-such-peer","message":"there is no other peer p9 in this room"}"#
        ),
        (
            "error to-not-a-string", .error,
            #"{"type":"error","code":"to-not-a-string","message":"\"to\" is the id of a peer, such as \"p1\""}"#
        ),
    ])
    func templatesHaveTheFormOfTheTutorialAndOfTheRelay(line: String, kind: Kind, expected: String) throws {
        let text = try text(line)
        #expect(text == expected)
        #expect(ParsedMessage(.text(text)).kind == kind)
        #expect(DraftCheck.faults(in: .text(text), limit: 1000).isEmpty)
    }

    /// RFC 9429 §5.2.1.
    @Test(arguments: [
        ("offer", "audio opus · video VP8"),
        ("offer audio", "audio opus"),
        ("offer audio:G722,pcmu,PCMA,opus,G722", "audio G722,PCMU,PCMA…"),
        ("offer video:H264,VP8,VP9 data", "video H264,VP8,VP9 · data"),
        ("offer video:AV1 video audio", "video AV1 · video VP8 · audio opus"),
        ("offer data", "data"),
    ])
    func anOfferIsValidForABrowser(line: String, summary: String) throws {
        let message = Message.text(try text(line))
        let parsed = ParsedMessage(message)
        let text = try #require(parsed.descriptionText)
        #expect(parsed.kind == .offer && !parsed.isInferred && parsed.envelopeFormat == "sdp{}")
        #expect(parsed.summary == summary)
        #expect(SDPValidator.faults(in: text) == [])
        #expect(DescriptionRules.check(statement(text), kind: .offer).isEmpty)
        let description = try #require(parsed.description)
        let mids = description.media.indices.map { "\($0)" }
        #expect(description.bundle == mids && description.media.compactMap(\.mid) == mids)
        for section in description.media {
            #expect(section.setup == .actpass && section.iceOptions == ["trickle"])
            if section.kind == "application" {
                #expect(section.sctpPort == 5000 && section.transport == "UDP/DTLS/SCTP")
            } else {
                #expect(section.muxesRTCP && section.direction == .sendrecv && section.msids.count == 1)
                #expect(section.codecs.map(\.format) == section.formats)
            }
        }
    }

    @Test func aCodecHasItsParametersAndFeedback() throws {
        let offer = try #require(SessionDescription(try description("offer video:H264")))
        let codecs = offer.media[0].codecs
        #expect(codecs.map(\.name) == ["H264", "rtx"])
        #expect(codecs[0].parameters?.contains("profile-level-id=42e01f") == true)
        #expect(codecs[0].feedback.contains("nack pli"))
        #expect(codecs[1].parameters == "apt=102")
        for codec in KnownCodec.all {
            #expect(throws: Never.self) { try text("offer \(codec.kind):\(codec.name)") }
        }
        let all = try description("offer video:VP8,VP9,H264,AV1")
        let formats = SessionDescription(all)?.media[0].formats ?? []
        #expect(Set(formats).count == 8)
    }

    @Test func credentialsDependOnTheSeedAlone() throws {
        let one = try description("offer", seed: 7)
        #expect(try description("offer", seed: 7) == one)
        let other = try #require(SessionDescription(try description("offer", seed: 8)))
        let section = try #require(SessionDescription(one)?.media.first)
        #expect(section.iceUfrag != other.media[0].iceUfrag)
        #expect(section.icePassword != other.media[0].icePassword)
        #expect(section.fingerprints != other.media[0].fingerprints)
        #expect(section.fingerprints.first?.bytes.utf8.count == 95)
    }

    /// RFC 3264 §6, RFC 8842 §5.3, RFC 9143 §7.3: the answer to any recorded offer has no findings.
    @Test(arguments: Recorded.all)
    func anAnswerFitsItsOffer(name: String, offer: String) throws {
        let text = try description("answer", offer: offer)
        #expect(SDPValidator.faults(in: text) == [])
        let (offered, answered) = (try #require(SessionDescription(offer)), try #require(SessionDescription(text)))
        #expect(answered.media.map(\.kind) == offered.media.map(\.kind))
        #expect(answered.media.map(\.mid) == offered.media.map(\.mid))
        #expect(answered.media.map(\.isRejected) == offered.media.map(\.isRejected))
        #expect(answered.media.allSatisfy { $0.formats.count == 1 })
        let bundle = offered.bundle.filter { mid in offered.media.contains { $0.mid == mid && !$0.isRejected } }
        #expect(answered.bundle == bundle)
        for (section, match) in zip(answered.media, offered.media) where !match.isRejected && section.muxesRTCP {
            let isHeard = match.direction == .sendrecv || match.direction == .sendonly
            #expect(section.direction == (isHeard ? .recvonly : .inactive))
            #expect(section.setup == (match.setup == .active ? .passive : .active))
        }
        #expect(DescriptionRules.check(statement(text), kind: .answer).isEmpty)
        let observations = AnswerRules.check(offer: statement(offer, entry: 1, by: 2), answer: statement(text))
        #expect(observations.allSatisfy { $0.severity <= .information }, "\(observations.map { $0.sentence.text() })")
    }

    @Test func anAnswerTakesTheFirstCodecOfEach() throws {
        let text = try description("answer", offer: ChromiumDescriptions.audioVideoOffer)
        let answer = try #require(SessionDescription(text))
        #expect(answer.media.map(\.codecNames) == [["opus"], ["VP8"]])
        #expect(answer.media[0].codecs[0].parameters == "minptime=10;useinbandfec=1")
        #expect(answer.media[0].headerExtensions.map(\.id) == [4])
        let data = try #require(SessionDescription(try description("answer", offer: ChromiumDescriptions.dataOffer)))
        #expect(data.media[0].formats == ["webrtc-datachannel"] && data.media[0].sctpPort == 5000)
    }

    /// The same seed yields different credentials for offer and answer.
    @Test func anAnswerIsNotAnEchoOfItsOffer() throws {
        let offer = try description("offer audio video data", seed: 3)
        let answer = try description("answer", seed: 3, offer: offer)
        let observations = AnswerRules.check(offer: statement(offer, entry: 1, by: 2), answer: statement(answer))
        #expect(observations.allSatisfy { $0.severity == .information })
        #expect(throws: DraftError.noDescription("x")) { try text("answer", offer: "x") }
    }

    @Test func everyTemplateIsListedAndNeedsNoArguments() throws {
        #expect(MessageTemplate.all.count == 10)
        for template in MessageTemplate.all {
            #expect(!template.help.isEmpty && template.help.last != ".")
            let message = try template.message(seed: 1, offer: ChromiumDescriptions.dataOffer)
            #expect(![.other, .opaque].contains(ParsedMessage(message).kind))
            for value in template.values { #expect(throws: Never.self) { try template.message([value], seed: 1) } }
        }
    }
}
