import Dispatch
import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import Routing

/// A relay with real sockets: commands, shutdown, slow peers, and snapshots.
@Suite struct RelayServerTests {
    @Test func aKickedPeerIsClosedWithTheReasonAndOthersStay() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            relay.perform(.kick([PeerID(1)], .standard))
            #expect(try a.next() == .close(4503, "removed by the operator"))
            try a.send(text: "no longer received")
            try a.send(8, [])
            #expect(try a.next() == nil)
            #expect(watch.disconnectReason(of: 1) == .kicked(.standard))
            try b.send(9, [5])
            #expect(try b.next() == .pong([5]))
            #expect(watch.entries.count == 3)
        }
    }

    @Test func aReplayIsReceivedByteForByte() throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient.opened(relay)
            _ = watch.first { $0.number == 1 }
            let message = Message(.binary, [0, 255])
            relay.perform(
                .send([Sending(message, .replay(entry: 7), author: PeerID(1), room: "lobby", to: .peers([PeerID(1)]))]))
            #expect(try client.next() == .binary([0, 255]))
            let delivery = watch.first { $0.delivery != nil }?.delivery
            #expect(delivery?.sender == .operated(.replay(entry: 7), author: PeerID(1)))
            #expect(delivery?.message == message)
        }
    }

    @Test func stoppingClosesEachPeer() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        let watch = EntryRecorder()
        let relay = try RelayServer(configuration, now: { .start }, watch: watch.record)
        let client = try WebSocketClient.opened(relay)
        _ = watch.first { $0.number == 1 }
        // The client does not answer the close frame, so the relay stops after the close timeout.
        relay.stop()
        #expect(try client.next() == .close(1001, "the relay is closing"))
        #expect(try client.next() == nil)
        #expect(throws: SystemError.self) { try WebSocketClient(relay) }
    }

    @Test func stoppingDoesNotWaitForConnectionsWithoutAWebSocket() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.limits.closeTimeout = .seconds(3600)
        configuration.limits.handshakeTimeout = .seconds(3600)
        let relay = try RelayServer(configuration, now: { .start }, watch: { _ in })
        let (idle, incomplete) = (try WebSocketClient(relay), try WebSocketClient(relay))
        try incomplete.write("GET / HTTP/1.1\r\nHost:")
        // Once this request is answered, the two connections before it have been accepted.
        #expect(
            try WebSocketClient(relay).request("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").hasPrefix(
                "HTTP/1.1 200"))
        let over = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            relay.stop()
            over.signal()
        }
        #expect(
            over.wait(timeout: .now() + 20) == .success,
            "the relay waits for a closing handshake that cannot take place")
        #expect(try idle.isEnded())
        #expect(try incomplete.isEnded())
    }

    @Test func aCloseIsAnsweredAfterTheSendQueue() throws {
        try withRelay {
            $0.limits.maxQueueSize = 64_000_000
            $0.limits.closeTimeout = .seconds(20)
        } _: { relay, watch in
            let sender = try WebSocketClient.opened(relay)
            let slow = try WebSocketClient.opened(relay, receiveBuffer: 65_536)
            _ = watch.first { $0.number == 2 }
            // More than the socket buffers hold.
            let payload = [UInt8](repeating: 0x78, count: 250_000)
            for _ in 0..<40 { try sender.send(1, payload) }
            _ = watch.first { $0.number == 42 }
            try slow.send(8, [0x03, 0xE8])
            for _ in 0..<40 { #expect(try slow.nextExceptPings()?.bytes.count == 250_000) }
            #expect(try slow.nextExceptPings() == .close(1000))
            #expect(try slow.nextExceptPings() == nil)
        }
    }

    @Test func aPeerThatSendsPingsAndDoesNotReadIsClosed() throws {
        try withRelay {
            $0.limits.maxQueueSize = 100_000
            $0.limits.maxMessageRate = .max
            $0.limits.closeTimeout = .milliseconds(100)
        } _: { relay, watch in
            let client = try WebSocketClient.opened(relay, receiveBuffer: 4096)
            // Writing fails once the relay has closed the connection.
            for _ in 0..<200_000 {
                guard (try? client.send(9, [UInt8](repeating: 1, count: 125))) != nil else { break }
                if watch.entries.count > 1 { break }
            }
            guard case .tooSlow = watch.disconnectReason(of: 1) else {
                Issue.record("the peer was not disconnected")
                return
            }
        }
    }

    @Test func aSnapshotHasTheConnectedPeers() throws {
        let reports = Reports()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.gaugeInterval = .hours(1)
        let relay = try RelayServer(configuration, now: { .start }, watch: reports.post)
        defer { relay.stop() }
        let clients = [try WebSocketClient.opened(relay, "/?name=a"), try WebSocketClient.opened(relay, "/?name=b")]
        while case .entry(let entry) = reports.next(), entry.number < 2 {}
        relay.requestSnapshot()
        guard case .snapshot(let snapshot) = reports.next() else {
            Issue.record("no snapshot")
            return
        }
        #expect(snapshot.peers.map(\.name) == ["a", "b"])
        withExtendedLifetime(clients) {}
    }

    @Test func aPeerThatDoesNotReadIsClosedAndOthersMissNothing() throws {
        try withRelay {
            $0.limits.maxQueueSize = 100_000
            $0.limits.closeTimeout = .milliseconds(100)
        } _: { relay, watch in
            let sender = try WebSocketClient.opened(relay)
            let slow = try WebSocketClient.opened(relay, receiveBuffer: 4096)
            let reader = try WebSocketClient.opened(relay)
            _ = watch.first { $0.number == 3 }
            let payload = [UInt8](repeating: 0x78, count: 60_000)
            // Many times what the socket buffers hold.
            for _ in 0..<200 {
                try sender.send(1, payload)
                #expect(try reader.nextExceptPings()?.bytes.count == payload.count)
            }
            guard case .tooSlow(let queued) = watch.disconnectReason(of: 2) else {
                Issue.record("the peer was not disconnected"); return
            }
            #expect(queued > 0 && queued <= 100_000)
            withExtendedLifetime(slow) {}
        }
    }

    @Test func theSendQueueIsLimitedFromItsFirstByte() throws {
        try withRelay {
            $0.limits.maxQueueSize = 20_000
            ($0.limits.maxMessageRate, $0.limits.maxByteRate) = (.max, .max)
            $0.limits.closeTimeout = .milliseconds(100)
        } _: { relay, watch in
            let sender = try WebSocketClient.opened(relay)
            let slow = try WebSocketClient.opened(relay, receiveBuffer: 4096)
            _ = watch.first { $0.number == 2 }
            let hasLeft: (Entry) -> Bool = { if case .left = $0.content { true } else { false } }
            // Many times what the socket buffers hold.
            for count in 0..<10_000 {
                if count.isMultiple(of: 64), watch.entries.contains(where: hasLeft) { break }
                try sender.send(1, [UInt8](repeating: 0x78, count: 4000))
            }
            guard case .tooSlow(let queued) = watch.disconnectReason(of: 2) else {
                Issue.record("the peer was not disconnected"); return
            }
            #expect(queued > 0 && queued <= 20_000)
            withExtendedLifetime(slow) {}
        }
    }

    @Test func aPeerIsClosedIfTheRoomIsFull() throws {
        try withRelay {
            $0.limits.maxRoomPeers = 1
        } _: { relay, _ in
            let first = try WebSocketClient.opened(relay, "/?room=a")
            let second = try WebSocketClient.opened(relay, "/?room=a")
            #expect(try second.next() == .close(4504, "the room is full (1 peer)"))
            withExtendedLifetime(first) {}
        }
    }

    @Test func aPeerReceivesItsOwnMessagesWithLoopback() throws {
        try withRelay {
            $0.loopback = true
        } _: { relay, _ in
            let client = try WebSocketClient.opened(relay)
            try client.send(text: "echo")
            #expect(try client.next() == .text("echo"))
        }
    }
}

/// Listening: ports, addresses, and errors.
@Suite struct ListenerTests {
    private func start(_ host: String, _ port: Int) throws -> RelayServer {
        var configuration = RelayConfiguration()
        configuration.host = host
        configuration.port = port
        return try RelayServer(configuration, now: { .start }, watch: { _ in })
    }

    @Test func aFreePortIsTheSameOnBothAddresses() throws {
        let relay = try start("localhost", 0)
        defer { relay.stop() }
        #expect(relay.port > 0)
        #expect(relay.addresses == ["127.0.0.1", "::1"])
        #expect(throws: Never.self) { try WebSocketClient(relay, overIPv6: true) }
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func aPortInUseOnEitherAddressIsAnError(address: String) throws {
        let other = try start(address, 0)
        defer { other.stop() }
        #expect(throws: RelayError.portInUse(other.port, address: address)) { try start("localhost", other.port) }
    }

    @Test func anUnknownOrForeignHostIsAnError() {
        #expect(throws: RelayError.unknownHost("no.such.host.invalid")) { try start("no.such.host.invalid", 0) }
        #expect(throws: RelayError.addressNotHere("192.0.2.1")) { try start("192.0.2.1", 0) }
    }

    @Test(arguments: [
        (
            RelayError.portInUse(8080, address: "127.0.0.1"),
            "port 8080 is in use on 127.0.0.1; see by which program with: ss -ltnp 'sport = :8080' - end it, or choose another port: --port 8081"
        ),
        (.portNotPermitted(80), "port 80 needs more rights than this user has; choose one above 1023: --port 8080"),
        (
            .unknownHost("x"),
            "host 'x' is not known; give localhost, 0.0.0.0 or an address of this machine: --host localhost"
        ),
        (
            .addressNotHere("192.0.2.1"),
            "host '192.0.2.1' is not an address of this machine; give one that is, or all of them: --host 0.0.0.0"
        ),
        (.cannotListen(address: "::1", reason: "out of sockets"), "cannot listen on ::1: out of sockets"),
    ])
    func errorsDescribeTheProblemAndItsSolution(error: RelayError, description: String) {
        #expect(error.description == description)
    }
}
