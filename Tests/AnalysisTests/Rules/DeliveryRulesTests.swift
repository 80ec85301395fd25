import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

/// Deliveries with and without findings.
@Suite struct DeliveryRulesTests {
    private static let two = "0 p1 joins demo\n0.1 p2 joins demo\n"
    private static let aware = "0 p1 joins demo aware\n0.1 p2 joins demo aware\n"
    private static let call = "1 p1 offers\n1.1 p2 answers\n1.2 p1 candidate host\n"

    private func found(_ script: String) -> [String] { Scene(script).found }

    @Test func anUnheardDescriptionIsAnInformationUntilOneIsReceived() {
        #expect(
            found(
                "0 p1 joins demo\n1 p1 offers\n1.1 p1 candidate host\n30 -\n31 p2 joins demo\n32 p2 offers\n"
                    + "32.1 p1 answers\n32.2 p1 candidate host\n32.2 p2 candidate host\n50 -") == [
                    "information unheard-description: p1 sent its offer to an empty room (#2) [#2]",
                    "over unheard-description (information): its #6 was delivered",
                ])
    }

    @Test func leavingBeforeTheAnswerIsAnError() {
        #expect(
            found(Self.two + "1 p1 offers\n1.1 p1 candidate host\n3 p2 leaves\n5 -") == [
                "error peer-vanished: p2 left (closed 1001) before it answered #3 of p1 [#3 #5]"
            ])
        #expect(
            found(Self.two + "1 p1 offers\n1.1 p1 candidate host\n3 p1 leaves lost\n5 -") == [
                "information peer-vanished: p1 left (connection lost) before p2 answered its offer #3 [#3 #5]"
            ])
        #expect(found(Self.two + Self.call + "1.3 p2 candidate host\n3 p2 leaves") == [], "they may have connected")
        #expect(found(Self.two + "1 p1 offers\n2 operator kicks p2") == [], "the operator removed the peer")
        #expect(found(Self.two + "1 p1 offers\n2 p1 bye\n3 p2 leaves") == [], "the call was over")
    }

    @Test func aBystanderMayLeave() {
        let three = Self.two + "0.2 p3 joins demo\n"
        #expect(found(three + "1 p1 offers with=host\n2 p3 leaves\n4 p2 answers with=host\n20 -") == [])
    }

    @Test func messagesInFlightAtTheEndOfACallAreIgnored() {
        let hungUp = "1 p1 offers\n1.05 p1 candidate host\n1.1 p2 answers\n1.2 p1 bye\n1.21 p2 candidate host\n9 -"
        #expect(found(Self.two + hungUp) == [])
        #expect(found(Self.two + "1 p1 offers\n1.1 p1 bye\n1.15 p2 answers\n1.2 p2 candidate host\n9 -") == [])
        let reloaded =
            "1 p1 offers with=host\n1.1 p2 answers with=host\n1.2 p2 leaves\n1.3 p3 joins demo\n1.35 p1 candidate srflx\n"
            + "1.4 p1 offers ufrag=bb12 with=host\n1.5 p3 answers with=host\n9 -"
        #expect(found(Self.two + reloaded) == [])
    }

    @Test func aFindingEndsWithItsCall() {
        let findings = Scene(
            Self.two + "1 p1 offers with=host\n12 p1 bye\n13 p1 offers with=host\n13.1 p2 answers with=host\n20 -"
        ).book.findings
        #expect(findings.all.map(\.rule) == [.unansweredOffer])
        #expect(findings.all.map(\.isActive) == [false])
        #expect(findings.all.map(\.isOpen) == [true])
    }

    @Test func aGoodbyeEndsTheFindingsOfItsConnectionOnly() {
        let findings = Scene(
            Self.two + "1 p1 offers key=a with=host\n1 p1 offers key=b ufrag=zz9y with=host\n12 -\n"
                + #"13 p1 sends {"type":"bye","connectionId":"a"}"#
        ).book.findings
        #expect(findings.all.map(\.rule) == [.unansweredOffer, .unansweredOffer])
        #expect(findings.all.map(\.isActive) == [false, true])
    }

    @Test func errorsReplaceInformationsAtTheLimit() {
        let noted = (2...45).map { number in
            "\(number) p\(number) joins demo\n\(number).1 p\(number) sends {\"type\":\"hello\",\"from\":\"n\(number)\"}\n"
                + "\(number).2 p1 sends {\"type\":\"hello\",\"from\":\"n\(number)\"}\n"
        }
        let scene = Scene("0 p1 joins demo\n" + noted.joined() + "60 p1 answers")
        #expect(scene.book.findings.all.last?.rule == .answerWithoutOffer)
    }

    @Test func aMessageIsForThePeerThatItNames() {
        let mesh =
            "0 p1 joins demo name=a\n0 p2 joins demo name=b\n0 p3 joins demo name=c\n"
            + "1 p1 offers to=b ufrag=aa12 with=host\n1.01 p1 offers to=c ufrag=aa13 with=host session=7\n"
            + "1.1 p2 answers to=a with=host\n1.2 p3 answers to=a with=host\n1.3 p2 offers to=c ufrag=bb13 session=8 with=host\n"
            + "1.4 p3 answers to=b ufrag=cc12 session=9 with=host\n30 -"
        let scene = Scene(mesh)
        #expect(scene.found == [])
        #expect(scene.book.calls.count == 3)
        let nameless = ["a", "b", "c"].reduce(mesh) { $0.replacing(" name=\($1)", with: "") }
        #expect(Scene(nameless).found == [], "the names are of no peer")
    }

    @Test func anAnswerToAReplayedOfferIsIgnored() {
        let script =
            Self.two
            + "1 p1 offers with=host\n1.1 p2 answers with=host\n3 operator replays #3 to p2\n3.1 p2 answers with=host\n9 -"
        #expect(found(script) == [])
    }

    /// A page closes all its connections at once, and a browser all its pages, so that no peer waits.
    @Test func peersThatLeaveTogetherDoNotWait() {
        let offers = Self.two + "0.2 p3 joins demo\n1 p1 offers\n1.1 p1 candidate host\n"
        #expect(found(offers + "3 p1 leaves\n3.1 p2 leaves\n3.2 p3 leaves\n9 -") == [])
        #expect(found(offers + "3 p2 leaves\n3.1 p3 leaves\n9 -").count == 1, "p1 is still waiting")
    }

    @Test func lostEntriesCauseNoFindings() {
        var book = CallBook()
        for entry in Scene(Self.two + "1 p1 offers\n1.1 p2 answers\n1.2 p1 candidate host").entries.dropFirst(3) {
            book.fold(entry)
        }
        #expect(book.findings.all.isEmpty)
    }

    @Test func leavingWithoutACandidateIsAWarning() {
        #expect(
            found(Self.two + Self.call + "3 p2 leaves\n5 -").first
                == "warning peer-vanished: p2 left (closed 1001) before it had named a candidate for #3 [#3 #4 #6]")
    }

    @Test func anAbsentAddresseeIsAnError() {
        #expect(
            found(Self.aware + "1 p1 offers to=p9") == [
                "error absent-addressee: p1 addresses p9, who is not in the room: not delivered [#3]"
            ])
        #expect(found(Self.aware + "1 p1 offers to=p2\n1.1 p2 answers to=p1") == [])
        #expect(found(Self.two + "1 p1 offers to=bob\n1.1 p2 answers") == [], "plain clients have ids of their own")
    }

    @Test func aForgedSenderIsAnErrorForAwarePeers() {
        #expect(
            found(Self.aware + #"1 p1 sends {"from":"p2","type":"bye"}"#) == [
                "error forged-sender: p1 names a sender itself, which only the relay may do: not delivered [#3]"
            ])
    }

    @Test func aDuplicateNameIsAnInformation() {
        let al = #"sends {"type":"hello","from":"al"}"#
        #expect(
            found(Self.two + "1 p1 \(al)\n2 p2 \(al)\n3 p2 \(al)") == [
                "information duplicate-identity: p1 and p2 both call themselves al [#3 #4]"
            ])
        #expect(found(Self.two + "1 p1 \(al)\n2 p2 sends {\"type\":\"hello\",\"from\":\"bo\"}") == [])
        #expect(found(Self.two + "1 p1 \(al)\n2 p1 leaves lost\n3 p2 \(al)") == [], "a reloaded page")
        #expect(found("0 p1 joins a\n0 p2 joins b\n1 p1 \(al)\n2 p2 \(al)") == [], "a peer in another room")
    }

    @Test func differentSpellingsAreAWarning() {
        let one = #"sends {"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 5 typ host","sdpMid":"0"}}"#
        let other = #"sends {"ice":{"candidate":"candidate:1 1 udp 1 192.0.2.2 5 typ host","sdpMid":"0"}}"#
        let mixed = found(Self.two + Self.call + "2 p2 \(one)\n3 p2 \(one)\n9 -")
        #expect(mixed == [])
        #expect(
            found(Self.two + Self.call + "2 p2 \(other)\n3 p2 \(other)\n9 -") == [
                "warning mixed-dialects: p1 writes candidate{} where p2 writes ice{}: they may not understand each other [#5 #6]"
            ])
    }

    /// RFC 6455 §5.6.
    @Test func textInABinaryFrameIsAWarning() {
        #expect(
            found(Self.two + #"1 p1 sends-binary {"type":"bye"}"#) == [
                "warning json-in-binary: p1 sends text in a binary frame: a browser gets a Blob, and JSON.parse fails on it [#3]"
            ])
        #expect(found(Self.two + #"1 p1 sends {"type":"bye"}"#) == [])
        #expect(found(Self.two + "1 p1 sends-binary \u{1}\u{2}") == [], "binary data is fine")
    }
}
