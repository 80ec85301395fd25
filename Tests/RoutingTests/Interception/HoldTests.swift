import SignalingSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Routing

/// Messages that intercept rules hold, delay or drop, and their release.
@Suite struct HoldTests {
    private var conversation = Conversation()

    private static let three = """
        >> p1 joins
        << entry: p1 joined lobby
        >> p2 joins
        << entry: p2 joined lobby
        >> p3 joins
        << entry: p3 joined lobby
        """

    init() { conversation.play(Self.three) }

    @Test mutating func aHeldMessageDoesNotDelayTheOtherDirection() {
        conversation.play(
            """
            >> operator arms hold 30 to:p2 "offer"
            << entry: rule 1: hold to:p2 "offer", 30 s at the most
            >> p1 sends offer
            << p3 receives offer
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 5
            >> p2 sends hello
            << p1,p3 receives hello
            << entry: p2 to p1,p3 text 5
            >> 3.25 seconds pass
            >> operator releases #5
            << p2 receives offer
            << entry: was #5 for 3.25 s, operator: p1 to p2 text 5
            """
        )
    }

    @Test mutating func laterMessagesOfTheSameLaneAreQueuedBehindAHeldOne() {
        conversation.play(
            """
            >> operator arms to=p2 hold 30 offer
            << entry: rule 1: hold offer to p2, 30 s at the most
            >> p1 sends offer
            << p3 receives offer
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 5
            >> p1 sends candidate
            << p3 receives candidate
            << entry: p1 to p3, p2 behind #5 text 9
            >> p3 sends candidate
            << p1,p2 receives candidate
            << entry: p3 to p1,p2 text 9
            >> operator disarms 1
            << entry: rule 1: hold offer to p2, 30 s at the most
            << p2 receives offer
            << entry: was #5 for 0.0 s, ruleRemoved: p1 to p2 text 5
            << p2 receives candidate
            << entry: was #6 for 0.0 s, inTurn: p1 to p2 text 9
            >> p1 sends offer
            << p2,p3 receives offer
            << entry: p1 to p2,p3 text 5
            """
        )
    }

    @Test mutating func aReleasedMessageWaitsForEarlierOnesUnlessItOvertakes() {
        let held = """
            >> operator arms to=p2 hold 30 o
            << entry: rule 1: hold o to p2, 30 s at the most
            >> p1 sends one
            << p3 receives one
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 3
            >> p1 sends two
            << p3 receives two
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 3
            """
        conversation.play(
            held + """

                >> operator releases #6
                >> operator releases #5
                << p2 receives one
                << entry: was #5 for 0.0 s, operator: p1 to p2 text 3
                << p2 receives two
                << entry: was #6 for 0.0 s, operator: p1 to p2 text 3
                """
        )
        var other = Conversation()
        other.play(Self.three)
        other.play(
            held + """

                >> operator releases #6 overtaking
                << p2 receives two
                << entry: was #6 for 0.0 s, operator: p1 to p2 text 3
                >> operator releases all
                << p2 receives one
                << entry: was #5 for 0.0 s, operator: p1 to p2 text 3
                """
        )
    }

    @Test mutating func aHeldMessageIsReleasedWhenItsTimeIsOver() {
        conversation.play(
            """
            >> operator arms from=p1 to=p2 hold 2 offer
            << entry: rule 1: hold offer from p1 to p2, 2 s at the most
            >> p1 sends offer
            << p3 receives offer
            << entry: p1 to p3, p2 held until 2.000 by rule 1 text 5
            >> 1.5 seconds pass
            >> p1 sends more
            << p3 receives more
            << entry: p1 to p3, p2 behind #5 text 4
            >> 1 seconds pass
            << p2 receives offer
            << entry: was #5 for 2.0 s, timeUp: p1 to p2 text 5
            << p2 receives more
            << entry: was #6 for 0.5 s, inTurn: p1 to p2 text 4
            """
        )
    }

    @Test mutating func aDelayedMessageIsNotOvertaken() {
        conversation.play(
            """
            >> operator arms delay 500 answer
            << entry: rule 1: delay answer by 500 ms
            >> p2 sends answer
            << entry: p2 to nobody, p1,p3 delayed until 0.500 by rule 1 text 6
            >> 0.2 seconds pass
            >> p2 sends bye
            << entry: p2 to nobody, p1,p3 behind #5 text 3
            >> 1 seconds pass
            << p1,p3 receives answer
            << entry: was #5 for 0.5 s, delayOver: p2 to p1,p3 text 6
            << p1,p3 receives bye
            << entry: was #6 for 0.3 s, inTurn: p2 to p1,p3 text 3
            """
        )
    }

    @Test mutating func aDroppedMessageDelaysNoOther() {
        conversation.play(
            """
            >> operator arms to=p3 drop candidate
            << entry: rule 1: drop candidate to p3
            >> p1 sends candidate
            << p2 receives candidate
            << entry: p1 to p2, p3 dropped by rule 1 text 9
            >> p1 sends more
            << p2,p3 receives more
            << entry: p1 to p2,p3 text 4
            """
        )
        #expect(conversation.snapshot.held.isEmpty)
    }

    @Test mutating func theFirstMatchingRuleDecides() {
        conversation.play(
            """
            >> operator arms drop from:p1
            << entry: rule 1: drop from:p1
            >> operator arms hold 30 offer
            << entry: rule 2: hold offer, 30 s at the most
            >> p1 sends offer
            << entry: p1 to nobody, p2,p3 dropped by rule 1 text 5
            >> p2 sends offer
            << entry: p2 to nobody, p1,p3 held until 30.000 by rule 2 text 5
            """
        )
    }

    @Test mutating func theOperatorDiscardsOrReplacesHeldMessages() {
        conversation.play(
            """
            >> operator arms to=p2 hold 30 offer
            << entry: rule 1: hold offer to p2, 30 s at the most
            >> p1 sends offer 1
            << p3 receives offer 1
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 7
            >> p1 sends offer 2
            << p3 receives offer 2
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 7
            >> operator discards #5
            << entry: #5 for p2 is not delivered: dropped by the operator
            >> operator replaces #6: offer of mine
            << p2 receives offer of mine
            << entry: edited from #6 for 0.0 s, operator: p1 to p2 text 13
            >> operator discards #6
            >> operator releases #5
            """
        )
    }

    @Test mutating func twoOffersAreHeldUntilTheyCross() {
        conversation.play(
            """
            >> operator arms cross 30 offer
            << entry: rule 1: hold offer until both sides have one, 30 s at the most
            >> p3 leaves lost
            << entry: p3 left: connection lost
            >> p1 sends offer
            << entry: p1 to nobody, p2 held until 30.000 by rule 1 text 5
            >> p1 sends candidate
            << entry: p1 to nobody, p2 behind #6 text 9
            >> p1 sends offer again
            << entry: p1 to nobody, p2 held until 30.000 by rule 1 text 11
            >> 1 seconds pass
            >> p2 sends offer
            << entry: p2 to nobody, p1 held until 31.000 by rule 1 text 5
            << p2 receives offer
            << entry: was #6 for 1.0 s, crossed: p1 to p2 text 5
            << p2 receives candidate
            << entry: was #7 for 1.0 s, inTurn: p1 to p2 text 9
            << p1 receives offer
            << entry: was #9 for 0.0 s, crossed: p2 to p1 text 5
            >> 40 seconds pass
            << p2 receives offer again
            << entry: was #8 for 30.0 s, timeUp: p1 to p2 text 11
            """
        )
    }

    @Test mutating func messagesHeldForAPeerThatLeavesAreRecorded() {
        conversation.play(
            """
            >> operator arms hold 30 offer
            << entry: rule 1: hold offer, 30 s at the most
            >> p1 sends offer
            << entry: p1 to nobody, p2,p3 held until 30.000 by rule 1 text 5
            >> p2 leaves lost
            << entry: p2 left: connection lost
            >> p3 leaves lost
            << entry: p3 left: connection lost
            << entry: #5 for p3 is not delivered: no recipient is left
            """
        )
        #expect(conversation.snapshot.held.isEmpty)
    }

    @Test mutating func heldMessagesOfAPeerThatLeftAreReleased() {
        conversation.play(
            """
            >> operator arms to=p2 hold 30 offer
            << entry: rule 1: hold offer to p2, 30 s at the most
            >> p1 sends offer
            << p3 receives offer
            << entry: p1 to p3, p2 held until 30.000 by rule 1 text 5
            >> p1 leaves lost
            << entry: p1 left: connection lost
            >> operator releases all
            << p2 receives offer
            << entry: was #5 for 0.0 s, operator: p1 to p2 text 5
            """
        )
    }

    @Test mutating func allHeldMessagesAreReleasedWhenTheRelayEnds() {
        conversation.play(
            """
            >> operator arms hold 30 offer
            << entry: rule 1: hold offer, 30 s at the most
            >> p1 sends offer
            << entry: p1 to nobody, p2,p3 held until 30.000 by rule 1 text 5
            >> p1 sends more
            << entry: p1 to nobody, p2,p3 behind #5 text 4
            """
        )
        #expect(conversation.snapshot.held.map(\.entry) == [5, 6])
        conversation.play(
            """
            >> relay ends
            << p2,p3 receives offer
            << entry: was #5 for 0.0 s, relayEnds: p1 to p2,p3 text 5
            << p2,p3 receives more
            << entry: was #6 for 0.0 s, relayEnds: p1 to p2,p3 text 4
            """
        )
    }

    @Test mutating func aReleasedMessageHasItsSenderForAwarePeers() {
        conversation.play(
            """
            >> p4 joins aware name=dora
            << p4 receives {"type":"welcome","id":"p4","name":"dora","room":"lobby","peers":[{"id":"p1"},{"id":"p2"},{"id":"p3"}],"iceServers":[]}
            << entry: p4 joined lobby
            >> operator arms hold 30 to:dora
            << entry: rule 1: hold to:dora, 30 s at the most
            >> p1 sends {"a":1}
            << p2,p3 receives {"a":1}
            << entry: p1 to p2,p3, p4 held until 30.000 by rule 1 text 7
            >> operator releases #6
            << p4 receives {"a":1,"from":"p1"}
            << entry: was #6 for 0.0 s, operator: p1 to p4 text 7
            """
        )
    }

    /// A forgotten rule cannot fill the memory.
    @Test mutating func theOldestMessageIsReleasedIfTooMuchIsHeld() throws {
        _ = conversation.receive(.left(PeerID(3), .lost))
        let rule = try CompiledRule(try Filter(""), .hold(seconds: 30))
        _ = conversation.receive(.command(.addRule(rule)))
        let large = Message.text(String(repeating: "x", count: 256 * 1024))
        for _ in 0..<2 { _ = conversation.receive(.received(PeerID(1), large)) }
        #expect(conversation.snapshot.held.count == 2)
        let played = conversation.receive(.received(PeerID(1), large))
        #expect(played.count { $0.contains("noRoom") } == 1)
        #expect(conversation.snapshot.held.count == 2)
    }

    /// A message held for one recipient does not delay another.
    @Test mutating func eachRecipientHasItsOwnQueue() {
        conversation.play(
            """
            >> operator arms to=p3 hold 3600 offer
            << entry: rule 1: hold offer to p3, 3600 s at the most
            >> operator arms delay 100 candidate
            << entry: rule 2: delay candidate by 100 ms
            >> p1 sends offer
            << p2 receives offer
            << entry: p1 to p2, p3 held until 3600.000 by rule 1 text 5
            >> p1 sends candidate
            << entry: p1 to nobody, p2,p3 delayed until 0.100 by rule 2 text 9
            >> p1 sends more
            << entry: p1 to nobody, p2 behind #7, p3 behind #6 text 4
            >> 1 seconds pass
            << p2 receives candidate
            << entry: was #7 for 0.1 s, delayOver: p1 to p2 text 9
            << p2 receives more
            << entry: was #8 for 0.1 s, inTurn: p1 to p2 text 4
            >> operator releases all
            << p3 receives offer
            << entry: was #6 for 1.0 s, operator: p1 to p3 text 5
            << p3 receives candidate
            << entry: was #7 for 1.0 s, delayOver: p1 to p3 text 9
            << p3 receives more
            << entry: was #8 for 1.0 s, operator: p1 to p3 text 4
            """
        )
        #expect(conversation.snapshot.held.isEmpty)
    }

    @Test mutating func aCommandThatComesTooLateIsRecorded() {
        conversation.play(
            """
            >> operator replaces #2: x
            << entry: #2 had been released already: the change is not sent
            """
        )
    }

    /// In a mesh a plain offer names its addressee, and all other peers receive it too.
    @Test func theGuardAppliesOnlyToTheAddressee() {
        var conversation = Conversation(Switchboard(guardsGlare: true))
        conversation.play(Self.three)
        let offer = #"{"sdp":{"type":"offer","sdp":"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"},"to":"#
        let size = "text \(offer.utf8.count + 5)"
        conversation.play(
            """
            >> p1 sends \(offer)"p2"}
            << p3 receives \(offer)"p2"}
            << entry: p1 to p3, p2 held until 0.500 by the guard \(size)
            >> p3 sends \(offer)"p1"}
            << p2 receives \(offer)"p1"}
            << entry: p3 to p2, p1 held until 0.500 by the guard \(size)
            """
        )
    }

    @Test mutating func theNumberOfRulesIsLimited() throws {
        let rule = try CompiledRule(try Filter("x"), .drop)
        for _ in 0..<32 { #expect(conversation.receive(.command(.addRule(rule))).count == 1) }
        #expect(conversation.receive(.command(.addRule(rule))).isEmpty)
    }

    @Test(arguments: [
        ("call:2", "call:"), ("kind:offer dt>1s", "dt"), ("age>3s", "age"), ("-is:finding", "is:"), ("src:op", "src:"),
        ("via:server", "via:"), ("is:swallowed", "is:"),
    ])
    func aRuleCannotFilterByLaterFacts(filter: String, term: String) throws {
        let error = #expect(throws: CompiledRuleError.self) { try CompiledRule(try Filter(filter), .drop) }
        #expect(
            error?.description
                == "'\(term)' is not known while a message is on its way: ask for kind, from, to, room, size or a text")
    }
}
