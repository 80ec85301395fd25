import SignalingSupport
import Testing

@testable import Events
@testable import Messages
@testable import Routing

/// Text in binary frames, for plain peers that need that.
@Suite struct PlainDeliveryTests {
    @Test func theOperatorChoosesTheDeliveryOfPlainPeers() {
        var conversation = Conversation()
        conversation.play(
            """
            >> p1 joins
            << entry: p1 joined lobby
            >> p2 joins
            << entry: p2 joined lobby
            >> p3 joins
            << entry: p3 joined lobby
            >> p1 sends a
            << p2,p3 receives a
            << entry: p1 to p2,p3 text 1
            >> operator delivers binary to p2
            << entry: text is delivered to p2 in binary frames
            >> operator delivers binary to p2
            >> p1 sends a
            << p3 receives a
            << p2 receives bytes 61
            << entry: p1 to p2,p3 text 1
            >> p1 sends-bytes 01
            << p2,p3 receives bytes 01
            << entry: p1 to p2,p3 binary 1
            >> operator delivers binary to p2,p3
            << entry: text is delivered to p3 in binary frames
            >> p1 sends a
            << p2,p3 receives bytes 61
            << entry: p1 to p2,p3 text 1
            >> operator delivers verbatim to p2,p3
            << entry: text is delivered to p2, p3 verbatim
            >> p1 sends a
            << p2,p3 receives a
            << entry: p1 to p2,p3 text 1
            """
        )
    }

    @Test func awarePeersAlwaysReceiveText() {
        var switchboard = Switchboard(plainDelivery: .binary)
        for number in 1...3 {
            _ = switchboard.receive(
                .arrived(ConnectionRequest(id: PeerID(number), isAware: number == 2, address: "")), at: .start)
        }
        let bytes = Array("{}".utf8)
        func deliveries(_ message: Message) -> [Switchboard.Action] {
            switchboard.receive(.received(PeerID(1), message), at: .start).filter {
                if case .deliver = $0 { true } else { false }
            }
        }
        #expect(
            deliveries(.text("{}")) == [
                .deliver(Message(.binary, bytes), to: [PeerID(3)]),
                .deliver(.text(#"{"from":"p1"}"#), to: [PeerID(2)]),
            ])
        #expect(
            deliveries(.text("x")) == [
                .deliver(.text("x"), to: [PeerID(2)]), .deliver(Message(.binary, [0x78]), to: [PeerID(3)]),
            ])
        #expect(switchboard.receive(.command(.deliver([PeerID(2)], .verbatim)), at: .start) == [])
        // Later peers get the default, whatever was chosen for others.
        _ = switchboard.receive(.command(.deliver([PeerID(3)], .verbatim)), at: .start)
        #expect(deliveries(.text("x")) == [.deliver(.text("x"), to: [PeerID(2), PeerID(3)])])
    }
}
