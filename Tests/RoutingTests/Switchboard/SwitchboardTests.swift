import SignalingSupport
import Testing

@testable import Events
@testable import Messages
@testable import Routing

@Suite struct SwitchboardTests {
    private var conversation = Conversation()

    @Test mutating func plainPeersReceiveMessagesVerbatimAndNoneFromTheRelay() {
        conversation.play(
            """
            >> p1 joins demo
            << entry: p1 joined demo
            >> p2 joins demo
            << entry: p2 joined demo
            >> p3 joins demo
            << entry: p3 joined demo
            >> p4 joins elsewhere
            << entry: p4 joined elsewhere
            >> p1 sends {"sdp" : {"type":"offer"}}
            << p2,p3 receives {"sdp" : {"type":"offer"}}
            << entry: p1 to p2,p3 text 26
            >> p2 leaves lost
            << entry: p2 left: connection lost
            >> p3 sends-bytes 01 02
            << p1 receives bytes 01 02
            << entry: p3 to p1 binary 2
            """
        )
    }

    @Test mutating func aPeerWithoutARoomJoinsTheLobby() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins room=
            << entry: p2 joined lobby
            >> p2 sends hello
            << p1 receives hello
            << entry: p2 to p1 text 5
            """
        )
    }

    @Test mutating func aMessageIntoAnEmptyRoomIsRecorded() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p1 sends {"candidate":null}
            << entry: p1 to nobody text 18
            """
        )
    }

    @Test mutating func anAwarePeerIsNotifiedOfPeersThatJoinAndLeave() {
        conversation.play(
            """
            >> p1 joins demo name=alice
            << entry: p1 joined demo
            >> p2 joins demo name=b"b aware
            << p2 receives {"type":"welcome","id":"p2","name":"b\\"b","room":"demo","peers":[{"id":"p1","name":"alice"}],"iceServers":[]}
            << entry: p2 joined demo
            >> p3 joins demo
            << p2 receives {"type":"peer-joined","id":"p3"}
            << entry: p3 joined demo
            >> p1 leaves lost
            << p2 receives {"type":"peer-left","id":"p1","reason":"connection lost"}
            << entry: p1 left: connection lost
            """
        )
    }

    @Test mutating func onlyAwarePeersReceiveTheSenderOfAnObject() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins aware
            << p2 receives {"type":"welcome","id":"p2","room":"lobby","peers":[{"id":"p1"}],"iceServers":[]}
            << entry: p2 joined lobby
            >> p3 joins
            << p2 receives {"type":"peer-joined","id":"p3"}
            << entry: p3 joined lobby
            >> p3 sends {"a": {"b":1} }
            << p1 receives {"a": {"b":1} }
            << p2 receives {"a": {"b":1} ,"from":"p3"}
            << entry: p3 to p1,p2 text 15
            >> p3 sends { }
            << p1 receives { }
            << p2 receives { "from":"p3"}
            << entry: p3 to p1,p2 text 3
            >> p3 sends [1]
            << p1,p2 receives [1]
            << entry: p3 to p1,p2 text 3
            >> p3 sends-bytes 07
            << p1,p2 receives bytes 07
            << entry: p3 to p1,p2 binary 1
            >> p3 sends NaN {"from":"p9"}
            << p1,p2 receives NaN {"from":"p9"}
            << entry: p3 to p1,p2 text 17
            """
        )
    }

    @Test mutating func anAwarePeerCanAddressOnePeer() {
        conversation.play(Self.threeAware)
        conversation.play(
            """
            >> p1 sends {"to":"p3","candidate":null}
            << p3 receives {"to":"p3","candidate":null,"from":"p1"}
            << entry: p1 to p3 text 28
            >> p1 sends {"to":null}
            << p2,p3 receives {"to":null,"from":"p1"}
            << entry: p1 to p2,p3 text 11
            >> p1 sends {"to":"p3","to":"p2"}
            << p2 receives {"to":"p3","to":"p2","from":"p1"}
            << entry: p1 to p2 text 21
            """
        )
    }

    @Test mutating func undeliverableMessagesAreAnsweredWithAnError() {
        conversation.play(Self.threeAware)
        conversation.play(
            """
            >> p1 sends {"to":"p9"}
            << p1 receives {"type":"error","code":"no-such-peer","message":"there is no other peer p9 in this room"}
            << entry: p1 to nobody (no-such-peer) text 11
            >> p1 sends {"to":"p1"}
            << p1 receives {"type":"error","code":"no-such-peer","message":"there is no other peer p1 in this room"}
            << entry: p1 to nobody (no-such-peer) text 11
            >> p1 sends {"to":3}
            << p1 receives {"type":"error","code":"to-not-a-string","message":"\\"to\\" is the id of a peer, such as \\"p1\\""}
            << entry: p1 to nobody (to-not-a-string) text 8
            """
        )
    }

    @Test(arguments: [
        #"{"from":"p2"}"#, #"{"fr\u006fm":"p2"}"#, #"{"a":[[[]]],"from":null}"#, #"{"from":"p1"}"#,
        #"{"from":1,"from":"p2"}"#, #"{"\u0066\u0072\u006F\u006D":"p2","x":1}"#, #"{"to":"p2","from":"p3"}"#,
        #"{"x":"from","from":{}}"#, #" { "from" : "p2" } "#,
    ])
    func anAwarePeerCannotClaimASender(text: String) {
        var conversation = Conversation()
        conversation.play(Self.threeAware)
        conversation.play(
            """
            >> p1 sends \(text)
            << p1 receives {"type":"error","code":"from-not-yours","message":"leave \\"from\\" out: the relay sets it"}
            << entry: p1 to nobody (from-not-yours) text \(text.utf8.count)
            """
        )
    }

    @Test func aDeeplyNestedObjectHasItsSender() {
        var switchboard = Switchboard()
        for number in 1...2 {
            _ = switchboard.receive(
                .arrived(ConnectionRequest(id: PeerID(number), isAware: number == 2, address: "")), at: .start)
        }
        let deep = String(repeating: "[", count: 60_000) + String(repeating: "]", count: 60_000)
        let actions = switchboard.receive(.received(PeerID(1), .text("{\"from\":\"p9\",\"x\":\(deep)}")), at: .start)
        guard case .deliver(let message, _) = actions.first else { return #expect(Bool(false)) }
        #expect(message.text?.hasSuffix(",\"from\":\"p1\"}") == true)
    }

    @Test func anObjectInABinaryFrameHasItsSender() {
        var switchboard = Switchboard()
        for number in 1...2 {
            _ = switchboard.receive(
                .arrived(ConnectionRequest(id: PeerID(number), isAware: number == 2, address: "")), at: .start)
        }
        let lie = Message(.binary, Array(#"{"type":"peer-left","id":"p1"}"#.utf8))
        let stamped = Message(.binary, Array(#"{"type":"peer-left","id":"p1","from":"p1"}"#.utf8))
        #expect(switchboard.receive(.received(PeerID(1), lie), at: .start).first == .deliver(stamped, to: [PeerID(2)]))
    }

    @Test mutating func aKickedPeerIsClosedAndAwarePeersAreNotified() {
        conversation.play(Self.threeAware)
        conversation.play(
            """
            >> operator kicks p2
            << p2 is closed 4503: removed by the operator
            << p1,p3 receives {"type":"peer-left","id":"p2","reason":"kicked"}
            << entry: p2 left: kicked
            >> operator kicks p2
            >> p2 leaves lost
            >> p2 sends {"late":1}
            """
        )
    }

    @Test mutating func aReplayIsDeliveredLikeTheOriginal() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins aware
            << p2 receives {"type":"welcome","id":"p2","room":"lobby","peers":[{"id":"p1"}],"iceServers":[]}
            << entry: p2 joined lobby
            >> operator replays #2 of p1 in lobby to p1,p2: {"candidate":null}
            << p1 receives {"candidate":null}
            << p2 receives {"candidate":null,"from":"p1"}
            << entry: replay of #2, p1 to p1,p2 text 18
            >> operator replays #2 of p1 in lobby to p7: {"candidate":null}
            << entry: replay of #2, p1 to nobody text 18
            """
        )
    }

    @Test mutating func aComposedMessageHasAPeerOrTheRelayAsItsSender() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins aware
            << p2 receives {"type":"welcome","id":"p2","room":"lobby","peers":[{"id":"p1"}],"iceServers":[]}
            << entry: p2 joined lobby
            >> operator composes as p1 in lobby to all: {"type":"bye"}
            << p2 receives {"type":"bye","from":"p1"}
            << entry: composed, p1 to p2 text 14
            >> operator composes as relay in lobby to p2: {"type":"peer-left","id":"p9"}
            << p2 receives {"type":"peer-left","id":"p9"}
            << entry: composed, relay to p2 text 30
            """
        )
    }

    @Test mutating func aReplayWithDelaysCanBeStopped() {
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins
            << entry: p2 joined lobby
            """
        )
        let sendings = [0.0, 0.5, 2].enumerated().map { index, delay in
            Sending(
                .text("\(index)"), .replay(entry: index + 3), author: PeerID(1), room: "lobby", to: .peers([PeerID(2)]),
                delay: Int64(delay * 1e9))
        }
        #expect(
            conversation.receive(.command(.send(sendings))) == [
                "<< p2 receives 0", "<< entry: replay of #3, p1 to p2 text 1",
            ])
        conversation.play(
            """
            >> 1 seconds pass
            << p2 receives 1
            << entry: replay of #4, p1 to p2 text 1
            >> operator stops sending
            << entry: 2 of 3 were sent again, then stopped
            >> 5 seconds pass
            """
        )
        _ = conversation.receive(.command(.send(sendings)))
        conversation.play(
            """
            >> 5 seconds pass
            << p2 receives 1
            << entry: replay of #4, p1 to p2 text 1
            << p2 receives 2
            << entry: replay of #5, p1 to p2 text 1
            << entry: all 3 were sent again
            """
        )
    }

    @Test mutating func aPeerReceivesItsOwnMessagesWithLoopback() {
        var conversation = Conversation(Switchboard(loopback: true))
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p1 sends hello
            << p1 receives hello
            << entry: p1 to p1 text 5
            """
        )
    }

    private static let threeAware = """
        >> p1 joins aware
        << p1 receives {"type":"welcome","id":"p1","room":"lobby","peers":[],"iceServers":[]}
        << entry: p1 joined lobby
        >> p2 joins aware
        << p2 receives {"type":"welcome","id":"p2","room":"lobby","peers":[{"id":"p1"}],"iceServers":[]}
        << p1 receives {"type":"peer-joined","id":"p2"}
        << entry: p2 joined lobby
        >> p3 joins aware
        << p3 receives {"type":"welcome","id":"p3","room":"lobby","peers":[{"id":"p1"},{"id":"p2"}],"iceServers":[]}
        << p1,p2 receives {"type":"peer-joined","id":"p3"}
        << entry: p3 joined lobby
        """
}

/// The entries of a switchboard: numbered from 1 in order, at times that never go backwards.
@Suite struct EntryNumberTests {
    private func entries(_ actions: [Switchboard.Action]) -> [Entry] {
        actions.compactMap { if case .record(let entry) = $0 { entry } else { nil } }
    }

    private func request(_ number: Int) -> Switchboard.Event {
        .arrived(ConnectionRequest(id: PeerID(number), address: "192.0.2.1:5000"))
    }

    @Test func entriesAreNumberedFromOneWithoutGaps() {
        var switchboard = Switchboard()
        let events: [Switchboard.Event] = [
            request(1), request(2), .received(PeerID(1), .text("a")), .received(PeerID(9), .text("from nobody")),
            .command(.kick([PeerID(1), PeerID(2)], .standard)),
        ]
        let numbers = events.flatMap { entries(switchboard.receive($0, at: .seconds(1.5))) }.map(\.number)
        #expect(numbers == [1, 2, 3, 4, 5])
    }

    @Test func anEventThatWasReadBeforeAnotherWasAppliedBearsTheLaterTime() {
        var switchboard = Switchboard()
        let times = [(request(1), 2.0), (.received(PeerID(1), .text("a")), 1.0), (.left(PeerID(1), .lost), 3.0)]
            .flatMap { entries(switchboard.receive($0.0, at: .seconds($0.1))) }.map(\.time.text)
        #expect(times == ["2.000", "2.000", "3.000"])
    }
}
