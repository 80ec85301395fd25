import NIOCore
import TestSupport

@testable import Relay
@testable import Routing

/// Abuse by a connected peer.
extension AbuseCase {
    static let peers = sizes + rates + rooms

    private static let sizes = [
        AbuseCase(
            "a message that is too long", answer: "1009 a message is limited to 1000 bytes",
            entry: "closed with 1009: a message is limited to 1000 bytes",
            configure: { $0.limits.maxMessageSize = 1000 }
        ) { relay in
            let client = try WebSocketClient.opened(relay)
            try client.send(text: String(repeating: "x", count: 1001))
            return try close(client)
        },
        AbuseCase(
            "a message with too many fragments", answer: "1009 a message is limited to 10 fragments",
            entry: "closed with 1009: a message is limited to 10 fragments", configure: { $0.limits.maxFragments = 10 }
        ) { relay in
            let client = try WebSocketClient.opened(relay)
            for index in 0..<11 { try client.send(index == 0 ? 1 : 0, [0x78], isFinal: false) }
            return try close(client)
        },
        AbuseCase(
            "a peer that does not read", answer: "4008", entry: "closed with 4008: ",
            configure: {
                $0.limits.maxQueueSize = 100_000
                // With a sanitizer, reading what the socket has buffered takes long.
                $0.limits.closeTimeout = .seconds(60)
            }
        ) { relay in
            let slow = try WebSocketClient.opened(relay, "/?room=slow", receiveBuffer: 4096)
            let sender = try WebSocketClient.opened(relay, "/?room=slow")
            for _ in 0..<200 { try sender.send(2, [UInt8](repeating: 0, count: 60_000)) }
            // The close frame follows all frames that the socket has buffered.
            return String(try close(slow).prefix(4))
        },
        AbuseCase(
            "an idle peer", answer: "1001 nothing received for 1 s", entry: "silent for 1 s",
            configure: {
                $0.limits.pingInterval = .milliseconds(100)
                $0.limits.idleTimeout = .milliseconds(1000)
            }
        ) { relay in
            try close(try WebSocketClient.opened(relay))
        },
    ]

    private static let rates = [
        AbuseCase(
            "too many messages", answer: "4013 over 150 messages/s", entry: "closed with 4013: over 150 messages/s",
            configure: { $0.limits.maxMessageRate = 150 }
        ) { relay in
            try flood(relay, opcode: 1, payload: [0x78])
        },
        AbuseCase(
            "too many pings", answer: "4013 over 150 messages/s", entry: "closed with 4013: over 150 messages/s",
            configure: { $0.limits.maxMessageRate = 150 }
        ) { relay in
            try flood(relay, opcode: 9, payload: [])
        },
        AbuseCase(
            "too many bytes", answer: "4013 over 8 KiB/s", entry: "closed with 4013: over 8 KiB/s",
            configure: { $0.limits.maxByteRate = 8192 }
        ) { relay in
            try flood(relay, opcode: 2, payload: [UInt8](repeating: 0, count: 8000))
        },
    ]

    private static func flood(_ relay: RelayServer, opcode: UInt8, payload: [UInt8]) throws -> String {
        let client = try WebSocketClient.opened(relay, "/?room=flood")
        // Writing fails once the relay has closed the connection.
        for _ in 0..<1000 where (try? client.send(opcode, payload)) == nil { break }
        return try close(client)
    }

    private static let rooms = [
        AbuseCase(
            "a full relay", answer: "4504 the relay is full (2 peers)", entry: "the relay is full (2 peers)",
            configure: { $0.limits.maxPeers = 2 }
        ) { relay in
            try close(try WebSocketClient.opened(relay))
        },
        AbuseCase(
            "a full room", answer: "4504 the room is full (2 peers)",
            entry: "room \(ControlPair.room) is full (2 peers)",
            configure: { $0.limits.maxRoomPeers = 2 }
        ) { relay in
            try close(try WebSocketClient.opened(relay, "/?room=\(ControlPair.room)"))
        },
        AbuseCase(
            "a name that is too long", answer: "1008 the name is longer than 64 characters or 256 bytes",
            entry: "the name is longer than 64 characters or 256 bytes"
        ) { relay in
            try close(try WebSocketClient.opened(relay, "/?name=" + String(repeating: "x", count: 65)))
        },
        AbuseCase(
            "a room name that is too long", answer: "1008 the room's name is longer than 64 characters or 256 bytes",
            entry: "the room's name is longer than 64 characters or 256 bytes"
        ) { relay in
            try close(try WebSocketClient.opened(relay, "/?room=" + String(repeating: "x", count: 65)))
        },
    ]
}
