import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Each limit and each refusal: the answer on the wire, the entry, and that other peers are not affected.
@Suite struct RefusalTests {
    @Test(arguments: AbuseCase.peers + AbuseCase.requests)
    func abuseIsAnsweredAndRecordedAndOtherPeersAreNotAffected(abuseCase: AbuseCase) throws {
        try withRelay(abuseCase.configure) { relay, watch in
            let pair = try ControlPair(relay, token: "open%2Bsesame")
            #expect(try abuseCase.run(relay) == abuseCase.answer)
            let entry = watch.first { Self.text($0)?.contains(abuseCase.entry) == true }
            #expect(entry != nil, "\(watch.entries.compactMap(Self.text))")
            #expect(pair.stop() == nil)
        }
    }

    /// Returns the text of a refusal or a disconnect.
    private static func text(_ entry: Entry) -> String? {
        switch entry.content {
        case .refused(_, let refusal): refusal.text
        case .left(_, let reason): reason.text
        default: nil
        }
    }

    // MARK: Admission

    @Test(arguments: [
        "", "Origin: http://relay.example\r\n", "Origin: https://RELAY.example:8443\r\n",
        "Origin: http://localhost:3000\r\n", "Origin: http://[::1]\r\n", "Origin: https://a.friend.example\r\n",
    ])
    func allowedOriginsAreAccepted(headers: String) throws {
        try withRelay {
            $0.allowedOrigins = ["https://*.friend.example"]
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.request(AbuseCase.handshake("/", headers)).hasPrefix("HTTP/1.1 101 "))
            _ = watch.first { $0.number == 1 }
            try client.send(9, [7])
            #expect(try client.next() == .pong([7]))
        }
    }

    @Test(arguments: [
        ("/?token=open%2Bsesame", ""), ("/?token=open+sesame", ""),
        ("/x?room=a&token=open%2Bsesame", AbuseCase.browser),
        ("/", "Authorization: Bearer open+sesame\r\n"), ("/", "authorization: bEARER   open+sesame\r\n"),
    ])
    func aRightTokenIsAcceptedFromTheQueryOrTheHeader(path: String, headers: String) throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.request(AbuseCase.handshake(path, headers)).hasPrefix("HTTP/1.1 101 "))
            _ = watch.first { $0.number == 1 }
            // The token is not part of any entry.
            #expect(!watch.entries.contains { "\($0)".contains("sesame") })
        }
    }

    @Test func aWrongTokenIsNotPartOfAnyEntry() throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, watch in
            _ = try AbuseCase.request(relay, "/?token=almost&name=a")
            _ = watch.first { $0.number == 1 }
            #expect(!watch.entries.contains { "\($0)".contains("almost") })
        }
    }

    @Test func pagesNeedNoToken() throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, _ in
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n"
            let client = try WebSocketClient(relay)
            #expect(try AbuseCase.answer(to: request, client) == "200 | ok\n")
        }
    }

    // MARK: Delayed responses

    @Test func onlyTheResponseToAWrongTokenIsDelayed() throws {
        try withRelay {
            $0.token = AbuseCase.token
            $0.limits.exemptsLoopback = false
            // The delay does not count towards this timeout.
            $0.limits.handshakeTimeout = .milliseconds(200)
        } _: { relay, watch in
            let clock = ContinuousClock()
            let wrong = try WebSocketClient(relay)
            let elapsed = try clock.measure {
                try wrong.write(AbuseCase.handshake("/?token=x"))
                _ = watch.first { $0.number == 1 }
                let right = try WebSocketClient(relay)
                let head = try right.request(AbuseCase.handshake("/?token=open%2Bsesame"))
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(try wrong.request("").hasPrefix("HTTP/1.1 401 "))
            }
            #expect(elapsed >= .milliseconds(240))
        }
    }

    @Test func aClientThatDisconnectsDuringTheDelayLeavesNoConnection() throws {
        let reports = Reports()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.token = AbuseCase.token
        configuration.limits.exemptsLoopback = false
        configuration.gaugeInterval = .milliseconds(20)
        let relay = try RelayServer(configuration, now: runningClock(), watch: reports.post)
        defer { relay.stop() }
        try AbuseCase.sendWrongTokens(3, to: relay)
        #expect(reports.gauges { $0.connections == 0 } != nil)
    }

    @Test func closingDoesNotWaitForDelayedResponses() throws {
        var configuration = RelayConfiguration()
        configuration.token = AbuseCase.token
        configuration.allowedHosts = ["*"]
        let loop = EmbeddedEventLoop()
        let core = RelayCore(configuration, loop: loop, now: { .start }, watch: { _ in })
        let connections = Connections(loop: loop, core: core)
        let admission = Admission(configuration, core: core)
        let pipeline = ConnectionPipeline(
            core: core, connections: connections, admission: admission, certificates: nil, files: [])
        let channels = try (0..<4).map { _ in
            let channel = EmbeddedChannel(loop: loop)
            channel.remoteAddress = try SocketAddress(ipAddress: "192.0.2.1", port: 50_000)
            connections.add(channel)
            try pipeline.configure(channel)
            channel.connect(to: try SocketAddress(ipAddress: "192.0.2.2", port: 80), promise: nil)
            try channel.writeInbound(ByteBuffer(string: AbuseCase.handshake("/?token=x")))
            return channel
        }
        loop.run()
        #expect(channels.allSatisfy { $0.isActive })
        let isOver = NIOLockedValueBox(false)
        connections.closeAndWait().whenComplete { _ in isOver.withLockedValue { $0 = true } }
        // No time passes, so no response is due.
        loop.run()
        #expect(isOver.withLockedValue { $0 })
        for channel in channels {
            #expect(!channel.isActive)
            #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        }
    }

    // MARK: Floods

    @Test func aFloodOfRefusalsIsSummarized() throws {
        try withRelay { relay, watch in
            for _ in 0..<40 { _ = try AbuseCase.request(relay, "/", headers: "Origin: https://evil.example\r\n") }
            let entry = watch.first { if case .refused(_, .repeated) = $0.content { true } else { false } }
            guard case .refused(let request, .repeated(let count, .origin("https://evil.example"))) = entry?.content
            else {
                Issue.record("no summary")
                return
            }
            #expect(request.address.hasPrefix("127.0.0.1:"))
            // The first is reported at once, the others by one summary a second.
            #expect(count >= 1 && watch.entries.count < 40)
        }
    }

    @Test func anIdleConnectionIsClosedWithoutAnEntry() throws {
        try withRelay {
            $0.limits.handshakeTimeout = .milliseconds(50)
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.isEnded())
            #expect(watch.entries.isEmpty)
        }
    }

    @Test func anIdleRefusedConnectionIsClosedToo() throws {
        try withRelay {
            $0.limits.exemptsLoopback = false
            $0.limits.maxAddressConnections = 0
            $0.limits.closeTimeout = .milliseconds(50)
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.isEnded())
            #expect(watch.first { $0.number == 1 } != nil)
        }
    }
}
