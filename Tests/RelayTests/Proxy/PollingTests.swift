import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Relay
@testable import Routing

/// Engine.IO sessions through the proxy that use polling requests.
@Suite struct PollingTests {
    private func withSession(
        open: String = PollingClient.open, _ body: (PollingClient, EntryRecorder) throws -> Void
    ) throws {
        try withProxy { proxy, server, watch in try body(PollingClient(proxy, server, open: open), watch) }
    }

    /// Returns the first message whose payload is `text`.
    private func message(_ text: String, in watch: EntryRecorder) -> Delivery? {
        watch.first { $0.delivery?.message.text == text }?.delivery
    }

    private func hold(_ text: String) throws -> Switchboard.Command {
        .addRule(try CompiledRule(try Filter(text), .hold(seconds: 3600)))
    }

    @Test func aSessionIsOnePeerAndTheServer() throws {
        try withSession { session, watch in
            let joined = watch.first { if case .joined(let peer) = $0.content { peer.role == .server } else { false } }
            guard case .joined(let server) = try #require(joined).content else { return }
            #expect(server.room == "session 1" && server.transport == Transport(.polling, .socketIO))
            #expect(try session.delivered("40") == "40")
            try session.beginPoll()
            try session.pollServer.write(PollingClient.response(#"40{"sid":"wZX3"}"#))
            #expect(try session.packets() == #"40{"sid":"wZX3"}"#)
            #expect(message(#"{"sid":"wZX3"}"#, in: watch)?.message.packet?.content == .connected(id: "wZX3"))
            #expect(watch.entries.count { if case .joined = $0.content { true } else { false } } == 2)
        }
    }

    @Test func anEventIsAMessageOfThePeerAndItsBodyIsForwardedAsItIs() throws {
        try withSession { session, watch in
            let body = "42[\"offer\",{\"sdp\":\"é\"}]\u{1E}421[\"join\",\"r\"]"
            let (head, received) = try session.deliver(body)
            #expect(received == body)
            #expect(head.hasPrefix("POST /socket.io/?EIO=4&transport=polling&sid=lv_V HTTP/1.1\r\n"))
            let delivery = message(#"["offer",{"sdp":"é"}]"#, in: watch)
            #expect(delivery?.sender == .peer(PeerID(1)) && delivery?.recipients == [PeerID(2)])
            #expect(message(#"["join","r"]"#, in: watch)?.message.packet?.ackID == 1)
        }
    }

    @Test func furtherRequestsUseTheSameConnection() throws {
        try withSession { session, _ in
            for body in ["40", "42[\"a\"]", "42[\"b\"]"] {
                let received = try session.delivered(body)
                #expect(received == body)
            }
        }
    }

    @Test func theResponseOfTheServerIsForwardedAsItIs() throws {
        try withSession { session, watch in
            try session.beginPoll()
            let body = "2\u{1E}42[\"answer\",{}]"
            try session.pollServer.write(PollingClient.response(body, headers: "ETag: \"x\"\r\n"))
            let response = try session.poll.through(body)
            #expect(response.contains("ETag: \"x\"\r\n") && response.contains("Set-Cookie: io=x\r\n"))
            #expect(message(#"["answer",{}]"#, in: watch)?.sender == .peer(PeerID(2)))
            // A heartbeat is no entry.
            #expect(watch.entries.count { $0.delivery != nil } == 1)
        }
    }

    @Test(arguments: ["gzip", "deflate"])
    func aCompressedBodyIsReadAndForwardedAsItIs(coding: String) throws {
        // `42["answer",{}]`, compressed.
        let gzip: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0x31, 0x8A, 0x56, 0x4A, 0xCC, 0x2B, 0x2E,
            0x4F, 0x2D, 0x52, 0xD2, 0xA9, 0xAE, 0x8D, 0x05, 0x00, 0x72, 0x9E, 0x58, 0xE9, 0x0F, 0x00, 0x00, 0x00,
        ]
        // Without a header and a checksum.
        let body = coding == "gzip" ? gzip : Array(gzip[10...].dropLast(8))
        try withSession { session, watch in
            try session.beginPoll()
            try session.pollServer.write(
                Array(
                    ("HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n").utf8)
                    + body)
            _ = try session.poll.head()
            #expect(try session.poll.bytes(body.count) == body)
            #expect(message(#"["answer",{}]"#, in: watch) != nil)
        }
    }

    @Test func aChunkedBodyIsRead() throws {
        try withSession { session, watch in
            try session.beginPoll()
            try session.pollServer.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n42[\"\r\n4\r\na\",1\r\n1\r\n]\r\n0\r\n\r\n")
            _ = try session.poll.through("0\r\n\r\n")
            #expect(message(#"["a",1]"#, in: watch) != nil)
        }
    }

    /// RFC 9110 §12.5.3: a coding that the proxy cannot read is not offered to the server.
    @Test func onlyCodingsThatCanBeReadAreOffered() throws {
        try withSession { session, _ in
            try session.poll.write(
                "GET /socket.io/?EIO=4&transport=polling&sid=lv_V HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br, zstd\r\n\r\n"
            )
            #expect(try session.pollServer.head().contains("Accept-Encoding: gzip\r\n"))
        }
    }

    @Test func malformedPacketsAreReportedAndForwarded() throws {
        try withSession { session, watch in
            let received = try session.delivered("42{}\u{1E}9x")
            #expect(received == "42{}\u{1E}9x")
            let entry = watch.first { $0.delivery?.message.text == "9x" }
            #expect(
                entry?.delivery?.message.packet?.content
                    == .malformed(reason: "invalid packet type \"9\": expected 0 to 6"))
        }
    }

    // MARK: Interception

    @Test func aHeldMessageOfTheClientIsSentInARequestOfTheProxy() throws {
        try withSession { session, watch in
            session.proxy.perform(try hold("held"))
            watch.waitForRule()
            try session.send("42[\"held\",1]")
            #expect(try session.post.through("\r\n\r\nok").contains("Access-Control-Allow-Origin: http://a\r\n"))
            let entry = watch.first { $0.delivery?.message.text == #"["held",1]"# }
            let changed = try #require(entry?.delivery).message.replacing(Array(#"["changed",2]"#.utf8))
            session.proxy.perform(.replace(entry?.number ?? 0, changed))
            let (head, body) = try session.ownRequest()
            #expect(body == #"42["changed",2]"#)
            #expect(
                head.contains("Content-Type: text/plain;charset=UTF-8\r\n") && head.contains("Origin: http://a\r\n"))
        }
    }

    @Test func aHeldMessageOfTheServerIsTheNextResponse() throws {
        try withSession { session, watch in
            session.proxy.perform(try hold("held"))
            watch.waitForRule()
            try session.beginPoll()
            try session.pollServer.write(PollingClient.response("42[\"held\"]"))
            #expect(try session.packets() == "6")
            // The client waits again when the message is released; the server has not answered.
            try session.beginPoll()
            session.proxy.perform(.releaseAll)
            #expect(try session.packets() == #"42["held"]"#)
            // What the server answers then is the response to the next request.
            try session.askForPackets()
            try session.pollServer.write(PollingClient.response(#"42["late"]"#))
            #expect(try session.packets() == #"42["late"]"#)
            try session.askForPackets()
            try session.acceptPoll()
        }
    }

    @Test func ifAllPacketsAreDroppedTheClientGetsAPacketWithoutMeaning() throws {
        try withSession { session, watch in
            session.proxy.perform(.addRule(try CompiledRule(try Filter("held"), .drop)))
            watch.waitForRule()
            try session.beginPoll()
            try session.pollServer.write(PollingClient.response("42[\"held\"]"))
            #expect(try session.packets() == "6")
        }
    }

    @Test func packetsOfTheOperatorFollowThoseOnTheirWay() throws {
        try withSession { session, watch in
            try session.send(#"42["a"]"#)
            let server = try session.upstream.accept()
            _ = try server.through(#"42["a"]"#)
            session.proxy.perform(
                .send([
                    Sending(
                        .text(#"["b"]"#), .composition, author: PeerID(1), room: "session 1", to: .peers([PeerID(2)]))
                ]))
            #expect(message(#"["b"]"#, in: watch) != nil)
            try server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            _ = try session.post.through("\r\n\r\nok")
            #expect(try session.ownBody() == #"42["b"]"#)
        }
    }

    /// Engine.IO: a server refuses two requests with packets at a time.
    @Test func aKickFollowsThePacketsOnTheirWay() throws {
        try withSession { session, watch in
            try session.send(#"42["a"]"#)
            let server = try session.upstream.accept()
            _ = try server.through(#"42["a"]"#)
            session.proxy.perform(.kick([PeerID(1)], .standard))
            #expect(watch.disconnectReason(of: 1) == .kicked(.standard))
            try server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(try session.ownBody() == "1")
        }
    }

    @Test func aKickEndsTheSessionOnBothSides() throws {
        try withSession { session, watch in
            _ = try session.deliver("40")
            try session.beginPoll()
            session.proxy.perform(.kick([PeerID(1)], .standard))
            #expect(try session.packets() == "1")
            #expect(try session.ownBody() == "1")
            #expect(watch.disconnectReason(of: 1) == .kicked(.standard))
        }
    }

    // MARK: The end

    /// WebSockets stay as well while the proxy drains.
    @Test func aSessionGoesOnWhileTheProxyDrains() throws {
        try withSession { session, watch in
            _ = session.proxy.drain(for: .seconds(60)) {}
            #expect(try session.delivered(#"42["a"]"#) == #"42["a"]"#)
            let other = try Wire(session.proxy)
            try other.write("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try other.rest().hasPrefix("HTTP/1.1 503 "))
            #expect(message(#"["a"]"#, in: watch) != nil)
        }
    }

    @Test func theSessionEndsWithThePacketOfTheClient() throws {
        try withSession { session, watch in
            let received = try session.delivered("1")
            #expect(received == "1")
            #expect(watch.disconnectReason(of: 1) == .closed(nil, reason: ""))
        }
    }

    @Test func aClientThatGivesItsRequestUpHasLeft() throws {
        try withSession { session, watch in
            try session.beginPoll()
            session.poll.cut()
            #expect(watch.disconnectReason(of: 1) == .lost)
            #expect(try session.pollServer.rest().isEmpty)
        }
    }

    @Test func aClientThatAsksNoMoreIsSilent() throws {
        let open = #"0{"sid":"lv_V","upgrades":[],"pingInterval":20,"pingTimeout":20}"#
        try withSession(open: open) { _, watch in
            #expect(watch.disconnectReason(of: 1) == .silent(seconds: 0))
        }
    }

    @Test func aRefusedRequestIsReportedAndEndsTheSession() throws {
        try withSession { session, watch in
            try session.beginPoll()
            let body = #"{"code":1,"message":"Session ID unknown"}"#
            try session.pollServer.write(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            _ = try session.poll.through(body)
            #expect(
                watch.report()?.text
                    == "GET /socket.io/: the server refused the polling request with 400 Bad Request: \(body)")
            #expect(watch.disconnectReason(of: 1) == .closed(nil, reason: "the server answered 400"))
        }
    }

    @Test func aSessionThatBeganBeforeTheProxyIsAPeer() throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write("GET /socket.io/?EIO=4&transport=polling&sid=old HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(PollingClient.response(#"42["a"]"#))
            _ = try client.through(#"42["a"]"#)
            #expect(message(#"["a"]"#, in: watch)?.sender == .peer(PeerID(2)))
        }
    }

    @Test func aBodyThatIsTooLargeIsForwardedUnread() throws {
        try withProxy {
            $1.maxMessageSize = 1000
        } _: { proxy, server, watch in
            let session = try PollingClient(proxy, server)
            let body = "42[\"" + String(repeating: "x", count: 2000) + "\"]"
            #expect(try session.delivered("40") == "40")
            #expect(try session.delivered(body) == body)
            try session.beginPoll()
            try session.pollServer.write(PollingClient.response(body))
            _ = try session.poll.through(body)
            #expect(watch.report()?.event == .undecoded("a body of more than 1000 bytes"))
            // The session goes on.
            try session.beginPoll()
            try session.pollServer.write(PollingClient.response(#"42["a"]"#))
            #expect(try session.packets() == #"42["a"]"#)
            #expect(!watch.entries.contains { if case .left = $0.content { true } else { false } })
        }
    }
}
