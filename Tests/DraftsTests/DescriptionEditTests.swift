import SignalingSupport
import Testing

@testable import Drafts
@testable import SDP

/// Edits of recorded descriptions change only the intended lines.
@Suite struct DescriptionEditTests {
    private static let chromium = ChromiumDescriptions.audioVideoOffer
    private static let firefox = FirefoxDescriptions.audioVideoOffer

    private func edited(_ text: String, _ edit: DescriptionEdit) throws -> SessionDescription {
        let result = try edit.apply(to: text)
        #expect(SessionDescription.faults(in: result) == SessionDescription.faults(in: text))
        return try #require(SessionDescription(result))
    }

    /// Returns the lines that only one of two texts has.
    private func changes(_ text: String, _ edit: DescriptionEdit) throws -> (removed: [Substring], added: [Substring]) {
        let before = text.split(separator: "\r\n")
        let after = try edit.apply(to: text).split(separator: "\r\n")
        let difference = after.difference(from: before)
        func lines(_ changes: [CollectionDifference<Substring>.Change]) -> [Substring] {
            changes.map { change in
                switch change {
                case .insert(_, let line, _), .remove(_, let line, _): line
                }
            }
        }
        return (lines(difference.removals), lines(difference.insertions))
    }

    /// RFC 8866 §6.6, RFC 4588 §8.6: the retransmission format of a kept codec is kept.
    @Test func keptCodecsKeepTheirRetransmissions() throws {
        let vp8 = try edited(Self.chromium, .keepCodecs(["vp8"]))
        #expect(vp8.media.map(\.formats) == [["111", "63", "9", "0", "8", "13", "110", "126"], ["96", "97"]])
        #expect(vp8.media[1].codecNames == ["VP8", "rtx"])
        #expect(!vp8.text.contains("a=rtcp-fb:102") && !vp8.text.contains("a=fmtp:103"))

        let both = try edited(Self.chromium, .keepCodecs(["opus", "H264/90000", "telephone-event"]))
        #expect(both.media[0].formats == ["111", "110", "126"])
        #expect(Set(both.media[1].codecNames) == ["H264", "rtx"])
        #expect(both.media[1].formats.count == 12)

        let firefox = try edited(Self.firefox, .keepCodecs(["AV1"]))
        #expect(firefox.media[1].formats == ["99", "100"])
    }

    @Test func droppedCodecsTakeTheirRetransmissionsWithThem() throws {
        let text = Self.chromium
        let opus = try edited(text, .dropCodecs(["OPUS"]))
        #expect(opus.media[0].formats == ["9", "0", "8", "13", "110", "126"], "red carries opus (RFC 2198 §5)")
        let red = try edited(text, .dropCodecs(["red/90000"]))
        #expect(red.media[0].formats == SessionDescription(text)?.media[0].formats)
        #expect(red.media[1].formats.suffix(2) == ["101", "120"], "119 sends red again")
        let (removed, added) = try changes(text, .dropCodecs(["VP9"]))
        #expect(added.count == 1 && added[0].hasPrefix("m=video 9 UDP/TLS/RTP/SAVPF 96 97 102"))
        #expect(
            removed.allSatisfy { line in
                line.hasPrefix("m=video")
                    || ["98", "99", "100", "101"].contains { line.contains(":\($0) ") }
            })
        #expect(removed.count == 1 + 4 + 4 + 10)
    }

    /// RFC 3551 §6: static payload types need no mapping.
    @Test func aStaticPayloadTypeIsKnownByItsNumber() throws {
        let text =
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nc=IN IP4 0.0.0.0\r\nm=audio 9 RTP/AVP 8 0 13 97\r\n"
        #expect(try DescriptionEdit.keepCodecs(["pcmu"]).apply(to: text).hasSuffix("m=audio 9 RTP/AVP 0\r\n"))
        #expect(try DescriptionEdit.dropCodecs(["CN"]).apply(to: text).hasSuffix("m=audio 9 RTP/AVP 8 0 97\r\n"))
    }

    @Test func codecsOfARejectedMSectionDoNotCount() throws {
        let text = Self.chromium.inSection(1) { $0.replacing("m=video 9 ", with: "m=video 0 ") }
        #expect(throws: DraftError.self) { try DescriptionEdit.keepCodecs(["VP8"]).apply(to: text) }
        let inactive = try edited(text, .direction(.inactive, mid: nil))
        #expect(inactive.media.map(\.direction) == [.inactive, .sendrecv])
    }

    /// RFC 8866 §6.7.
    @Test(arguments: [chromium, firefox])
    func theDirectionIsReplacedInPlace(text: String) throws {
        let both = try edited(text, .direction(.recvonly, mid: nil))
        #expect(both.media.map(\.direction) == [.recvonly, .recvonly])
        let (removed, added) = try changes(text, .direction(.inactive, mid: "1"))
        #expect(removed == ["a=sendrecv"] && added == ["a=inactive"])
        #expect(try edited(text, .direction(.inactive, mid: "1")).media.map(\.direction) == [.sendrecv, .inactive])
    }

    @Test func aMissingDirectionIsAppended() throws {
        let text = Self.chromium.inSection(1) { $0.without("a=sendrecv") }
        let result = try DescriptionEdit.direction(.sendonly, mid: "1").apply(to: text)
        #expect(result == text + "a=sendonly\r\n")
        let cut = String(text.dropLast())
        #expect(try DescriptionEdit.direction(.sendonly, mid: "1").apply(to: cut) == cut + "\r\na=sendonly")
        // The session attribute applies to an m-section without its own.
        let session = text.inSection(0) { $0.without("a=sendrecv") }
            .replacing("a=extmap-allow-mixed", with: "a=sendonly")
        #expect(throws: DraftError.already("direction", "sendonly", choices: Direction.allCases.map(\.rawValue))) {
            try DescriptionEdit.direction(.sendonly, mid: nil).apply(to: session)
        }
    }

    /// RFC 8839 §5.1.
    @Test func candidatesOfATypeAreRemoved() throws {
        let relay = "a=candidate:9 1 udp 1 192.0.2.9 9 typ relay raddr 192.0.2.4 rport 9\r\n"
        let text = Self.firefox + relay + "a=candidate:none\r\n"
        let host = try edited(text, .stripCandidates([.host]))
        #expect(host.media.flatMap(\.candidates).map(\.type) == ["relay"])
        #expect(host.text.hasSuffix(relay + "a=candidate:none\r\n"))
        #expect(
            try DescriptionEdit.stripCandidates([.relay, .serverReflexive]).apply(to: text)
                == Self.firefox + "a=candidate:none\r\n")
    }

    /// RFC 8842 §5.3.
    @Test(arguments: [chromium, firefox])
    func everySetupIsReplaced(text: String) throws {
        let (removed, added) = try changes(text, .setup(.passive))
        #expect(removed == ["a=setup:actpass", "a=setup:actpass"] && added == ["a=setup:passive", "a=setup:passive"])
    }

    /// RFC 8866 §5: after c=, before other b=, k= and a=.
    @Test func theBandwidthIsInsertedInOrder() throws {
        let head = "m=video 9 X/RTP/Y 96\r\ni=x\r\nc=IN IP4 0.0.0.0\r\n"
        let start = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
        for (before, after) in [
            (head + "a=mid:v\r\n", head + "b=AS:500\r\na=mid:v\r\n"),
            (head + "b=TIAS:9\r\nk=x\r\na=mid:v\r\n", head + "b=AS:500\r\nb=TIAS:9\r\nk=x\r\na=mid:v\r\n"),
            (head + "b=TIAS:9\r\nb=AS:1\r\nb=AS:2\r\na=mid:v\r\n", head + "b=TIAS:9\r\nb=AS:500\r\na=mid:v\r\n"),
            (head, head + "b=AS:500\r\n"),
            (String(head.dropLast()), head + "b=AS:500"),
        ] {
            #expect(try DescriptionEdit.bandwidth(kilobits: 500, mid: nil).apply(to: start + before) == start + after)
        }
        let all = try edited(Self.chromium, .bandwidth(kilobits: 0, mid: nil))
        #expect(all.text.split(separator: "\r\n").filter { $0 == "b=AS:0" }.count == 2)
        let one = try changes(Self.firefox, .bandwidth(kilobits: 500, mid: "1"))
        #expect(one.removed.isEmpty && one.added == ["b=AS:500"])
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func lineEndsAreKept(ending: String) throws {
        let text = Self.chromium.replacing("\r\n", with: ending)
        for edit: DescriptionEdit in [
            .keepCodecs(["VP8"]), .direction(.inactive, mid: nil), .stripCandidates([.host]), .setup(.active),
            .bandwidth(kilobits: 9, mid: nil),
        ] {
            let plain = try edit.apply(to: Self.chromium)
            #expect(try edit.apply(to: text) == plain.replacing("\r\n", with: ending))
        }
    }
}
