import NIOConcurrencyHelpers
import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import Routing

@Suite struct GaugesTests {
    private func withReports(
        _ configure: (inout RelayConfiguration) -> Void = { _ in },
        now: @escaping @Sendable () -> Instant = runningClock(),
        _ body: (RelayServer, Reports) throws -> Void
    ) throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.gaugeInterval = .milliseconds(10)
        configure(&configuration)
        let reports = Reports()
        let relay = try RelayServer(configuration, now: now, watch: reports.post)
        defer { relay.stop() }
        try body(relay, reports)
    }

    /// Returns a clock that advances by a microsecond with each reading.
    private func countingClock() -> @Sendable () -> Instant {
        let count = NIOLockedValueBox<Int64>(0)
        return {
            count.withLockedValue { count in
                count += 1
                return Instant(nanoseconds: count * 1000)
            }
        }
    }

    @Test func theDelayIsMeasuredFromTheReadToTheDelivery() throws {
        try withReports(now: countingClock()) { relay, reports in
            let clients = try (0..<3).map { _ in try WebSocketClient.opened(relay) }
            _ = reports.gauges { $0.peers.count == 3 }
            try clients[0].send(text: "hello")
            let gauges = try #require(reports.gauges { $0.delay != nil })
            // The clock is read exactly twice: when the bytes are read and when the entry is recorded.
            #expect(gauges.delay == Delay(count: 1, median: 1000, percentile99: 1000, largest: 1000))
            #expect(gauges.deliveries == 2)
            #expect(gauges.connections == 3)
            let after = try #require(reports.gauges { $0.delay == nil })
            #expect(after.deliveries == 0)
        }
    }

    @Test func allMessagesOfOneReadAreMeasuredFromThatRead() throws {
        try withReports(now: countingClock()) { relay, reports in
            let (sender, recipient) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = reports.gauges { $0.peers.count == 2 }
            // Two messages of one byte, each masked with zeros, in one segment.
            try sender.write([0x81, 0x81, 0, 0, 0, 0, 0x61, 0x81, 0x81, 0, 0, 0, 0, 0x62])
            let gauges = try #require(reports.gauges { $0.delay != nil })
            #expect(gauges.delay?.count == 2)
            #expect(gauges.delay?.largest == 2000)
            withExtendedLifetime(recipient) {}
        }
    }

    @Test func messagesWithoutRecipientsAndReplaysHaveNoDelay() throws {
        try withReports { relay, reports in
            let client = try WebSocketClient.opened(relay)
            _ = reports.gauges { $0.peers.count == 1 }
            try client.send(text: "alone")
            _ = reports.next { if case .entry(let entry) = $0 { entry.delivery != nil } else { false } }
            let replay = Message(.text, [0x78])
            relay.perform(
                .send([Sending(replay, .replay(entry: 2), author: PeerID(1), room: "lobby", to: .peers([PeerID(1)]))]))
            #expect(try client.next() == .text("x"))
            let gauges = try #require(reports.gauges { $0.delay != nil || $0.deliveries > 0 })
            #expect(gauges.delay == nil)
            #expect(gauges.deliveries == 1)
        }
    }

    @Test func theSendQueueIsReportedUntilItIsRead() throws {
        try withReports {
            $0.limits.maxQueueSize = 64_000_000
        } _: { relay, reports in
            let sender = try WebSocketClient.opened(relay)
            let slow = try WebSocketClient.opened(relay, receiveBuffer: 65_536)
            _ = reports.gauges { $0.peers.count == 2 }
            // More than the socket buffers hold.
            let frame = [0x82, 0xFF, 0, 0, 0, 0, 0, 3, 0xD0, 0x90, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 250_000)
            for _ in 0..<40 { try sender.write(frame) }
            let full = try #require(reports.gauges { $0.peers[PeerID(2)]?.queued ?? 0 > 1_000_000 })
            #expect(full.peers[PeerID(1)]?.queued == 0)
            for _ in 0..<40 { #expect(try slow.next()?.bytes.count == 250_000) }
            #expect(reports.gauges { $0.peers[PeerID(2)]?.queued == 0 } != nil)
        }
    }

    /// RFC 6455 §7.1.1: a peer that sends a close frame and does not read the send queue is closed after the timeout.
    @Test func aCloseThatCannotBeAnsweredTimesOut() throws {
        try withReports {
            $0.limits.maxQueueSize = 64_000_000
            $0.limits.closeTimeout = .milliseconds(100)
        } _: { relay, reports in
            let sender = try WebSocketClient.opened(relay)
            let slow = try WebSocketClient.opened(relay, receiveBuffer: 65_536)
            _ = reports.gauges { $0.peers.count == 2 }
            let frame = [0x82, 0xFF, 0, 0, 0, 0, 0, 3, 0xD0, 0x90, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 250_000)
            for _ in 0..<40 { try sender.write(frame) }
            _ = reports.gauges { $0.peers[PeerID(2)]?.queued ?? 0 > 1_000_000 }
            try slow.send(8, [0x03, 0xE8])
            var seen: [Int] = []
            _ = reports.gauges {
                seen.append($0.connections)
                return $0.connections < 2
            }
            #expect(seen.last == 1, "\(seen)")
            withExtendedLifetime((sender, slow)) {}
        }
    }

    /// RFC 6455 §5.5.3: a pong has the payload of its ping.
    @Test func theRoundTripIsKnownAfterThePong() throws {
        try withReports {
            $0.limits.pingInterval = .milliseconds(40)
        } _: { relay, reports in
            let client = try WebSocketClient.opened(relay)
            let before = try #require(reports.gauges { !$0.peers.isEmpty })
            #expect(before.peers == [PeerID(1): PeerGauges(queued: 0, roundTrip: nil)])
            var roundTrip: Int64?
            // On a slow machine the next ping may be sent before the pong arrives.
            for _ in 0..<500 where roundTrip == nil {
                let ping = try #require(try client.next())
                #expect(ping.opcode == 9)
                try client.send(10, ping.bytes)
                while let report = reports.next(within: .zero) {
                    if case .gauges(let gauges) = report { roundTrip = gauges.peers[PeerID(1)]?.roundTrip }
                }
            }
            #expect(try #require(roundTrip) > 0)
        }
    }

    /// RFC 6455 §5.5.3: a client may send unsolicited pongs.
    @Test func anUnsolicitedPongGivesNoRoundTrip() throws {
        try withReports {
            $0.limits.pingInterval = .milliseconds(40)
        } _: { relay, reports in
            let (client, other) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = reports.gauges { $0.peers.count == 2 }
            #expect(try client.next()?.opcode == 9)
            try client.send(10, [])
            try client.send(10, [9, 9, 9, 9])
            try client.send(text: "after them")
            let gauges = try #require(reports.gauges { $0.delay != nil })
            #expect(gauges.peers.values.allSatisfy { $0.roundTrip == nil })
            withExtendedLifetime(other) {}
        }
    }

    @Test func aDisconnectedPeerIsRemovedFromTheGauges() throws {
        try withReports { relay, reports in
            do {
                let client = try WebSocketClient.opened(relay)
                _ = reports.gauges { $0.peers.count == 1 && $0.connections == 1 }
                withExtendedLifetime(client) {}
            }
            #expect(reports.gauges { $0.peers.isEmpty && $0.connections == 0 } != nil)
        }
    }

    @Test func aProxyReportsItsRequestsAndWhetherTheServerAnswers() throws {
        let server = try UpstreamServer()
        let upstream = try Upstream("http://127.0.0.1:\(server.port)")
        try withReports {
            $0.upstream = upstream
        } _: { proxy, reports in
            for answer in ["HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", nil] {
                let client = try Wire(proxy)
                try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                do {
                    let connection = try server.accept()
                    _ = try connection.head()
                    if let answer { try connection.write(answer) } else { connection.cut() }
                }
                _ = try client.head()
                let gauges = reports.gauges { $0.isUpstreamReachable == (answer != nil) }
                #expect(gauges?.requests == (answer == nil ? 2 : 1))
            }
        }
    }

    @Test func theMemoryIsTheConfiguredReading() throws {
        try withReports {
            $0.memory = { 5 * 1024 * 1024 + 1 }
        } _: { relay, reports in
            let client = try WebSocketClient.opened(relay)
            #expect(reports.gauges { _ in true }?.memory == 5 * 1024 * 1024)
            withExtendedLifetime(client) {}
        }
    }

    @Test func anIdleRelayDoesNotReadItsGauges() throws {
        let readings = NIOLockedValueBox(0)
        try withReports {
            $0.limits.pingInterval = .milliseconds(40)
            // The memory is read with the gauges.
            $0.memory = {
                readings.withLockedValue {
                    $0 += 1; return 0
                }
            }
        } _: { relay, reports in
            let client = try WebSocketClient.opened(relay)
            _ = reports.gauges { $0.peers.count == 1 }
            let before = readings.withLockedValue(\.self)
            // Unanswered pings, for many times the interval of the gauges.
            for _ in 0..<5 { #expect(try client.next()?.opcode == 9) }
            relay.requestSnapshot()
            guard case .snapshot = reports.next() else {
                Issue.record("unexpected report")
                return
            }
            #expect(readings.withLockedValue(\.self) == before)
        }
    }
}
