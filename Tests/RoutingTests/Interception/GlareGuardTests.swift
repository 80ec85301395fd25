import SignalingSupport
import Testing

@testable import Events
@testable import Routing

/// Two plain clients that offer at once, and the guard between them (RFC 9429 §4.1.10.2, W3C webrtc-pc §10.7).
@Suite struct GlareGuardTests {
    private var conversation = Conversation(Switchboard(guardsGlare: true))

    private static func offer(_ ufrag: String) -> String {
        #"{"sdp":{"type":"offer","sdp":"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:\#(ufrag)\r\n"}}"#
    }

    private static let answer = #"{"sdp":{"type":"answer","sdp":"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"}}"#

    private static func candidate(_ ufrag: String?) -> String {
        let member = ufrag.map { #","usernameFragment":"\#($0)""# } ?? ""
        return #"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0"\#(member)}}"#
    }

    private static let two = """
        >> p1 joins
        << entry: p1 joined lobby
        >> p2 joins
        << entry: p2 joined lobby
        """

    init() { conversation.play(Self.two) }

    /// Returns the size of a message as an entry shows it.
    private static func size(_ text: String) -> String { "text \(text.utf8.count)" }

    @Test mutating func theFirstOfTwoCrossingOffersIsReleasedAndTheSecondIsDropped() {
        let (one, other) = (Self.offer("one1"), Self.offer("two2"))
        conversation.play(
            """
            >> p1 sends \(one)
            << entry: p1 to nobody, p2 held until 0.500 by the guard \(Self.size(one))
            >> p1 sends \(Self.candidate("one1"))
            << entry: p1 to nobody, p2 behind #3 \(Self.size(Self.candidate("one1")))
            >> p2 sends \(other)
            << entry: p2 to nobody, p1 dropped by the guard, crossing #3 \(Self.size(other))
            >> p2 sends \(Self.candidate("two2"))
            << entry: p2 to nobody, p1 dropped by the guard, of #5 \(Self.size(Self.candidate("two2")))
            << p2 receives \(one)
            << entry: was #3 for 0.0 s, guarded: p1 to p2 \(Self.size(one))
            << p2 receives \(Self.candidate("one1"))
            << entry: was #4 for 0.0 s, inTurn: p1 to p2 \(Self.size(Self.candidate("one1")))
            >> p2 sends \(Self.answer)
            << p1 receives \(Self.answer)
            << entry: p2 to p1 \(Self.size(Self.answer))
            >> p2 sends \(Self.candidate("new3"))
            << p1 receives \(Self.candidate("new3"))
            << entry: p2 to p1 \(Self.size(Self.candidate("new3")))
            >> p2 sends \(Self.candidate("two2"))
            << entry: p2 to nobody, p1 dropped by the guard, of #5 \(Self.size(Self.candidate("two2")))
            """
        )
    }

    @Test mutating func anOfferThatCrossesNoneIsHeldForHalfASecond() {
        let one = Self.offer("one1")
        conversation.play(
            """
            >> p1 sends \(one)
            << entry: p1 to nobody, p2 held until 0.500 by the guard \(Self.size(one))
            >> 1 seconds pass
            << p2 receives \(one)
            << entry: was #3 for 0.5 s, guarded: p1 to p2 \(Self.size(one))
            >> p2 sends \(Self.answer)
            << p1 receives \(Self.answer)
            << entry: p2 to p1 \(Self.size(Self.answer))
            """
        )
    }

    @Test mutating func candidatesSentIntoAnEmptyRoomReleaseAnOfferAtOnce() {
        var conversation = Conversation(Switchboard(guardsGlare: true))
        let other = Self.offer("two2")
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p1 sends \(Self.candidate("one1"))
            << entry: p1 to nobody \(Self.size(Self.candidate("one1")))
            >> p2 joins
            << entry: p2 joined lobby
            >> p2 sends \(other)
            << p1 receives \(other)
            << entry: p2 to p1 \(Self.size(other))
            """
        )
    }

    @Test mutating func candidatesWithoutAUfragBelongToTheDroppedOfferUntilTheAnswer() {
        let (one, other, bare) = (Self.offer("one1"), Self.offer("two2"), Self.candidate(nil))
        conversation.play(
            """
            >> p1 sends \(one)
            << entry: p1 to nobody, p2 held until 0.500 by the guard \(Self.size(one))
            >> p2 sends \(other)
            << entry: p2 to nobody, p1 dropped by the guard, crossing #3 \(Self.size(other))
            >> p2 sends \(bare)
            << entry: p2 to nobody, p1 dropped by the guard, of #4 \(Self.size(bare))
            << p2 receives \(one)
            << entry: was #3 for 0.0 s, guarded: p1 to p2 \(Self.size(one))
            >> p2 sends \(Self.answer)
            << p1 receives \(Self.answer)
            << entry: p2 to p1 \(Self.size(Self.answer))
            >> p2 sends \(bare)
            << p1 receives \(bare)
            << entry: p2 to p1 \(Self.size(bare))
            """
        )
    }

    /// A forgotten guard cannot block a call.
    @Test mutating func anUnansweredOfferDoesNotCauseLaterOffersToBeDropped() {
        let (one, other) = (Self.offer("one1"), Self.offer("two2"))
        conversation.play(
            """
            >> p1 sends \(one)
            << entry: p1 to nobody, p2 held until 0.500 by the guard \(Self.size(one))
            >> 6 seconds pass
            << p2 receives \(one)
            << entry: was #3 for 0.5 s, guarded: p1 to p2 \(Self.size(one))
            >> p2 sends \(other)
            << entry: p2 to nobody, p1 held until 6.500 by the guard \(Self.size(other))
            """
        )
    }

    @Test mutating func theGuardIgnoresAwarePeers() {
        let one = Self.offer("one1")
        conversation.play(
            """
            >> p3 joins aware
            << p3 receives {"type":"welcome","id":"p3","room":"lobby","peers":[{"id":"p1"},{"id":"p2"}],"iceServers":[]}
            << entry: p3 joined lobby
            >> p3 sends \(one)
            << p1,p2 receives \(one)
            << entry: p3 to p1,p2 \(Self.size(one))
            """
        )
    }

    @Test mutating func theGuardIsSwitchedForARoomOrForAllRooms() {
        let one = Self.offer("one1")
        conversation.play(
            """
            >> operator guards off lobby
            << entry: glare guard off in room lobby
            >> p1 sends \(one)
            << p2 receives \(one)
            << entry: p1 to p2 \(Self.size(one))
            >> operator guards on lobby
            << entry: glare guard on in room lobby
            >> p2 sends \(one)
            << entry: p2 to nobody, p1 held until 0.500 by the guard \(Self.size(one))
            >> operator guards off
            << entry: glare guard off in all rooms
            << p1 receives \(one)
            << entry: was #6 for 0.0 s, ruleRemoved: p2 to p1 \(Self.size(one))
            """
        )
    }

    /// An offer to several peers is one entry, and so are releases at the same time.
    @Test mutating func anOfferToSeveralPeersIsReleasedToEachByItself() {
        let one = Self.offer("one1")
        conversation.play(
            """
            >> p3 joins
            << entry: p3 joined lobby
            >> p4 joins
            << entry: p4 joined lobby
            >> p1 sends \(one)
            << entry: p1 to nobody, p2,p3,p4 held until 0.500 by the guard \(Self.size(one))
            >> p1 sends more
            << entry: p1 to nobody, p2,p3,p4 behind #5 text 4
            >> p3 sends \(Self.candidate("three3"))
            << p1,p2,p4 receives \(Self.candidate("three3"))
            << entry: p3 to p1,p2,p4 \(Self.size(Self.candidate("three3")))
            << p3 receives \(one)
            << entry: was #5 for 0.0 s, guarded: p1 to p3 \(Self.size(one))
            << p3 receives more
            << entry: was #6 for 0.0 s, inTurn: p1 to p3 text 4
            >> 1 seconds pass
            << p2,p4 receives \(one)
            << entry: was #5 for 0.5 s, guarded: p1 to p2,p4 \(Self.size(one))
            << p2,p4 receives more
            << entry: was #6 for 0.5 s, inTurn: p1 to p2,p4 text 4
            """
        )
        #expect(conversation.snapshot.held.isEmpty)
    }

    @Test func theGuardReportsHeldAndDroppedOffersAsInformation() {
        let scene = Scene(
            """
            0 p1 joins demo
            0 p2 joins demo
            1 p1 offers ufrag=one1
            1 p2 offers ufrag=two2
            1 p2 candidate host ufrag=two2
            1.2 p2 answers ufrag=two3
            """, guardsGlare: true)
        #expect(
            scene.found.filter { $0.contains("glare") } == [
                "information glare-guard: the glare guard held #3 of p1 until the recipient has sent a candidate [#3]",
                "information glare-guard: the glare guard dropped #4 of p2, which crossed #3 [#3 #4]",
            ])
    }
}
