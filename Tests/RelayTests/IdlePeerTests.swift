import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Idle peers are pinged and time out (RFC 6455 §5.5.2), with real sockets and a manual clock.
///
/// The relay checks its peers every 10 ms of real time; the tests do not depend on how long that takes.
@Suite struct IdlePeerTests {
    private func withClock(
        idleTimeout: Duration, _ body: (RelayServer, EntryRecorder, ManualClock) throws -> Void
    ) throws {
        let clock = ManualClock()
        try withRelay(
            {
                $0.limits.pingInterval = .milliseconds(40)
                $0.limits.idleTimeout = idleTimeout
            }, now: clock.now
        ) { try body($0, $1, clock) }
    }

    /// Waits until the relay has read everything that `client` has sent so far.
    private func synchronize(_ client: WebSocketClient, _ number: UInt8) throws {
        try client.send(9, [number])
        #expect(try client.next() == .pong([number]))
    }

    @Test func anIdlePeerIsPingedAndThenClosed() throws {
        try withClock(idleTimeout: .milliseconds(400)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            for _ in 0..<10 {
                #expect(try client.next()?.opcode == 9)
                clock.advance(milliseconds: 40)
            }
            #expect(try client.next()?.closeCode == 1001)
            guard case .silent = watch.disconnectReason(of: 1) else {
                Issue.record("the peer was not disconnected"); return
            }
        }
    }

    @Test func aPeerIsNotPingedWithinAFrameButTimesOut() throws {
        try withClock(idleTimeout: .milliseconds(400)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            #expect(try client.next()?.opcode == 9)
            // The pong shows that the relay has read the ping and the half frame after it.
            try client.write(ClientFrame(9, [7]).bytes + ClientFrame(1, "half").bytes.dropLast(2))
            #expect(try client.next() == .pong([7]))
            clock.advance(milliseconds: 399)
            // The first reading may belong to a check that began before; with the third, a whole check has passed.
            #expect(clock.isRead(times: 3))
            #expect(watch.entries.count == 1)
            clock.advance(milliseconds: 1)
            #expect(try client.next() == .close(1001, "nothing received for 0 s"))
            guard case .silent = watch.disconnectReason(of: 1) else {
                Issue.record("the peer was not disconnected"); return
            }
        }
    }

    @Test func aPeerThatSendsALongMessageSlowlyStays() throws {
        try withClock(idleTimeout: .milliseconds(100)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            try client.send(1, [0x78], isFinal: false)
            // A fragment for each ping and no pongs, for eight times the idle timeout.
            for number in 0..<20 as Range<UInt8> {
                #expect(try client.next()?.opcode == 9)
                try client.send(0, [0x78], isFinal: false)
                try synchronize(client, number)
                clock.advance(milliseconds: 40)
            }
            #expect(clock.isRead(times: 3))
            #expect(watch.entries.count == 1)
        }
    }

    @Test func aPeerThatAnswersStays() throws {
        try withClock(idleTimeout: .milliseconds(100)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            for number in 0..<20 as Range<UInt8> {
                let ping = try client.next()
                #expect(ping?.opcode == 9)
                try client.send(10, ping.map { Array($0.payload.readableBytesView) } ?? [])
                try synchronize(client, number)
                clock.advance(milliseconds: 40)
            }
            #expect(clock.isRead(times: 3))
            #expect(watch.entries.count == 1)
        }
    }
}
