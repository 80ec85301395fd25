import Testing

@testable import Console
@testable import Events
@testable import Routing

@Suite struct ReplayTests {
    @Test func aReplayGoesToThoseWhoHeardIt() {
        var console = ConsoleScript.call()
        console.type("kkkkkr")
        #expect(console.line(-2) == " #3 offer alice→bob 581 B, sent again byte for byte")
        #expect(console.line(-1) == " replay #3 to bob?  ⏎ yes  tab other peer  esc no")
        console.type("<enter>")
        #expect(
            console.effects == [
                .command(
                    .send([Sending(.offer, .replay(entry: 3), author: PeerID(1), room: "demo", to: .peers([PeerID(2)]))]
                    )
                )
            ]
        )
    }

    @Test func whereNobodyHeardItAPeerIsChosen() {
        var console = ConsoleScript()
        console.arrive(.joined(.alice), at: 1)
        console.arrive(.said(.alice, .offer), at: 1)
        console.arrive(.joined(.bob), at: 2)
        console.arrive(.joined(Peer(id: PeerID(3), name: "carol", room: "demo", isAware: false, address: "")), at: 2)
        console.type("kkr")
        #expect(console.line(-2) == " #2 offer alice→nobody 581 B: no recipient is connected")
        #expect(console.line(-1) == " replay #2 to bob?  ⏎ yes  tab other peer  esc no")
        console.type("<down>")
        #expect(console.line(-1) == " replay #2 to carol?  ⏎ yes  tab other peer  esc no")
        console.type("<up><up><down><down><enter>")
        #expect(
            console.effects == [
                .command(
                    .send([Sending(.offer, .replay(entry: 2), author: PeerID(1), room: "demo", to: .peers([PeerID(3)]))]
                    ))
            ]
        )
    }

    @Test func whereWhoHeardItIsGoneAPeerIsChosen() {
        var console = ConsoleScript.call()
        console.arrive(.left(PeerID(2), .lost), at: 3)
        console.type("kkkkkkr")
        #expect(console.line(-1) == " replay #3 to alice?  ⏎ yes  esc no")
    }

    @Test func anotherPeerCanBeChosen() {
        var console = ConsoleScript.call()
        console.type("kkkkkr<tab><down>")
        #expect(console.line(-2) == " #3 offer alice→bob 581 B, sent again byte for byte")
        #expect(console.line(-1) == " replay #3 to alice?  ⏎ yes  tab other peer  esc no")
    }

    @Test(arguments: ["<enter>", "<down>", "<up>"])
    func whereEverybodyLeavesMeanwhileNobodyIsChosen(key: String) {
        var console = ConsoleScript.call()
        console.type("kkkkkr")
        console.arrive(.left(PeerID(1), .lost), at: 3)
        console.arrive(.left(PeerID(2), .lost), at: 3)
        console.type("<tab>")
        #expect(console.line(-2) == " there is no peer to replay to")
        console.type(key)
        #expect(console.effects.isEmpty)
    }

    @Test func aQuestionHasItsAnswersHoweverManyHeard() {
        var console = ConsoleScript()
        let peers = (1...40).map {
            Peer(id: PeerID($0), name: "somebody\($0)", room: "demo", isAware: false, address: "")
        }
        for peer in peers { console.arrive(.joined(peer), at: 1) }
        let delivery = Delivery(
            message: .offer, sender: .peer(PeerID(1)), room: "demo", recipients: peers.dropFirst().map(\.id))
        console.arrive(.message(delivery), at: 2)
        console.type("r")
        #expect(console.line(-1) == " replay #41 to 39 peers?  ⏎ yes  tab other peer  esc no")
        console.type("<tab><down><down>")
        #expect(console.line(-1) == " replay #41 to somebody4?  ⏎ yes  tab other peer  esc no")
    }

    @Test func markedMessagesAreReplayedInOrderEachToThoseWhoHeardIt() {
        var console = ConsoleScript.call()
        console.type(":at 7<enter> :at 4<enter> r")
        #expect(console.line(-2) == " #4 #7, sent again byte for byte")
        #expect(console.line(-1) == " replay 2 messages as before?  ⏎ yes  tab other peer  ←→ at once  esc no")
        console.type("<enter>")
        guard case .command(.send(let sendings)) = console.effects.first else {
            Issue.record("nothing is sent")
            return
        }
        #expect(sendings.map(\.destination) == [.peers([Peer.bob.id]), .peers([Peer.alice.id])])
        #expect(sendings.map(\.delay) == [0, 0])
    }

    @Test func aFactIsNotReplayed() {
        var console = ConsoleScript.call()
        console.type("gr")
        #expect(console.line(-2) == " #1 is a fact, not a message: nothing to replay")
    }
}
