import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Relay
@testable import Routing

/// Engine.IO sessions through the proxy that use WebSockets.
@Suite struct SessionSocketTests {
    private func socket(
        _ proxy: RelayServer, _ server: UpstreamServer, sid: String? = nil
    ) throws -> (client: WebSocketClient, server: Wire) {
        let client = try WebSocketClient(proxy)
        let query = "/socket.io/?EIO=4&transport=websocket" + (sid.map { "&sid=\($0)" } ?? "")
        try client.write(OpeningHandshake.request(query))
        let connection = try server.accept()
        _ = try connection.head()
        try connection.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(OpeningHandshake.accept)\r\n\r\n")
        _ = try client.request("")
        return (client, connection)
    }

    private func send(_ text: String, on wire: Wire) throws { try wire.send(1, Array(text.utf8)) }

    private func received(_ wire: Wire) throws -> String {
        String(decoding: try wire.clientFrame().frame.payload, as: UTF8.self)
    }

    @Test func aSocketAloneIsASession() throws {
        try withProxy { proxy, server, watch in
            let (client, connection) = try socket(proxy, server)
            try send(PollingClient.open, on: connection)
            #expect(try client.next() == .text(PollingClient.open))
            try client.send(text: "40")
            #expect(try received(connection) == "40")
            try client.send(text: #"427["offer",{}]"#)
            #expect(try received(connection) == #"427["offer",{}]"#)
            try send("2", on: connection)
            #expect(try client.next() == .text("2"))
            let entry = watch.first { $0.delivery?.message.text == #"["offer",{}]"# }
            #expect(entry?.delivery?.message.packet?.ackID == 7)
            guard case .joined(let peer) = try #require(watch.entries.first).content else { return }
            #expect(peer.transport == Transport(.webSocket, .socketIO))
        }
    }

    @Test func attachmentsFollowTheirEvent() throws {
        try withProxy { proxy, server, watch in
            let (client, connection) = try socket(proxy, server)
            try client.send(text: #"451-["f",{"_placeholder":true,"num":0}]"#)
            try client.write(ClientFrame(2, [1, 2]).bytes)
            #expect(try received(connection) == #"451-["f",{"_placeholder":true,"num":0}]"#)
            #expect(try connection.clientFrame().frame.payload == [1, 2])
            let entry = watch.first { $0.delivery != nil }
            #expect(entry?.delivery?.message.packet?.attachments == [[1, 2]])
        }
    }

    @Test func aHeldEventIsChangedWithinItsPacket() throws {
        try withProxy { proxy, server, watch in
            let (client, connection) = try socket(proxy, server)
            proxy.perform(.addRule(try CompiledRule(try Filter("held"), .hold(seconds: 3600))))
            watch.waitForRule()
            try client.send(text: #"42/room,3["held",1]"#)
            let entry = watch.first { $0.delivery != nil }
            // A heartbeat overtakes it.
            try client.send(text: "3")
            #expect(try received(connection) == "3")
            let changed = try #require(entry?.delivery).message.replacing(Array(#"["free",2]"#.utf8))
            proxy.perform(.replace(entry?.number ?? 0, changed))
            #expect(try received(connection) == #"42/room,3["free",2]"#)
        }
    }

    @Test func anUpgradeMovesTheSessionToTheSocket() throws {
        try withProxy { proxy, server, watch in
            let session = try PollingClient(proxy, server)
            try session.beginPoll()
            let (client, connection) = try socket(proxy, server, sid: "lv_V")
            try client.send(text: "2probe")
            #expect(try received(connection) == "2probe")
            try send("3probe", on: connection)
            #expect(try client.next() == .text("3probe"))
            try session.pollServer.write(PollingClient.response("6"))
            #expect(try session.packets() == "6")
            try client.send(text: "5")
            #expect(try received(connection) == "5")
            try client.send(text: #"42["a"]"#)
            #expect(try received(connection) == #"42["a"]"#)
            let change = watch.first {
                $0.content == .noted(.transportChanged(PeerID(1), Transport(.webSocket, .socketIO)))
            }
            #expect(change != nil)
            #expect(watch.entries.count { if case .joined = $0.content { true } else { false } } == 2)
            // The end of the polling requests is not the end of the session, that of the socket is.
            session.poll.cut()
            try client.send(text: #"42["b"]"#)
            #expect(try received(connection) == #"42["b"]"#)
            try client.write(ClientFrame(8, [0x03, 0xE8]).bytes)
            #expect(try connection.clientFrame().frame.payload == [0x03, 0xE8])
            #expect(watch.disconnectReason(of: 1) == .closed(.normal, reason: ""))
        }
    }

    @Test func aFailedAttemptToUpgradeLeavesTheSession() throws {
        try withProxy { proxy, server, watch in
            let session = try PollingClient(proxy, server)
            let (client, connection) = try socket(proxy, server, sid: "lv_V")
            try client.send(text: "2probe")
            _ = try received(connection)
            try client.write(ClientFrame(8, []).bytes)
            #expect(try connection.clientFrame().frame.opcode == 8)
            #expect(try session.delivered(#"42["a"]"#) == #"42["a"]"#)
            #expect(!watch.entries.contains { if case .left = $0.content { true } else { false } })
        }
    }

    /// A server refuses polling requests after the upgrade.
    @Test func theUpgradeWaitsForTheRequestOnItsWay() throws {
        try withProxy { proxy, server, _ in
            let session = try PollingClient(proxy, server)
            try session.send(#"42["a"]"#)
            let post = try server.accept()
            _ = try post.through(#"42["a"]"#)
            let (client, connection) = try socket(proxy, server, sid: "lv_V")
            try client.send(text: "5")
            try client.send(text: #"42["b"]"#)
            try client.send(text: "3")
            #expect(try received(connection) == "3")
            try post.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(try received(connection) == "5")
            #expect(try received(connection) == #"42["b"]"#)
        }
    }

    @Test func messagesThatWereReleasedDuringTheUpgradeAreSentOnTheSocket() throws {
        try withProxy { proxy, server, watch in
            let session = try PollingClient(proxy, server)
            proxy.perform(.addRule(try CompiledRule(try Filter("held"), .hold(seconds: 3600))))
            watch.waitForRule()
            try session.send(#"42["held"]"#)
            _ = try session.post.through("ok")
            let (client, connection) = try socket(proxy, server, sid: "lv_V")
            try client.send(text: "5")
            #expect(try received(connection) == "5")
            proxy.perform(.releaseAll)
            #expect(try received(connection) == #"42["held"]"#)
            #expect(watch.entries.contains { $0.delivery?.release != nil })
        }
    }
}
