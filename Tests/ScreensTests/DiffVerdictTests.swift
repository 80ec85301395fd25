import Testing

@testable import SDP
@testable import Screens

@Suite struct DiffVerdictTests {
    private static let audio = "m=audio 9 UDP/TLS/RTP/SAVPF 111|a=mid:0|a=rtpmap:111 opus/48000/2"
    private static let video = "m=video 9 UDP/TLS/RTP/SAVPF 96|a=mid:1|a=rtpmap:96 VP8/90000"
    private static let data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel|a=mid:2"

    private func summary(_ offer: [String], _ answer: [String], session: String = "") throws -> DiffSummary {
        func text(_ number: Int, _ sections: [String]) -> String {
            (["v=0|o=- \(number) 1 IN IP4 127.0.0.1|s=-|t=0 0" + session] + sections).joined(separator: "|")
                .split(separator: "|").map { $0 + "\r\n" }.joined()
        }
        let (one, other) = (text(1, offer), text(2, answer))
        let (before, after) = (try #require(SessionDescription(one)), try #require(SessionDescription(other)))
        let check = AnswerCheck(offer: try #require(SDPSummary(one)), answer: try #require(SDPSummary(other)))
        let difference = SDPDifference(before, after, isSameSide: false)
        return DiffSummary(
            difference, before: before, after: after, relation: .offerThenAnswer(check), names: ("alice", "bob"))
    }

    private func verdicts(_ offer: [String], _ answer: [String], session: String = "") throws -> [String] {
        try summary(offer, answer, session: session).sections.map(\.verdict.text)
    }

    /// RFC 9429 §5.8.3.
    @Test func sectionsThatChangedPlacesAreOutOfTheirPlace() throws {
        #expect(
            try verdicts([Self.audio, Self.video], [Self.video, Self.audio]) == [
                "! wrong position", "! wrong position",
            ])
    }

    @Test func nothingIsComparedBehindAnotherMid() throws {
        let renamed = Self.video.replacing("a=mid:1", with: "a=mid:7")
        #expect(
            try verdicts([Self.audio, Self.video, Self.data], [Self.audio, renamed, Self.data]) == [
                "ok", "! was not offered", "not compared", "! bob leaves it out",
            ])
    }

    @Test func protocolsThatAreOneAreNoOtherKind() throws {
        let other = Self.audio.replacing("UDP/TLS/RTP/SAVPF", with: "RTP/SAVPF")
        #expect(try verdicts([Self.audio], [other]) == ["ok"])
        let plain = Self.audio.replacing("UDP/TLS/RTP/SAVPF", with: "RTP/AVP")
        #expect(try verdicts([Self.audio], [plain]) == ["! another kind"])
    }

    /// RFC 3264 §6.
    @Test func rejectedDataIsNoFaultUnlessTheAnswerAcceptsIt() throws {
        let rejected = Self.data.replacing("application 9", with: "application 0")
        #expect(try verdicts([Self.data], [rejected]) == ["rejected by bob"])
        #expect(try verdicts([rejected], [rejected]) == ["rejected"])
        #expect(try verdicts([rejected], [Self.data]) == ["! was offered as rejected"])
    }

    /// RFC 8842 §5.3: of sections that share a transport the first counts.
    @Test(arguments: [
        ("actpass", "active", "ok"), ("actpass", "actpass", "! setup is left open"),
        ("active", "active", "! both are active"), ("passive", "passive", "! both are passive"),
        ("actpass", "holdconn", "! setup is postponed"),
    ])
    func theVerdictSaysWhichRolesDoNotFit(offered: String, answered: String, verdict: String) throws {
        let (offer, answer) = ("\(Self.audio)|a=setup:\(offered)", "\(Self.audio)|a=setup:\(answered)")
        #expect(try verdicts([offer], [answer]) == [verdict])
        let bundled = try verdicts(
            [Self.audio, Self.video + "|a=setup:\(offered)"],
            [Self.audio + "|a=setup:active", Self.video + "|a=setup:\(answered)"], session: "|a=group:BUNDLE 0 1")
        #expect(bundled == ["ok", "ok"])
    }

    /// RFC 8122 §5, RFC 5888 §4.
    @Test func whatIsWrongWithTheWholeStandsBelowTheTable() throws {
        let shared = Self.audio + "|a=fingerprint:sha-256 AA:BB"
        #expect(
            try summary([shared], [shared]).faults == ["! the answer has the offer's fingerprint (RFC 8122 §5)"])
        let echo = shared + "|a=ice-ufrag:abcd"
        #expect(
            try summary([echo], [echo]).faults == [
                "! the answer has the offer's fingerprint and ICE user name (RFC 8122 §5)"
            ])
        let twice = Self.video.replacing("a=mid:1", with: "a=mid:0")
        #expect(
            try summary([Self.audio, twice], [Self.audio, Self.video]).faults == [
                "! the offer has mid 0 more than once (RFC 5888 §4)"
            ])
    }
}
