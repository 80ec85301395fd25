import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// The WebSocket protocol (RFC 6455) with real sockets.
@Suite struct WebSocketTests {
    @Test func theOpcodeIsPreserved() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            try a.send(text: "{\"candidate\":null}")
            try a.send(2, [0, 1, 255])
            try a.send(text: "")
            #expect(try b.next() == .text("{\"candidate\":null}"))
            #expect(try b.next() == .binary([0, 1, 255]))
            #expect(try b.next() == .text(""))
        }
    }

    @Test func aWebSocketOpensAtAnyPathWithRoomAndNameInItsQuery() throws {
        try withRelay { relay, watch in
            _ = try WebSocketClient.opened(relay, "/any/path?x=1&room=a%20b%2Bc+d&name=%E4%BD%9C%1b%zz&room=other")
            guard case .joined(let peer) = watch.first({ $0.number == 1 })?.content else {
                Issue.record("no peer joined")
                return
            }
            #expect(peer.room == "a b+c d")
            #expect(peer.name == "作\u{1B}%zz")
            #expect(!peer.isAware)
            #expect(peer.address.hasPrefix("127.0.0.1:"))
        }
    }

    @Test func aMessageInTheSamePacketAsTheHandshakeIsDelivered() throws {
        try withRelay { relay, watch in
            let recipient = try WebSocketClient.opened(relay)
            let sender = try WebSocketClient(relay)
            try sender.write(Array(OpeningHandshake.request().utf8) + [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69])
            #expect(try recipient.next() == .text("hi"))
        }
    }

    /// RFC 6455 §4.2.2: a server may select one of the offered subprotocols; browsers fail the connection if it selects
    /// none.
    @Test(arguments: [
        ("signal-console.v1", "signal-console.v1"), ("json, signal-console.v1", "signal-console.v1"),
        ("json, x", "json"), ("\"a b\", json", "json"),
    ])
    func aSubprotocolIsSelected(offered: String, selected: String) throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient(relay)
            let head = try client.request(
                OpeningHandshake.request(headers: "Sec-WebSocket-Protocol: \(offered)\r\n"))
            #expect(head.contains("Sec-WebSocket-Protocol: \(selected)"))
        }
    }

    @Test func anAwarePeerIsWelcomedAndReceivesSenders() throws {
        try withRelay { relay, watch in
            let aware = try WebSocketClient.opened(
                relay,
                "/?room=demo&name=al",
                headers: "Sec-WebSocket-Protocol: signal-console.v1\r\n"
            )
            #expect(
                try aware.next()
                    == .text(#"{"type":"welcome","id":"p1","name":"al","room":"demo","peers":[],"iceServers":[]}"#)
            )
            let plain = try WebSocketClient.opened(relay, "/?room=demo")
            #expect(try aware.next() == .text(#"{"type":"peer-joined","id":"p2"}"#))
            try plain.send(text: #"{"candidate":null}"#)
            #expect(try aware.next() == .text(#"{"candidate":null,"from":"p2"}"#))
            try aware.send(text: #"{"to":"p2"}"#)
            #expect(try plain.next() == .text(#"{"to":"p2"}"#))
        }
    }

    /// RFC 6455 §5.4: control frames may be sent between fragments.
    @Test func fragmentsAreDeliveredAsOneMessageWithTheOpcodeOfTheFirst() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            try a.send(1, Array("{\"sd".utf8), isFinal: false)
            try a.send(9, [7, 7])
            try a.send(0, Array("p\":1".utf8), isFinal: false)
            try a.send(0, Array("}".utf8))
            try a.send(2, [1], isFinal: false)
            try a.send(0, [])
            #expect(try a.next() == .pong([7, 7]))
            #expect(try b.next() == .text("{\"sdp\":1}"))
            #expect(try b.next() == .binary([1]))
        }
    }

    @Test func theSizeOfAMessageIsLimited() throws {
        try withRelay {
            $0.limits.maxMessageSize = 70_000
        } _: { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            let largest = [UInt8](repeating: UInt8(ascii: "x"), count: 70_000)
            try a.send(1, largest)
            #expect(try b.next()?.bytes.count == 70_000)
            try a.send(1, largest + [0x78])
            #expect(try a.next()?.closeCode == 1009)
            #expect(watch.disconnectReason(of: 1) == .violated(.tooBig, reason: "a message is limited to 70000 bytes"))
        }
    }

    @Test func theSizeOfAFragmentedMessageIsLimited() throws {
        try withRelay {
            $0.limits.maxMessageSize = 1000
        } _: { relay, _ in
            let client = try WebSocketClient.opened(relay)
            for _ in 0..<3 { try client.send(1, [UInt8](repeating: 0x78, count: 400), isFinal: false) }
            #expect(try client.next()?.closeCode == 1002)
            let other = try WebSocketClient.opened(relay)
            try other.send(1, [UInt8](repeating: 0x78, count: 600), isFinal: false)
            try other.send(0, [UInt8](repeating: 0x78, count: 600))
            #expect(try other.next()?.closeCode == 1009)
        }
    }

    /// Violations, by section of RFC 6455, and their close codes.
    @Test(
        arguments: [
            ("5.1 unmasked", [0x81, 0x01, 0x61], 1002),
            ("5.2 reserved bit", [0xC1, 0x81, 0, 0, 0, 0, 0x61], 1002),
            ("5.2 reserved opcode", [0x83, 0x80, 0, 0, 0, 0], 1002),
            ("5.2 reserved control opcode", [0x8B, 0x80, 0, 0, 0, 0], 1002),
            ("5.4 continuation without a message", [0x80, 0x80, 0, 0, 0, 0], 1002),
            ("5.4 message inside a message", [0x01, 0x81, 0, 0, 0, 0, 0x61, 0x81, 0x81, 0, 0, 0, 0, 0x61], 1002),
            ("5.5 fragmented ping", [0x09, 0x80, 0, 0, 0, 0], 1002),
            ("5.5 long ping", [0x89, 0xFE, 0x00, 0x7E, 0, 0, 0, 0], 1002),
            ("5.5.1 close with one byte", [0x88, 0x81, 0, 0, 0, 0, 0x03], 1002),
            ("7.4 close with 1005", [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xED], 1002),
            ("7.4 close with 999", [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE7], 1002),
            ("5.5.1 reason that is not UTF-8", [0x88, 0x83, 0, 0, 0, 0, 0x03, 0xE8, 0xFF], 1007),
            ("8.1 text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28], 1007),
            (
                "5.2 length over the limit", [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
                1009
            ),
        ] as [(String, [UInt8], UInt16)]
    )
    func aViolationClosesTheConnection(rule: String, bytes: [UInt8], code: UInt16) throws {
        try withRelay { relay, watch in
            let (client, other) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            try client.write(bytes)
            #expect(try client.next()?.closeCode == code, "\(rule)")
            try client.send(8, [])
            #expect(try client.next() == nil)
            guard case .violated(CloseCode(rawValue: code), _) = watch.disconnectReason(of: 1) else {
                Issue.record("\(rule): \(String(describing: watch.entries.last))")
                return
            }
            try other.send(9, [1])
            #expect(try other.next() == .pong([1]), "other peers are not affected")
        }
    }

    /// RFC 6455 §5.5.1 and §7.1.
    @Test(
        arguments: [([], nil), ([0x03, 0xE8], 1000), ([0x0F, 0xA1, 0x62, 0x79, 0x65], 4001)] as [([UInt8], UInt16?)]
    )
    func aCloseIsAnsweredWithTheSameCode(payload: [UInt8], code: UInt16?) throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient.opened(relay)
            try client.send(8, payload)
            #expect(try client.next() == ServerFrame(opcode: 8, payload: Array(payload.prefix(2))))
            #expect(try client.next() == nil)
            let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
            #expect(watch.disconnectReason(of: 1) == .closed(code.map { CloseCode(rawValue: $0) }, reason: reason))
        }
    }

    @Test func aConnectionClosedWithoutAHandshakeIsLost() throws {
        try withRelay { relay, watch in
            do { _ = try WebSocketClient.opened(relay) }
            #expect(watch.disconnectReason(of: 1) == .lost)
        }
    }

    /// RFC 6455 §7.1.7: after a violation nothing more is read, not even the answer to the close frame.
    @Test func afterAViolationTheConnectionIsClosedWithoutAnAnswer() throws {
        try withRelay {
            $0.limits.closeTimeout = .seconds(60)
        } _: { relay, watch in
            let (client, other) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            try client.write([0x83])
            try client.send(text: "no longer received")
            #expect(try client.next()?.closeCode == 1002)
            #expect(try client.next() == nil)
            try other.send(9, [1])
            #expect(try other.next() == .pong([1]))
        }
    }

    /// RFC 6455 §8.1.
    @Test func invalidUTF8ClosesTheConnectionBeforeTheFrameIsComplete() throws {
        try withRelay { relay, _ in
            let client = try WebSocketClient.opened(relay)
            try client.write([0x81, 0xFE, 0x10, 0x00, 0, 0, 0, 0, 0x61, 0xFF])
            #expect(try client.next()?.closeCode == 1007)
        }
    }

    /// The send queue holds only the bytes that the socket does not accept at once.
    @Test func aPeerThatReadsMayReceiveMoreAtOnceThanTheSendQueueHolds() throws {
        try withRelay {
            $0.limits.maxQueueSize = 5000
        } _: { relay, watch in
            let (sender, recipient) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            let payload = [UInt8](repeating: 0x61, count: 3000)
            try sender.write([[UInt8]](repeating: ClientFrame(1, payload).bytes, count: 5).flatMap(\.self))
            for _ in 0..<5 { #expect(try recipient.nextExceptPings()?.bytes == payload) }
        }
    }
}
