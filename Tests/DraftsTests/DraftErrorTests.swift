import SignalingSupport
import Testing

@testable import Drafts

/// The error texts of edits and templates.
@Suite struct DraftErrorTests {
    private static let offer = FirefoxDescriptions.audioVideoOffer

    private func told(_ line: String, _ text: String = offer) -> String? {
        let words = line.split(separator: " ").map(String.init)
        do throws(DraftError) {
            _ = try DescriptionEdit(command: words[0], arguments: Array(words.dropFirst())).apply(to: text)
            return nil
        } catch { return error.description }
    }

    @Test(arguments: [
        ("keep-codecs VP8", "there is no 'keep-codecs'; did you mean keep-codec?"),
        (
            "zoom", "there is no 'zoom'; choose keep-codec, drop-codec, direction, drop-candidates, setup or bandwidth"
        ),
        ("keep-codec", "keep-codec: missing argument; usage: keep-codec NAME…"),
        ("bandwidth", "bandwidth: missing argument; usage: bandwidth KBPS [MID]"),
        ("setup active 1", "unexpected argument '1'; usage: setup ROLE"),
        ("direction inactive 1 2", "unexpected argument '2'; usage: direction WAY [MID]"),
        ("direction up", "'up' is no direction; choose sendrecv, sendonly, recvonly or inactive"),
        ("direction sendrec", "'sendrec' is no direction; did you mean sendrecv?"),
        ("drop-candidates turn", "'turn' is no type of candidates; choose host, srflx, prflx or relay"),
        ("setup both", "'both' is no setup role; choose active, passive, actpass or holdconn"),
        ("bandwidth 5M", "bandwidth '5M' is not a number of kbit/s from 0 to 100000000"),
        ("bandwidth -1", "bandwidth '-1' is not a number of kbit/s from 0 to 100000000"),
    ])
    func aWrongWordIsNamed(line: String, expected: String) {
        #expect(told(line) == expected)
    }

    @Test(arguments: [
        (
            "keep-codec VP7",
            "no section has codec 'VP7'; there are: opus G722 PCMU PCMA telephone-event VP8 rtx VP9 AV1 ulpfec red"
        ),
        (
            "drop-codec opus G722 PCMU PCMA",
            "m0 audio would have no codec left; keep one of: opus G722 PCMU PCMA telephone-event"
        ),
        (
            "keep-codec telephone-event",
            "m0 audio would have no codec left; keep one of: opus G722 PCMU PCMA telephone-event"
        ),
        ("direction inactive 7", "no section has mid '7'; there are: 0 1"),
        ("direction sendrecv", "direction is 'sendrecv' already; choose sendonly, recvonly or inactive"),
        ("drop-candidates relay srflx", "no candidate is of type 'relay srflx'; there are: host"),
        ("setup actpass", "setup is 'actpass' already; choose active, passive or holdconn"),
    ])
    func anEditThatChangesNothingReportsThePresentValues(line: String, expected: String) {
        #expect(told(line) == expected)
    }

    @Test func missingPartsAreReported() throws {
        let data = FirefoxDescriptions.dataOffer
        #expect(
            told("direction inactive", data)
                == "no section carries media that is not rejected; name a section by its mid")
        #expect(
            told("direction inactive 0", data)
                == "m0 application carries no media over RTP, and has no direction; name another section")
        #expect(told("keep-codec VP8", data) == "no section has codec 'VP8'; there are none")
        let bare = Self.offer.without("a=candidate").without("a=setup")
        #expect(told("drop-candidates host", bare) == "no candidate is of type 'host'; there are none")
        #expect(told("setup active", bare) == "no a=setup is in the description; there is nothing to change")
        #expect(
            told("setup active", "{\"sdp\":1}")
                == "'{\"sdp\":1}' is no session description: it does not begin with v=0")
        let kept = try DescriptionEdit.keepCodecs(["VP8", "opus"]).apply(to: Self.offer)
        #expect(
            told("keep-codec VP8 opus", kept)
                == "nothing but 'VP8 opus' is in its sections; name another codec to keep")
        let limited = try DescriptionEdit.bandwidth(kilobits: 5, mid: nil).apply(to: Self.offer)
        #expect(told("bandwidth 5", limited) == "bandwidth is '5' already; choose another")
    }

    @Test func aBandwidthIsCheckedWithoutACommandToo() {
        #expect(throws: DraftError.bandwidth("-1")) {
            try DescriptionEdit.bandwidth(kilobits: -1, mid: nil).apply(to: Self.offer)
        }
    }

    /// A list of hostile names is shortened to one line.
    @Test func longListsAreShortened() {
        let mappings = (0..<100).map { "a=rtpmap:\($0) \u{1B}c\($0)/1\r\n" }.joined()
        let text = "v=0\r\nm=audio 9 RTP/AVP \((0..<100).map { "\($0)" }.joined(separator: " "))\r\n" + mappings
        let expected = (0..<16).map { "␛c\($0)" }.joined(separator: " ")
        #expect(told("keep-codec x", text) == "no section has codec 'x'; there are: \(expected) …")
    }

    @Test(arguments: [
        ("offer film", "'film' is no medium; choose audio, video or data"),
        ("offer audio:VP8", "no audio codec 'VP8' is known; choose opus, PCMU, PCMA or G722"),
        ("offer video:VP", "no video codec 'VP' is known; did you mean VP8?"),
        ("offer video:", "no video codec '' is known; choose VP8, VP9, H264 or AV1"),
        ("offer data data", "'data' is not needed: one data section, without codecs, has all channels"),
        ("offer data:opus", "'data:opus' is not needed: one data section, without codecs, has all channels"),
        ("answer", "an answer needs the offer that it answers; select one"),
        ("answer 1", "unexpected argument '1'; usage: answer"),
        ("candidate a_b", "'a_b' is neither an IP address nor a name"),
        ("candidate 192.0.2.1 70000", "port '70000' is not a number from 0 to 65535"),
        ("welcome bob", "'bob' is no peer's id; write one such as p1"),
        ("error no", "'no' is no error of the relay; did you mean no-such-peer?"),
        ("error to-not-a-string p1", "unexpected argument 'p1'; usage: error to-not-a-string"),
        (
            "hello",
            "there is no 'hello'; choose offer, answer, candidate, end-of-candidates, bye, rollback, welcome, "
                + "peer-joined, peer-left or error"
        ),
    ])
    func aTemplateReportsItsArguments(line: String, expected: String) {
        let words = line.split(separator: " ").map(String.init)
        do throws(DraftError) {
            _ = try MessageTemplate(named: words[0]).message(Array(words.dropFirst()), seed: 1)
            Issue.record("\(line) is taken")
        } catch { #expect(error.description == expected) }
    }

    @Test func anOfferOfTooManySectionsIsRefused() {
        let words = Array(repeating: "audio", count: 17)
        #expect(throws: DraftError.tooManySections(17)) { try MessageTemplate.offer.message(words, seed: 1) }
        #expect(
            DraftError.tooManySections(17).description
                == "an offer of 17 sections is too large; name 16 at the most")
    }
}
