import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import Routing

/// A room with more peers than are flushed in one tick of the loop.
@Suite struct LargeRoomTests {
    private static let peers = 300

    @Test func allPeersOfALargeRoomReceiveAllMessagesInOrder() throws {
        try withRelay {
            $0.limits.maxRoomPeers = Self.peers
        } _: { relay, watch in
            let clients = try (0..<Self.peers).map { _ in try WebSocketClient.opened(relay) }
            _ = watch.first { $0.number == Self.peers }
            for number in 1...5 { try clients[0].send(text: "\(number)") }
            // A message to one peer follows the messages to all.
            _ = watch.first { $0.delivery?.message == .text("5") }
            let last = Message.text("for you")
            relay.perform(
                .send([
                    Sending(last, .composition, author: PeerID(1), room: "lobby", to: .peers([PeerID(Self.peers)]))
                ]))
            for client in clients.dropFirst() {
                for number in 1...5 { #expect(try client.next() == .text("\(number)")) }
            }
            #expect(try clients[Self.peers - 1].next() == .text("for you"))
        }
    }

    @Test func allPeersOfALargeRoomReceiveAMessageBeforeTheClose() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.limits.maxRoomPeers = Self.peers
        let watch = EntryRecorder()
        let relay = try RelayServer(configuration, now: runningClock(), watch: watch.record)
        let clients = try (0..<Self.peers).map { _ in try WebSocketClient.opened(relay) }
        _ = watch.first { $0.number == Self.peers }
        try clients[0].send(text: "hello")
        _ = watch.first { $0.delivery != nil }
        relay.stop()
        for client in clients.dropFirst() {
            #expect(try client.next() == .text("hello"))
            #expect(try client.next() == .close(1001, "the relay is closing"))
        }
    }
}
