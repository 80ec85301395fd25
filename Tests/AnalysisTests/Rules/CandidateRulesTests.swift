import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import SDP

/// Candidates that are missing or belong to no description, and candidates in order.
@Suite struct CandidateRulesTests {
    /// Two peers on one host, in one network, and in different networks.
    private enum Place: String {
        case near = "127.0.0.1:1 127.0.0.1:2"
        case lan = "192.168.1.4:1 192.168.1.5:2"
        case far = "198.51.100.4:1 203.0.113.5:2"

        var script: String {
            let addresses = rawValue.split(separator: " ")
            return "0 p1 joins demo address=\(addresses[0])\n0.1 p2 joins demo address=\(addresses[1])\n"
        }
    }

    private func found(_ script: String, _ place: Place = .near) -> [String] { Scene(place.script + script).found }

    private static let call = "1 p1 offers\n1.1 p2 answers\n"

    /// W3C webrtc-pc §4.4.1.9: without a remote description a candidate cannot be added.
    @Test func aCandidateBeforeItsDescriptionIsAnError() {
        #expect(
            found("1 p1 candidate host\n1.1 p1 candidate host\n2 p1 offers\n2.1 p2 answers\n2.2 p2 candidate host\n9 -")
                == [
                    "error candidate-before-description: a candidate of p1 reached p2 before any description did: it cannot be added [#3]",
                    "warning no-candidates: p1 named no candidate in 5 s, neither in #5 nor after it [#5]",
                ])
        #expect(found("1 p1 offers\n1.1 p1 candidate host\n1.2 p2 answers\n1.3 p2 candidate host\n9 -") == [])
    }

    @Test func earlyCandidatesWithAConnectionKeyAreAnInformation() {
        #expect(
            found("1 p1 candidate host key=a\n1.2 p1 offers key=a\n1.3 p1 candidate host key=a\n1.4 p2 answers key=a")
                .first?
                .hasPrefix("information candidate-before-description") == true)
    }

    /// Some clients send several candidates in one message.
    @Test func allCandidatesOfAMessageCount() {
        let lines = ["host", "relay"].map {
            #"{"candidate":"candidate:1 1 udp 1 192.0.2.1 5 typ \#($0)","sdpMid":"0"}"#
        }
        let scene = Scene(Place.far.script + Self.call + "1.2 p1 sends [\(lines.joined(separator: ","))]")
        #expect(scene.book[PeerID(1), PeerID(2)]?[PeerID(1)].candidates.total == 2)
    }

    @Test func candidatesOfACallBetweenOthersAreIgnored() {
        let script =
            Place.near.script + Self.call + "1.2 p2 candidate host\n1.3 p3 joins demo\n1.4 p1 candidate host\n9 -"
        #expect(Scene(script).found == [])
    }

    /// W3C webrtc-pc §4.4.1.9, RFC 9429 §4.1.19.
    @Test func aCandidateWithoutADescriptionIsAnErrorIfNoneFollows() {
        let wrong = found(
            Self.call + "1.2 p1 candidate host\n1.2 p2 candidate host\n2 p1 candidate host ufrag=zzzz\n4 -\n9 -")
        #expect(
            wrong == [
                "error unknown-generation: a candidate of p1 has ufrag zzzz, which no description of it has [#3 #7]"
            ])
        #expect(
            found(
                Self.call + "1.2 p1 candidate host\n1.2 p2 candidate host\n2 p1 candidate host ufrag=zzzz\n"
                    + "3 p1 offers ufrag=zzzz\n3.1 p2 answers\n9 -"
            ).filter { !$0.hasPrefix("information") } == [], "it came before the description of a restart")
        #expect(
            found(
                Self.call + "1.2 p1 candidate host ufrag=-\n1.2 p2 candidate host\n9 -") == [],
            "no user name means the latest")
    }

    /// RFC 9429 §3.5.2.
    @Test func twoSidesWithoutCandidatesAreAnError() {
        #expect(
            found(Self.call + "9 -") == [
                "error no-candidates: p1 named no candidate in 5 s, neither in #3 nor after it [#3]",
                "error no-candidates: p2 named no candidate in 5 s, neither in #4 nor after it [#4]",
            ])
    }

    @Test func candidatesMayWaitForTheAnswer() {
        #expect(found("1 p1 offers\n9 p2 answers with=host\n9.1 p1 candidate host\n30 -") == [])
    }

    /// The other side may learn the address from connectivity checks (RFC 8445 §7.3.1.3).
    @Test func aSideWithoutCandidatesIsAWarningUntilItHasOne() {
        #expect(
            found(Self.call + "1.2 p1 candidate host\n7 -\n8 p2 candidate host\n20 -") == [
                "warning no-candidates: p2 named no candidate in 5 s, neither in #4 nor after it [#4]",
                "over no-candidates (warning): the first candidate came in #6",
            ])
        #expect(
            found("1 p1 offers with=host\n1.1 p2 answers with=host\n9 -") == [],
            "the candidates are in the descriptions")
        #expect(
            found(Self.call + "1.2 p1 candidate host\n1.3 p2 ends\n9 -") == [
                "warning no-candidates: p2 declares that it has no candidates at all (#4) [#4]"
            ])
    }

    @Test func aPeerThatLeftIsNotReportedWithoutCandidates() {
        #expect(
            found(
                Self.call
                    + "1.2 p1 candidate host\n1.2 p2 candidate host\n2 p1 offers ufrag=ab2c\n2.1 p2 answers\n3 p1 bye\n20 -"
            )
            .filter { !$0.hasPrefix("information") } == [])
    }

    /// RFC 8445 §5.1.1.
    @Test func onlyHostCandidatesMatterBetweenNetworks() {
        let script = Self.call + "1.2 p1 candidate host\n1.3 p2 candidate host\n1.4 p2 candidate srflx\n9 -"
        #expect(
            found(script, .far) == [
                "warning only-host-candidates: p1 names only addresses of its own (h1): no STUN server has replied, or none is set [#3]",
                "information no-relay-candidate: p1 has no relay candidate: where no direct path works there is no other [#3]",
                "information no-relay-candidate: p2 has no relay candidate: where no direct path works there is no other [#4]",
            ])
        #expect(found(script, .lan).map { $0.prefix(32) } == ["information only-host-candidates"])
        #expect(found(script, .near) == [])
    }

    @Test func aServerCandidateResolvesTheFinding() {
        let script =
            Self.call
            + "1.2 p1 candidate host\n1.3 p2 candidate relay\n8 p1 candidate srflx\n9 p1 candidate relay\n20 -"
        #expect(
            found(script, .far).map { $0.prefix(40) } == [
                "warning only-host-candidates: p1 names o", "information no-relay-candidate: p1 has n",
                "over only-host-candidates (warning): #7 ", "over no-relay-candidate (information): #",
            ])
    }

    /// draft-ietf-mmusic-mdns-ice-candidates §3.1.
    @Test func onlyHiddenAddressesMatterBetweenNetworks() {
        let script = Self.call + "1.2 p1 candidate mdns\n1.3 p2 candidate relay\n9 -"
        #expect(
            found(script, .far).first
                == "warning only-mdns-candidates: p1 names only .local addresses, which mean nothing outside its own network [#3]"
        )
        #expect(found(script, .lan).map { $0.prefix(32) } == ["information only-mdns-candidates"])
        #expect(found(script, .near) == [])
    }

    /// RFC 8656.
    @Test func aRelayCandidateIsExpectedOnlyBetweenNetworks() {
        let script = Self.call + "1.2 p1 candidate srflx\n1.3 p2 candidate relay\n9 -"
        #expect(found(script, .far).map { $0.prefix(30) } == ["information no-relay-candidate"])
        #expect(found(script, .lan) == [])
    }
}
