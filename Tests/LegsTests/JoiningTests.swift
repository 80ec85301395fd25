import SignalingSupport
import Testing

@testable import Events
@testable import Legs

/// Messages that a server sends on, by what they are recognized.
@Suite struct JoiningTests {
    private static let host = #"a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host\r\n"#

    // MARK: Descriptions

    @Test func aCopiedDescriptionIsJoined() {
        let scene = LegScene(clients: 2, "1 p1 offers\n1.012 p4 passes #5\n2 p3 answers\n2.5 p2 passes #7")
        #expect(scene.exchanges == ["#5 → #6 p1→p3 12 ms", "#7 → #8 p3→p1 500 ms"])
        #expect(scene.fates == ["#5 joined", "#7 joined"])
        #expect(scene.book.exchange(ofOutbound: 8)?.inbound == 7)
        #expect(scene.book.exchange(ofOutbound: 7) == nil && scene.book.exchanges(ofInbound: 8).isEmpty)
    }

    @Test func lineEndsAreNoDifferenceOfTheDescription() {
        let scene = LegScene(clients: 2, #"1 p1 offers\#n1.01 p4 passes #5 changing \r\n => \n"#)
        #expect(scene.exchanges == ["#5 → #6 p1→p3 10 ms lineEndings"])
    }

    @Test func aServerMayRenameTheMembersAroundADescription() {
        let scene = LegScene(
            clients: 2,
            #"1 p1 offers to=bob\#n1.01 p4 passes #5 changing "to":"bob" => "from":"alice"; "sdp":{ => "desc":{"#)
        #expect(scene.exchanges == ["#5 → #6 p1→p3 10 ms other"])
    }

    @Test(arguments: [
        ("with=host", "\(host) => "), ("codec=VP8/90000", "VP8 => VP9"),
        ("", #"a=rtcp-mux\r\n => a=rtcp-mux\r\nb=AS:256\r\n"#),
        ("session=4611731400430051336", " 4611731400430051336 2 => 0 7"),
        ("sections=2", #"a=mid:1 => a=mid:video"#),
    ])
    func aChangedDescriptionIsJoinedByItsCredentials(options: String, change: String) {
        let scene = LegScene(clients: 2, "1 p1 offers \(options)\n1.01 p4 passes #5 changing \(change)")
        #expect(scene.exchanges == ["#5 → #6 p1→p3 10 ms description"])
    }

    @Test func aDistinctiveSessionIDIsEnough() {
        let change = "a=ice-ufrag:uf1x => a=ice-ufrag:other"
        let known = LegScene(
            clients: 2, "1 p1 offers session=4611731400430051336\n1.01 p4 passes #5 changing \(change)")
        #expect(known.exchanges == ["#5 → #6 p1→p3 10 ms description"])
        let usual = LegScene(clients: 2, "1 p1 offers session=1\n1.01 p4 passes #5 changing \(change)")
        #expect(usual.exchanges == [])
        #expect(usual.origins == ["#6 server"])
    }

    /// Two descriptions of one client with the same version may be meant.
    @Test func aSessionIDOfTwoDescriptionsIsNotEnough() {
        let scene = LegScene(
            clients: 2,
            """
            1 p1 offers session=4611731400430051336 version=2
            1 p1 offers session=4611731400430051336 version=2 direction=sendonly
            1.01 p4 passes #5 changing a=ice-ufrag:uf1x => a=ice-ufrag:other
            """)
        #expect(scene.exchanges == [])
        #expect(scene.origins == ["#7 unknown"])
    }

    /// An offer and an answer of one client have the same credentials, and so have two offers without an ICE restart.
    @Test func aChangedDescriptionIsThatOfTheSameKindAndVersion() {
        let scene = LegScene(
            clients: 2,
            """
            1 p1 answers session=4611731400430051336
            1 p1 offers session=4611731400430051336
            1 p1 offers session=4611731400430051336
            1.01 p4 passes #7 changing opus => red
            1.02 p4 passes #6 changing opus => red
            1.03 p4 passes #5 changing opus => red
            """)
        #expect(
            scene.exchanges == [
                "#5 → #10 p1→p3 30 ms description", "#6 → #9 p1→p3 20 ms description",
                "#7 → #8 p1→p3 10 ms description",
            ])
    }

    /// RFC 9429 §5.3.1: some servers answer with the session id of the offer.
    @Test func anAnswerOfTheServerIsNotTheOffer() {
        let scene = LegScene(
            clients: 2,
            "1 p1 offers session=4611731400430051336\n1.01 p2 answers session=4611731400430051336 version=2 ufrag=sfu1")
        #expect(scene.exchanges == [])
        #expect(scene.origins == ["#6 server"])
        #expect(scene.fates == ["#5 pending"])
    }

    @Test func twoClientsWithTheSameDescriptionAreNotToldApart() {
        let scene = LegScene(
            clients: 3,
            """
            1 p1 offers ufrag=same certificate=7 session=7 version=2
            1 p3 offers ufrag=same certificate=7 session=7 version=2
            1.01 p6 passes #7
            """)
        #expect(scene.exchanges == [])
        #expect(scene.origins == ["#9 unknown"])
        #expect(scene.fates == ["#7 pending", "#8 pending"])
    }

    // MARK: Candidates

    @Test func aCandidateIsJoinedByItsLine() {
        let scene = LegScene(
            clients: 2,
            """
            1 p1 offers
            1 p1 candidate host
            1 p1 candidate srflx ufrag=-
            1.01 p4 passes #6
            1.02 p4 passes #7 changing "sdpMid" => "id"; "candidate":{ => "ice":{
            1.03 p4 candidate relay
            """)
        #expect(scene.exchanges == ["#6 → #8 p1→p3 10 ms", "#7 → #9 p1→p3 20 ms other"])
        #expect(scene.origins == ["#8 clients", "#9 clients", "#10 server"])
    }

    @Test func equalCandidatesGoOutInTheirOrder() {
        let scene = LegScene(
            clients: 2,
            "1 p1 candidate host\n1.1 p1 candidate host\n1.2 p4 passes #5\n1.3 p4 passes #5\n1.4 p4 passes #5")
        #expect(scene.exchanges == ["#5 → #7 p1→p3 200 ms", "#6 → #8 p1→p3 200 ms", "#6 → #9 p1→p3 300 ms"])
    }

    /// Two tabs on one machine have equal candidates for active TCP.
    @Test func equalCandidatesOfTwoClientsAreToldApartByTheUserName() {
        let line = #"{"candidate":"candidate:1 1 tcp 1 192.0.2.9 9 typ host tcptype active","sdpMid":"0"}"#
        let start = "1 p1 offers\n1 p3 offers\n1 p1 sends \(line)\n1 p3 sends \(line)\n"
        #expect(LegScene(clients: 3, start + "1.1 p6 passes #9").origins == ["#11 unknown"])
        let named = #"1.1 p6 passes #9 changing "sdpMid" => "usernameFragment":"uf3x","sdpMid""#
        #expect(LegScene(clients: 3, start + named).exchanges == ["#10 → #11 p3→p5 100 ms other"])
    }

    @Test func candidatesThatTheServerBatchesAreJoinedOneByOne() {
        let scene = LegScene(
            clients: 2, "1 p1 candidate host\n1.1 p1 candidate srflx\n1.1 p1 candidate relay\n1.2 p4 passes #5,#6")
        #expect(scene.exchanges == ["#5 → #8 p1→p3 200 ms other", "#6 → #8 p1→p3 100 ms other"])
        #expect(scene.book.exchanges(ofOutbound: 8).map(\.inbound) == [5, 6])
        #expect(scene.fates == ["#5 joined", "#6 joined", "#7 pending"])
    }

    @Test func candidatesOfOneMessageMayGoOutSeparately() {
        let (host, relay) = ("candidate:1 1 udp 1 192.0.2.9 5 typ host", "candidate:2 1 udp 1 192.0.2.9 6 typ relay")
        let scene = LegScene(
            clients: 2,
            #"""
            1 p1 sends [{"candidate":"\#(host)","sdpMid":"0"},{"candidate":"\#(relay)","sdpMid":"0"}]
            1.1 p4 sends {"candidate":"\#(host)","sdpMid":"0"}
            1.2 p4 sends {"candidate":"\#(relay)","sdpMid":"0"}
            """#)
        #expect(scene.exchanges == ["#5 → #6 p1→p3 100 ms other", "#5 → #7 p1→p3 200 ms other"])
    }

    // MARK: Other messages

    @Test func otherMessagesAreJoinedByTheirBytes() {
        let scene = LegScene(
            clients: 2,
            #"""
            1 p1 bye
            1 p1 ends
            1 p1 rolls back
            1 p1 sends {"type":"chat","text":"the weather is fine today"}
            1 p1 sends {"x":1}
            1 p1 sends {"type":"ping"}
            1.1 p4 passes #5
            1.1 p4 passes #6
            1.1 p4 passes #7
            1.1 p4 passes #8
            1.1 p4 passes #9
            1.1 p4 passes #10
            """#)
        #expect(scene.exchanges.map { $0.prefix(8) } == ["#5 → #11", "#6 → #12", "#7 → #13", "#8 → #14"])
        #expect(scene.origins.suffix(2) == ["#15 server", "#16 server"])
    }

    @Test func theSameBytesOfTwoClientsAreNotToldApart() {
        let scene = LegScene(clients: 3, "1 p1 bye\n1 p3 bye\n1.1 p6 passes #7")
        #expect(scene.origins == ["#9 unknown"])
    }

    /// A server that routes replaces the addressee by the sender, so the bytes differ.
    @Test func aChangedGoodbyeIsThatOfTheClientThatTheRecipientNegotiatesWith() {
        let start = "1 p1 offers\n1.01 p4 passes #7\n2 p1 bye\n2 p5 bye\n"
        let changed = #"2.1 p4 sends {"type":"bye","from":"alice"}"#
        #expect(LegScene(clients: 3, start + changed).exchanges.last == "#9 → #11 p1→p3 100 ms other")
        #expect(LegScene(clients: 3, "2 p1 bye\n2 p5 bye\n" + changed).origins == ["#9 server"])
    }

    // MARK: Servers

    @Test func aServerMayBroadcast() {
        let scene = LegScene(clients: 3, "1 p1 offers\n1.1 p4 passes #7\n1.2 p6 passes #7")
        #expect(scene.exchanges == ["#7 → #8 p1→p3 100 ms", "#7 → #9 p1→p5 200 ms"])
    }

    @Test func aServerMayEcho() {
        let alone = LegScene(clients: 1, "1 p1 offers\n1.1 p2 passes #3")
        #expect(alone.exchanges == [] && alone.origins == ["#4 recipient"] && alone.fates == ["#3 echoed"])
        let scene = LegScene(clients: 2, "1 p1 offers\n1.1 p2 passes #5\n1.2 p4 passes #5\n1.3 p2 passes #5")
        #expect(scene.exchanges == ["#5 → #7 p1→p3 200 ms"])
        #expect(scene.origins == ["#6 recipient", "#7 clients", "#8 recipient"])
        #expect(scene.fates == ["#5 joined"])
    }

    @Test func aGoodbyeMayGoOutAfterItsSenderHasLeft() {
        let scene = LegScene(clients: 2, "1 p1 bye\n1 p1 leaves\n1.1 p4 passes #5")
        #expect(scene.exchanges == ["#5 → #8 p1→p3 100 ms"])
    }

    // MARK: Interception

    @Test func whatTheOperatorDropsOnTheWayInIsNotPending() {
        let scene = LegScene(clients: 2, "0 operator arms from=p1 drop kind:offer\n1 p1 offers")
        #expect(scene.fates == [])
    }

    @Test func anEditedMessageIsJoinedWithWhatWasSent() {
        let scene = LegScene(
            clients: 2,
            """
            0 operator arms from=p1 hold 30 kind:offer
            1 p1 offers
            2 operator replaces #6: {"sdp":{"type":"offer","sdp":"v=0\\r\\no=- 1 1 IN IP4 0.0.0.0\\r\\ns=-\\r\\nt=0 0\\r\\n"}}
            2 operator releases #6
            2.1 p4 passes #7
            """)
        #expect(scene.exchanges == ["#7 → #8 p1→p3 100 ms"])
        #expect(scene.book.fate(of: 6) == nil)
    }

    @Test func anExchangeIsKnownWhileTheOperatorHoldsItOnTheWayOut() {
        let start = "0 operator arms to=p3 hold 30 kind:offer\n1 p1 offers\n1.1 p4 passes #6\n"
        #expect(LegScene(clients: 2, start).exchanges == ["#6 → #7 p1→p3 100 ms"])
        let released = LegScene(clients: 2, start + "21 operator releases #7")
        #expect(released.exchanges == ["#6 → #8 p1→p3 20000 ms"])
        #expect(released.book.exchange(ofOutbound: 7)?.inbound == 6)
    }

    @Test func whatTheOperatorSendsIsJoinedToo() {
        let scene = LegScene(clients: 2, "1 p1 offers\n20 operator replays #5 to p2\n20.1 p4 passes #5")
        #expect(scene.exchanges == ["#6 → #7 p1→p3 100 ms"])
    }
}
