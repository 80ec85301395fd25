import Dispatch
import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Relay
@testable import Routing

/// Shutdown: new connections are refused, and connected peers may stay until the drain timeout.
@Suite struct DrainingTests {
    private static let handshake = OpeningHandshake.request("/?name=late", host: "x")

    private func isSignaled(_ semaphore: DispatchSemaphore) -> Bool { semaphore.wait(timeout: .now() + 20) == .success }

    /// RFC 9110 §15.6.4 and §10.2.3.
    @Test(arguments: [
        (handshake, "This relay is shutting down; try again in 63 s.\n"),
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "This relay is shutting down; try again in 63 s.\n"),
        ("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "draining\n"),
    ])
    func aNewConnectionIsToldWhenToRetry(request: String, body: String) throws {
        try withRelay { relay, watch in
            let early = try WebSocketClient(relay)
            #expect(relay.drain(for: .seconds(60)) {} == 0)
            for client in [early, try WebSocketClient(relay)] {
                let head = try client.request(request)
                #expect(head.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
                #expect(head.contains("\r\nRetry-After: 63\r\n"))
                #expect(try client.rest() == body)
            }
        }
    }

    @Test func aRefusedHandshakeIsRecorded() throws {
        try withRelay { relay, watch in
            relay.drain(for: .seconds(60)) {}
            #expect(try WebSocketClient(relay).request(Self.handshake).hasPrefix("HTTP/1.1 503 "))
            guard case .refused(let request, .draining) = watch.first({ $0.number == 1 })?.content else {
                Issue.record("\(watch.entries)")
                return
            }
            #expect(request.name == "late" && request.address.hasPrefix("127.0.0.1:"))
            // Other requests are refused without an entry.
            _ = try WebSocketClient(relay).request("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(watch.entries.count == 1)
        }
    }

    @Test func connectedPeersContinueUntilTheLastHasLeft() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            let over = DispatchSemaphore(value: 0)
            #expect(relay.drain(for: .seconds(3600)) { over.signal() } == 2)
            #expect(try WebSocketClient(relay).request(Self.handshake).hasPrefix("HTTP/1.1 503 "))
            try a.send(text: "still here")
            #expect(try b.nextExceptPings() == .text("still here"))
            try a.send(8, [0x03, 0xE8])
            #expect(try a.nextExceptPings() == .close(1000))
            _ = watch.disconnectReason(of: 1)
            #expect(over.wait(timeout: .now()) == .timedOut)
            try b.send(text: "alone")
            try b.send(8, [0x03, 0xE8])
            #expect(try b.nextExceptPings() == .close(1000))
            #expect(isSignaled(over))
        }
    }

    /// Starts a relay that the test stops.
    private func start() throws -> (RelayServer, EntryRecorder) {
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.limits.closeTimeout = .milliseconds(100)
        let watch = EntryRecorder()
        return (try RelayServer(configuration, now: runningClock(), watch: watch.record), watch)
    }

    @Test func aPeerThatStaysIsClosedAfterTheDrainTimeout() throws {
        let (relay, watch) = try start()
        let client = try WebSocketClient.opened(relay)
        _ = watch.first { $0.number == 1 }
        let over = DispatchSemaphore(value: 0)
        let start = ContinuousClock.now
        #expect(relay.drain(for: .milliseconds(300)) { over.signal() } == 1)
        #expect(isSignaled(over))
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        try client.send(9, [3])
        #expect(try client.nextExceptPings() == .pong([3]))
        relay.stop()
        #expect(try client.nextExceptPings() == .close(1001, "the relay is closing"))
    }

    @Test func drainingWithoutPeersFinishesAtOnce() throws {
        try withRelay { relay, _ in
            // A connection without a WebSocket is not a peer.
            let idle = try WebSocketClient(relay)
            let over = DispatchSemaphore(value: 0)
            #expect(relay.drain(for: .seconds(3600)) { over.signal() } == 0)
            #expect(isSignaled(over))
            withExtendedLifetime(idle) {}
        }
    }

    @Test func heldMessagesAreReleasedWhenDrainingBeginsAndWhenTheRelayStops() throws {
        let (relay, watch) = try start()
        let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
        _ = watch.first { $0.number == 2 }
        relay.perform(.addRule(try CompiledRule(try Filter("offer"), .hold(seconds: 3600))))
        _ = watch.first { $0.number == 3 }
        try a.send(text: "offer 1")
        _ = watch.first { $0.number == 4 }
        relay.drain(for: .seconds(3600)) {}
        #expect(try b.nextExceptPings() == .text("offer 1"))
        try a.send(text: "offer 2")
        _ = watch.first { $0.delivery?.message == .text("offer 2") }
        #expect(relay.stop().map(\.message) == [.text("offer 1"), .text("offer 2")])
        #expect(try b.nextExceptPings() == .text("offer 2"))
        #expect(try b.nextExceptPings() == .close(1001, "the relay is closing"))
    }
}
