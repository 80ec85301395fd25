import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Each limit and each refusal: the answer on the wire, the entry, and that the others are not affected.
@Suite struct RefusalTests {
    @Test(arguments: AbuseCase.peers + AbuseCase.requests)
    func itIsAnsweredWrittenDownAndNobodyElseIsAffected(abuseCase: AbuseCase) throws {
        try withRelay(abuseCase.configure) { relay, watch in
            let pair = try ControlPair(relay, token: "open%2Bsesame")
            #expect(try abuseCase.run(relay) == abuseCase.answer)
            let entry = watch.first { Self.words($0)?.contains(abuseCase.entry) == true }
            #expect(entry != nil, "\(watch.entries.compactMap(Self.words))")
            #expect(pair.end() == nil)
        }
    }

    /// What is said of who was refused or closed.
    private static func words(_ entry: Entry) -> String? {
        switch entry.content {
        case .refused(_, let refusal): refusal.words
        case .left(_, let departure): departure.words
        default: nil
        }
    }

    // MARK: Who is let in

    @Test(arguments: [
        "", "Origin: http://relay.example\r\n", "Origin: https://RELAY.example:8443\r\n",
        "Origin: http://localhost:3000\r\n", "Origin: http://[::1]\r\n", "Origin: https://a.friend.example\r\n",
    ])
    func whoMayIsLetIn(headers: String) throws {
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
    func aRightTokenIsTakenFromTheQueryOrTheHeader(path: String, headers: String) throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.request(AbuseCase.handshake(path, headers)).hasPrefix("HTTP/1.1 101 "))
            _ = watch.first { $0.number == 1 }
            // What was shown is in no entry.
            #expect(!watch.entries.contains { "\($0)".contains("sesame") })
        }
    }

    @Test func aWrongTokenIsInNoEntryEither() throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, watch in
            _ = try AbuseCase.ask(relay, "/?token=almost&name=a")
            _ = watch.first { $0.number == 1 }
            #expect(!watch.entries.contains { "\($0)".contains("almost") })
        }
    }

    @Test func thePageIsForEverybody() throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { relay, _ in
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n"
            let client = try WebSocketClient(relay)
            #expect(try AbuseCase.answer(to: request, client) == "200 | ok\n")
        }
    }

    // MARK: Waiting for an answer

    @Test func aWrongTokenWaitsForItsAnswerAndARightOneDoesNot() throws {
        try withRelay {
            $0.token = AbuseCase.token
            $0.limits.exemptsLoopback = false
            // Waiting is not the request's fault.
            $0.limits.handshakeTimeout = .milliseconds(200)
        } _: { relay, watch in
            let clock = ContinuousClock()
            let wrong = try WebSocketClient(relay)
            let took = try clock.measure {
                try wrong.write(AbuseCase.handshake("/?token=x"))
                _ = watch.first { $0.number == 1 }
                let right = try WebSocketClient(relay)
                let head = try right.request(AbuseCase.handshake("/?token=open%2Bsesame"))
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(try wrong.request("").hasPrefix("HTTP/1.1 401 "))
            }
            #expect(took >= .milliseconds(240))
        }
    }

    @Test func whoHangsUpMeanwhileLeavesNothingBehind() throws {
        let reports = Reports()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.token = AbuseCase.token
        configuration.limits.exemptsLoopback = false
        configuration.gaugeTime = .milliseconds(20)
        let relay = try RelayServer(configuration, now: runningClock(), watch: reports.post)
        defer { relay.stop() }
        try AbuseCase.guess(3, relay)
        #expect(reports.gauges { $0.connections == 0 } != nil)
    }

    @Test func theEndDoesNotWaitForThoseWhoWait() throws {
        var configuration = RelayConfiguration()
        configuration.token = AbuseCase.token
        configuration.allowedHosts = ["*"]
        let loop = EmbeddedEventLoop()
        let exchange = RelayCore(configuration, loop: loop, now: { .start }, watch: { _ in })
        let connections = Connections(loop: loop, exchange: exchange)
        let admission = Admission(configuration, exchange: exchange)
        let channels = try (0..<4).map { _ in
            let channel = EmbeddedChannel(loop: loop)
            channel.remoteAddress = try SocketAddress(ipAddress: "192.0.2.1", port: 50_000)
            connections.add(channel)
            try RelayServer.configure(channel, exchange, connections, admission, nil, configuration)
            channel.connect(to: try SocketAddress(ipAddress: "192.0.2.2", port: 80), promise: nil)
            try channel.writeInbound(ByteBuffer(string: AbuseCase.handshake("/?token=x")))
            return channel
        }
        loop.run()
        #expect(channels.allSatisfy { $0.isActive })
        let isOver = NIOLockedValueBox(false)
        connections.closeAndWait().whenComplete { _ in isOver.withLockedValue { $0 = true } }
        // No time passes, and so no answer is due.
        loop.run()
        #expect(isOver.withLockedValue { $0 })
        for channel in channels {
            #expect(!channel.isActive)
            #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        }
    }

    // MARK: Many of them

    @Test func aFloodOfRefusalsIsTwoEntries() throws {
        try withRelay { relay, watch in
            for _ in 0..<40 { _ = try AbuseCase.ask(relay, "/", "Origin: https://evil.example\r\n") }
            let entry = watch.first { if case .refused(_, .repeated) = $0.content { true } else { false } }
            guard case .refused(let arrival, .repeated(let count, .origin("https://evil.example"))) = entry?.content
            else {
                Issue.record("they were not counted")
                return
            }
            #expect(arrival.address.hasPrefix("127.0.0.1:"))
            // One at once, and one a second for the rest.
            #expect(count >= 1 && watch.entries.count < 40)
        }
    }

    @Test func whoSaysNothingIsLetGoWithoutAWord() throws {
        try withRelay {
            $0.limits.handshakeTimeout = .milliseconds(50)
        } _: { relay, watch in
            let client = try WebSocketClient(relay)
            #expect(try client.isEnded())
            #expect(watch.entries.isEmpty)
        }
    }

    @Test func aRefusedConnectionThatSaysNothingIsEndedToo() throws {
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
