import NIOCore
import NIOPosix
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import signal_load

/// The scenarios, run against a relay.
@Suite struct LoadGeneratorTests {
    private static let brief = Timing(seconds: 0.2, warmUp: 0.05)

    @Test func pairsAreMeasured() throws {
        try Self.withGenerator { generator in
            let figures = try Pairs(pairs: 3, inFlight: 2).run(on: generator, server: .own, timing: Self.brief)
            #expect(
                figures.map(\.name) == [
                    "deliveries", "latency p50", "latency p99", "latency p99.9", "processor per delivery",
                    "  its event loop alone", "this program's processor",
                ])
            #expect(figures.prefix(2).allSatisfy { $0.value > 0 })
        }
    }

    @Test func pairsKeepTheirRate() throws {
        try Self.withGenerator { generator in
            let timing = Timing(seconds: 1, warmUp: 0)
            let figures = try Pairs(pairs: 3, inFlight: 2, rate: 50).run(on: generator, server: nil, timing: timing)
            #expect(figures.first?.name == "deliveries")
            // Each of the six messages in flight may be sent once more at the edge of the interval.
            #expect(figures.first.map { $0.value > 0 && $0.value <= 56 } == true, "\(figures)")
        }
    }

    @Test func processFiguresRequireAProcess() throws {
        try Self.withGenerator { generator in
            let figures = try FanOut(receivers: 5).run(on: generator, server: nil, timing: Self.brief)
            #expect(!figures.contains { $0.name.contains("per delivery") })
            #expect(figures.first.map { $0.value > 0 } == true)
            let idle = try Idle(connections: 10, quiet: 0).run(on: generator, server: nil)
            #expect(idle.map(\.name) == ["connections opened"])
        }
    }

    @Test func churnIsMeasured() throws {
        try Self.withGenerator { generator in
            let figures = try Churn(concurrency: 2).run(on: generator, server: nil, timing: Self.brief)
            #expect(figures.first?.name == "connections")
            #expect(figures.first.map { $0.value > 0 } == true)
        }
    }

    @Test func soakLosesNoMessages() throws {
        try Self.withGenerator { generator in
            let pair = try LoadGenerator(generator.relay, loop: MultiThreadedEventLoopGroup.singleton.next())
            let outcome = try Soak(connections: 20, seconds: 1, limit: 60_000).run(
                on: generator, pair: pair, server: nil)
            #expect(outcome.failure == nil)
            let counts = Dictionary(uniqueKeysWithValues: outcome.figures.map { ($0.name, $0.value) })
            #expect(counts["  of them lost"] == 0)
            // The counts depend on the machine, and on sanitizers.
            for name in ["messages of the pair", "malformed connections", "connections opened and closed"] {
                #expect(try #require(counts[name]) > 0, "\(name)")
            }
        }
    }

    /// 101 clients exceed the relay's limit of peers in a room.
    @Test func closedConnectionFailsTheMeasurement() throws {
        try Self.withGenerator { generator in
            #expect(throws: LoadError.connectionsLost(count: 1, reason: "4504 'the room is full (100 peers)'")) {
                try FanOut(receivers: 100).run(on: generator, server: nil, timing: Self.brief)
            }
        }
    }

    /// Eight clients exceed the limit of peers that is set here.
    @Test func refusedPairsFailTheMeasurement() throws {
        try Self.withGenerator {
            $0.limits.maxPeers = 3
        } _: { generator in
            #expect(throws: LoadError.self) {
                try Pairs(pairs: 4).run(on: generator, server: nil, timing: Self.brief)
            }
        }
    }

    @Test func missingRelayIsAnError() throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        // The port is not in use after its socket has been closed.
        let socket = try ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).wait()
        let port = try #require(socket.localAddress?.port)
        try socket.close().wait()
        let url = try #require(WebSocketURL("ws://127.0.0.1:\(port)"))
        #expect(throws: LoadError.noRelay(url, reason: "connection refused")) {
            try LoadGenerator(url, loop: group.next())
        }
    }

    private static func withGenerator(
        _ change: (inout RelayConfiguration) -> Void = { _ in }, _ body: (LoadGenerator) throws -> Void
    ) throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        change(&configuration)
        let start = ContinuousClock.now
        let relay = try RelayServer(
            configuration, now: { Instant(nanoseconds: Int64((ContinuousClock.now - start) / .nanoseconds(1))) },
            watch: { _ in })
        defer { relay.stop() }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        try body(LoadGenerator(#require(WebSocketURL("ws://127.0.0.1:\(relay.port)")), loop: group.next()))
    }
}
