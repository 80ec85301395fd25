import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Silent peers are pinged and then given up (RFC 6455 §5.5.2), on real sockets and by a clock that the test sets.
///
/// The relay looks at its peers every 10 ms of real time. How long that takes on a busy machine changes nothing.
@Suite struct SilentPeerTests {
    private func withClock(
        silence: Duration, _ body: (RelayServer, Watch, ManualClock) throws -> Void
    ) throws {
        let clock = ManualClock()
        try withRelay(
            {
                $0.limits.pingInterval = .milliseconds(40)
                $0.limits.idleTimeout = silence
            }, now: clock.now
        ) { try body($0, $1, clock) }
    }

    /// Waits until the relay has read all that `client` has sent so far.
    private func synchronize(_ client: WebSocketClient, _ number: UInt8) throws {
        try client.send(9, [number])
        #expect(try client.next() == .pong([number]))
    }

    @Test func aSilentPeerIsPingedAndThenGivenUp() throws {
        try withClock(silence: .milliseconds(400)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            for _ in 0..<10 {
                #expect(try client.next()?.opcode == 9)
                clock.advance(milliseconds: 40)
            }
            #expect(try client.next()?.closeCode == 1001)
            guard case .silent = watch.departure(of: 1) else { Issue.record("it stayed"); return }
        }
    }

    @Test func aPeerIsNotPingedWithinAFrameAndGivenUpAllTheSame() throws {
        try withClock(silence: .milliseconds(400)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            #expect(try client.next()?.opcode == 9)
            // The pong tells that half of the frame behind the ping has been read.
            try client.write(ClientFrame(9, [7]).bytes + ClientFrame(1, "half").bytes.dropLast(2))
            #expect(try client.next() == .pong([7]))
            clock.advance(milliseconds: 399)
            // The first reading may be one that began before; the third begins when the look of the second is over.
            #expect(clock.isRead(times: 3))
            #expect(watch.entries.count == 1)
            clock.advance(milliseconds: 1)
            #expect(try client.next() == .close(1001, "nothing heard for 0 s"))
            guard case .silent = watch.departure(of: 1) else { Issue.record("it stayed"); return }
        }
    }

    @Test func aPeerThatSendsALongMessageSlowlyStays() throws {
        try withClock(silence: .milliseconds(100)) { relay, watch, clock in
            let client = try WebSocketClient.opened(relay)
            try client.send(1, [0x78], isFinal: false)
            // A fragment for each ping and never a pong, for eight times the silence that would be its end.
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
        try withClock(silence: .milliseconds(100)) { relay, watch, clock in
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
