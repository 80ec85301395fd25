import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Relay
@testable import Routing

/// WebSockets through the proxy.
@Suite struct ProxySocketTests {
    // MARK: The handshake

    /// RFC 6455 §9.1, §1.9: extensions are not offered, subprotocols are those of client and server.
    @Test func theHandshakeIsThatOfClientAndServer() throws {
        try withProxy { proxy, server, _ in
            let (_, _, heads) = try openSocket(
                proxy, server,
                headers: "Origin: http://localhost\r\nSec-WebSocket-Protocol: json, xmpp\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                answer: "Sec-WebSocket-Protocol: xmpp\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
            let authority = "127.0.0.1:\(server.port)"
            #expect(
                heads
                    == "GET /chat?x=1 HTTP/1.1\r\nHost: \(authority)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: \(OpeningHandshake.key)\r\nSec-WebSocket-Version: 13\r\n"
                    + "Origin: http://\(authority)\r\nSec-WebSocket-Protocol: json, xmpp\r\nX-Forwarded-For: 127.0.0.1\r\n"
                    + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: localhost\r\n\r\n|"
                    + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: \(OpeningHandshake.accept)\r\nSec-WebSocket-Protocol: xmpp")
        }
    }

    @Test func theOriginIsKeptIfSoConfigured() throws {
        try withProxy {
            $1.keepsOrigin = true
        } _: { proxy, server, _ in
            let (_, _, heads) = try openSocket(proxy, server, headers: "Origin: http://localhost\r\n")
            #expect(heads.contains("\r\nOrigin: http://localhost\r\n"))
        }
    }

    /// The server sees its own origin, so the proxy must refuse foreign ones.
    @Test func aForeignOriginIsRefusedByTheProxy() throws {
        try withProxy { proxy, _, watch in
            let client = try Wire(proxy)
            try client.write(OpeningHandshake.request(headers: "Origin: http://evil.example\r\n"))
            #expect(try client.rest().hasPrefix("HTTP/1.1 403 "))
            let entry = watch.first { if case .refused(_, .origin) = $0.content { true } else { false } }
            #expect(entry != nil)
        }
    }

    @Test func aRefusalIsForwardedWithItsBodyAndReported() throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write(OpeningHandshake.request("/socket.io/?sid=secret"))
            let connection = try server.accept()
            _ = try connection.head()
            let body = #"{"code":1,"message":"Session ID unknown"}"#
            try connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try client.through(body).hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            let report = watch.report()
            #expect(report?.request == "GET /socket.io/")
            #expect(
                report?.text
                    == "GET /socket.io/: the server refused the WebSocket with 400 Bad Request: \(body)")
        }
    }

    @Test func ofARefusalWithALargeChunkedBodyTheFirstKiBIsReported() throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write(OpeningHandshake.request())
            let connection = try server.accept()
            _ = try connection.head()
            let text = String(repeating: "x", count: 3000)
            try connection.write("HTTP/1.1 503 \r\nTransfer-Encoding: chunked\r\n\r\nbb8\r\n\(text)\r\n0\r\n\r\n")
            _ = try client.through("0\r\n\r\n")
            guard case .upgradeRefused(503, "", let body)? = watch.report()?.event else {
                Issue.record("no report")
                return
            }
            #expect(body == [UInt8](repeating: 0x78, count: 1024))
        }
    }

    @Test func framesBehindTheResponseReachTheClient() throws {
        try withProxy { proxy, server, _ in
            let (client, _, _) = try openSocket(proxy, server, behind: [0x81, 2, 0x68, 0x69, 0x82, 1, 7])
            #expect(try client.next() == .text("hi"))
            #expect(try client.next() == .binary([7]))
        }
    }

    @Test func framesBehindTheRequestReachTheServer() throws {
        try withProxy { proxy, server, _ in
            let client = try WebSocketClient(proxy)
            try client.write(Array(OpeningHandshake.request().utf8) + ClientFrame(1, "early").bytes)
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(
                "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n")
            #expect(try connection.clientFrame().frame.payload == Array("early".utf8))
        }
    }

    // MARK: Frames

    @Test func clientAndServerAreTwoParticipantsInARoomOfTheirOwn() throws {
        try withProxy {
            configuration, _ in
            configuration.limits.maxRoomPeers = 1
        } _: { proxy, server, watch in
            let sockets = try [openSocket(proxy, server), openSocket(proxy, server)]
            let peers = (1...4).compactMap { number -> Peer? in
                guard case .joined(let peer)? = watch.first({ $0.number == number })?.content else { return nil }
                return peer
            }
            #expect(peers.map(\.role) == [.client, .server, .client, .server])
            #expect(peers.map(\.room) == ["socket 1", "socket 1", "socket 2", "socket 2"])
            #expect(peers[1].address == "127.0.0.1:\(server.port)")
            try sockets[0].client.send(text: "one")
            try sockets[1].server.send(1, Array("two".utf8))
            #expect(try sockets[0].server.clientFrame().frame.payload == Array("one".utf8))
            #expect(try sockets[1].client.next() == .text("two"))
        }
    }

    @Test func opcodeAndFragmentsArePreservedInBothDirections() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            let frames = [
                ClientFrame(1, "one"), ClientFrame(2, [1], isFinal: false), ClientFrame(0, [2, 3], isFinal: false),
                ClientFrame(0, []), ClientFrame(1, "", isFinal: false), ClientFrame(0, "x"),
                ClientFrame(2, [UInt8](repeating: 7, count: 70_000)),
            ]
            for frame in frames { try client.send(frame) }
            for frame in frames {
                let (received, isMasked) = try far.clientFrame()
                #expect(received == frame)
                #expect(isMasked)
            }
            for frame in frames { try far.send(frame.opcode, frame.payload, isFinal: frame.isFinal) }
            for frame in frames {
                let received = try client.next()
                #expect(received?.opcode == frame.opcode)
                #expect(received?.isFinal == frame.isFinal)
                #expect(received?.bytes == frame.payload)
            }
            #expect(
                watch.first { $0.delivery?.message.payload == [1, 2, 3] }?.delivery?.message.fragments == [1, 2, 0])
        }
    }

    /// RFC 6455 §5.3: the masking key cannot be predicted, and changes with each frame.
    @Test func eachFrameToTheServerHasAMaskOfItsOwn() throws {
        try withProxy { proxy, server, _ in
            let (client, far, _) = try openSocket(proxy, server)
            var keys: Set<[UInt8]> = []
            for _ in 0..<4 {
                try client.send(2, [1])
                let bytes = try far.bytes(7)
                #expect(bytes[1] == 0x81)
                keys.insert(Array(bytes[2..<6]))
            }
            #expect(keys.count == 4)
        }
    }

    @Test func pingsAndPongsPassFromEndToEndAndAreNotAnswered() throws {
        try withProxy {
            configuration, _ in
            configuration.limits.pingInterval = .milliseconds(20)
        } _: { proxy, server, _ in
            let (client, far, _) = try openSocket(proxy, server)
            try client.send(9, [1])
            #expect(try far.clientFrame().frame == ClientFrame(9, [1]))
            try far.send(9, [2])
            #expect(try client.next() == ServerFrame(opcode: 9, payload: [2]))
            try client.send(10, [2])
            #expect(try far.clientFrame().frame == ClientFrame(10, [2]))
            // Nothing was answered in between.
            try far.send(10, [1])
            #expect(try client.next() == .pong([1]))
        }
    }

    @Test func aMessageLargerThanTheLimitOfTheRelayPasses() throws {
        try withProxy { proxy, server, _ in
            let (client, far, _) = try openSocket(proxy, server)
            let payload = [UInt8](repeating: 7, count: 3 << 20)
            let sent = BackgroundWriter(far, [0x82, 127, 0, 0, 0, 0, 0, 0x30, 0, 0] + payload, times: 1)
            #expect(try client.next()?.payload.readableBytes == payload.count)
            #expect(try sent.isDone(within: .seconds(20)))
        }
    }

    /// The server sends more than the send queue of a peer holds, and is not read while the client does not read.
    @Test func aSlowClientSlowsTheServerDown() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            let frame = [0x82, 126, 0xFF, 0xFF] + [UInt8](repeating: 7, count: 65_535)
            let sent = BackgroundWriter(far, frame, times: 400)
            #expect(try sent.isDone(within: .milliseconds(300)) == false)
            for _ in 0..<400 { #expect(try client.next()?.payload.readableBytes == 65_535) }
            #expect(try sent.isDone(within: .seconds(20)))
        }
    }

    // MARK: The end

    @Test(
        arguments: [([], nil, ""), ([0x03, 0xE8], 1000, ""), ([0x0F, 0xA1, 0x62, 0x79, 0x65], 4001, "bye")]
            as [([UInt8], UInt16?, String)])
    func aCloseFrameAndItsAnswerPassFromEndToEnd(payload: [UInt8], code: UInt16?, reason: String) throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            try client.send(8, payload)
            #expect(try far.clientFrame().frame == ClientFrame(8, payload))
            try far.send(8, [0x03, 0xE8, 0x6F, 0x6B])
            #expect(try client.next() == .close(1000, "ok"))
            #expect(try client.next() == nil)
            let left = DisconnectReason.closed(code.map { CloseCode(rawValue: $0) }, reason: reason)
            #expect(watch.disconnectReason(of: 1) == left)
            #expect(watch.disconnectReason(of: 2) == left)
        }
    }

    @Test func aServerThatClosesClosesTheClientWithItsCodeAndReason() throws {
        try withProxy { proxy, server, _ in
            let (client, far, _) = try openSocket(proxy, server)
            try far.send(8, [0x0F, 0xA1] + Array("go away".utf8))
            #expect(try client.next() == .close(4001, "go away"))
            try client.send(8, [0x0F, 0xA1])
            #expect(try far.clientFrame().frame == ClientFrame(8, [0x0F, 0xA1]))
            #expect(try far.rest() == "")
        }
    }

    /// RFC 6455 §7.1.5: the client sees 1006.
    @Test func aLostServerEndsTheClientWithoutACloseFrameAfterItsLastMessage() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            try far.send(1, Array("last".utf8))
            far.cut()
            #expect(try client.next() == .text("last"))
            #expect(try client.next() == nil)
            #expect(watch.disconnectReason(of: 2) == .lost)
            #expect(watch.disconnectReason(of: 1) == .lost)
        }
    }

    @Test func aLostClientEndsTheServer() throws {
        try withProxy { proxy, server, _ in
            let (client, far, _) = try openSocket(proxy, server)
            client.cut()
            #expect(try far.rest() == "")
        }
    }

    @Test func aServerThatMasksItsFramesViolatesTheProtocol() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            try far.write(ClientFrame(1, "masked").bytes)
            #expect(try far.clientFrame().frame.opcode == 8)
            #expect(try client.next()?.closeCode == 1002)
            guard case .violated(.protocolError, _)? = watch.disconnectReason(of: 2) else {
                Issue.record("no violation")
                return
            }
        }
    }

    @Test func stoppingTheProxyClosesBothEnds() throws {
        let server = try UpstreamServer()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.upstream = try Upstream("ws://127.0.0.1:\(server.port)")
        configuration.limits.closeTimeout = .milliseconds(100)
        let proxy = try RelayServer(configuration, now: runningClock()) { _ in }
        let (client, far, _) = try openSocket(proxy, server)
        proxy.stop()
        #expect(try client.next()?.closeCode == 1001)
        #expect(try far.clientFrame().frame.payload.prefix(2) == [0x03, 0xE9])
    }

    // MARK: Interception

    @Test func messagesOfBothDirectionsAreHeldEditedAndReleased() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            proxy.perform(.addRule(try CompiledRule(try Filter("held"), .hold(seconds: 3600))))
            _ = watch.first { $0.number == 3 }
            try client.send(1, Array("he".utf8), isFinal: false)
            try client.send(0, Array("ld up".utf8))
            try far.send(1, Array("held down".utf8))
            try far.send(1, Array("behind it".utf8))
            let up = watch.first { $0.delivery?.message.text == "held up" }
            let down = watch.first { $0.delivery?.message.text == "held down" }
            #expect(up?.delivery?.isKept == true)
            #expect(down?.delivery?.isKept == true)
            proxy.perform(.replace(down?.number ?? 0, .text("edited")))
            #expect(try client.next() == .text("edited"))
            #expect(try client.next() == .text("behind it"))
            proxy.perform(.release([up?.number ?? 0], overtaking: false))
            #expect(try far.clientFrame().frame == ClientFrame(1, "he", isFinal: false))
            #expect(try far.clientFrame().frame == ClientFrame(0, "ld up"))
        }
    }

    @Test func theOperatorDropsReplaysAndSendsInBothDirections() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            proxy.perform(.addRule(try CompiledRule(try Filter("dropped"), .drop)))
            _ = watch.first { $0.number == 3 }
            try client.send(text: "dropped")
            try far.send(1, Array("dropped".utf8))
            try client.send(text: "kept")
            #expect(try far.clientFrame().frame == ClientFrame(1, "kept"))
            for (author, recipient) in [(1, 2), (2, 1)] {
                proxy.perform(
                    .send([
                        Sending(
                            .text("again"), .composition, author: PeerID(author), room: "socket 1",
                            to: .peers([PeerID(recipient)]))
                    ]))
            }
            #expect(try far.clientFrame().frame == ClientFrame(1, "again"))
            #expect(try client.next() == .text("again"))
        }
    }

    @Test func aKickClosesBothEndsWithItsCode() throws {
        try withProxy { proxy, server, watch in
            let (client, far, _) = try openSocket(proxy, server)
            proxy.perform(.kick([PeerID(1)], .standard))
            #expect(try client.next() == .close(4503, "removed by the operator"))
            #expect(try far.clientFrame().frame.payload.prefix(2) == [0x11, 0x97])
            #expect(watch.disconnectReason(of: 2)?.isKick == true)
        }
    }

    @Test func aBannedClientIsClosedAndItsServerToo() throws {
        try withProxy { proxy, server, watch in
            proxy.perform(.ban(.v4(0x7F00_0001), seconds: nil))
            _ = watch.first { $0.number == 1 }
            let (client, far, _) = try openSocket(proxy, server)
            #expect(try client.next()?.closeCode == 4503)
            #expect(try far.clientFrame().frame.opcode == 8)
        }
    }
}
