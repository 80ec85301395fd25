import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import Routing
@testable import Text

/// The host and the client of a request: host names, reverse proxies, and IPv4-mapped addresses.
@Suite struct ProxyTests {
    private func status(_ relay: RelayServer, path: String, headers: String, isUpgrade: Bool) throws -> String {
        let upgrade =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: \(OpeningHandshake.key)\r\n"
        let head = try WebSocketClient(relay).request(
            "GET \(path) HTTP/1.1\r\n\(headers)\(isUpgrade ? upgrade : "")\r\n")
        return head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }

    // MARK: Hosts

    @Test(arguments: ["/", "/healthz", "/no-such-page"], [false, true])
    func aHostThatWasReboundToThisMachineIsRefused(path: String, isUpgrade: Bool) throws {
        try withRelay {
            $0.allowedHosts = []
        } _: { (relay, watch) throws in
            let (host, origin) = ("Host: evil.example:8080\r\n", "Origin: http://evil.example:8080\r\n")
            #expect(try status(relay, path: path, headers: host + origin, isUpgrade: isUpgrade) == "403")
            #expect(try status(relay, path: path, headers: "Host: localhost\r\n" + host, isUpgrade: isUpgrade) == "403")
            let entry = watch.first { if case .refused(_, .host) = $0.content { true } else { false } }
            guard case .refused(_, let refusal) = entry?.content else {
                Issue.record("no entry")
                return
            }
            let description = "host evil.example:8080 is not allowed; --allow-host evil.example admits it"
            #expect(refusal.text == description && refusal.closeReason.utf8.count <= KickReason.reasonLimit)
        }
    }

    @Test(arguments: ["localhost:8080", "127.0.0.1", "[::1]:8080", "a.localhost", "relay.example", "RELAY.example:1"])
    func localNamesAddressesAndAllowedHostsAreAccepted(host: String) throws {
        try withRelay {
            $0.allowedHosts = ["relay.example"]
        } _: { (relay, _) throws in
            #expect(try status(relay, path: "/healthz", headers: "Host: \(host)\r\n", isUpgrade: false) == "200")
            #expect(try status(relay, path: "/", headers: "Host: \(host)\r\n", isUpgrade: true) == "101")
            #expect(try status(relay, path: "/", headers: "", isUpgrade: false) != "403")
        }
    }

    @Test func anyHostIsAcceptedIfATokenIsRequiredOrTheRelayIsReachableFromElsewhere() throws {
        try withRelay {
            $0.allowedHosts = []
            $0.token = AbuseCase.token
        } _: { (relay, _) throws in
            #expect(try status(relay, path: "/healthz", headers: "Host: relay.example\r\n", isUpgrade: false) == "200")
            var open = RelayConfiguration()
            open.token = nil
            relay.reload(open)
            #expect(try status(relay, path: "/healthz", headers: "Host: relay.example\r\n", isUpgrade: false) == "403")
        }
        try withRelay {
            $0.allowedHosts = []
            $0.host = "0.0.0.0"
        } _: { (relay, _) throws in
            #expect(try status(relay, path: "/healthz", headers: "Host: relay.example\r\n", isUpgrade: false) == "200")
        }
    }

    // MARK: Proxies

    private func withProxy(
        _ configure: (inout RelayConfiguration) -> Void = { _ in }, _ body: (RelayServer, EntryRecorder) throws -> Void
    ) throws {
        try withRelay(
            {
                $0.trustedProxies = [IPNetwork("127.0.0.1")].compactMap(\.self)
                configure(&$0)
            }, body)
    }

    private func address(_ watch: EntryRecorder) -> String? {
        let entry = watch.first { if case .joined = $0.content { true } else { false } }
        guard case .joined(let peer) = entry?.content else { return nil }
        return peer.address
    }

    @Test(arguments: [
        ("X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n", "192.0.2.7"),
        ("X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 192.0.2.7:81\r\n", "192.0.2.7:81"),
        ("Forwarded: for=198.51.100.1, for=\"[2001:db8::7]:81\";proto=https\r\n", "[2001:db8::7]:81"),
    ])
    func aTrustedProxyNamesTheClient(headers: String, address: String) throws {
        try withProxy { (relay, watch) throws in
            let client = try WebSocketClient.opened(relay, headers: headers)
            #expect(self.address(watch) == address)
            withExtendedLifetime(client) {}
        }
        try withRelay { (relay, watch) throws in
            let client = try WebSocketClient.opened(relay, headers: headers)
            #expect(self.address(watch)?.hasPrefix("127.0.0.1:") == true, "an untrusted client can send the header too")
            withExtendedLifetime(client) {}
        }
    }

    @Test func theLimitsOfAnAddressApplyToTheClientOfTheProxy() throws {
        try withProxy {
            $0.limits.maxAddressConnections = 1
            $0.limits.exemptsLoopback = false
        } _: { (relay, watch) throws in
            let first = try WebSocketClient.opened(relay, headers: "X-Forwarded-For: 192.0.2.7\r\n")
            let other = try WebSocketClient.opened(relay, headers: "X-Forwarded-For: 192.0.2.8\r\n")
            let refused = try AbuseCase.request(relay, "/", headers: "X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n")
            #expect(refused.hasPrefix("429 | Retry-After: 10 | address 192.0.2.7 has 1 connections"))
            let entry = watch.first { if case .refused(_, .networkFull) = $0.content { true } else { false } }
            guard case .refused(let request, _) = entry?.content else {
                Issue.record("no entry")
                return
            }
            #expect(request.address == "192.0.2.7")
            withExtendedLifetime((first, other)) {}
        }
    }

    @Test func aBanAppliesToTheClientOfTheProxy() throws {
        try withProxy { (relay, watch) throws in
            relay.perform(.ban(try #require(Ban.Subject(address: "192.0.2.7")), seconds: nil))
            let banned = try WebSocketClient.opened(relay, headers: "X-Forwarded-For: ::ffff:192.0.2.7\r\n")
            #expect(try AbuseCase.close(banned) == "4503 banned by the operator")
            let other = try WebSocketClient.opened(relay, headers: "X-Forwarded-For: 192.0.2.8\r\n")
            #expect(address(watch) == "192.0.2.8")
            withExtendedLifetime(other) {}
        }
    }

    @Test func wrongTokensCountForTheClientOfTheProxy() throws {
        try withProxy {
            $0.token = AbuseCase.token
        } _: { (relay, watch) throws in
            let clients = try (0..<AuthBackoff.attemptLimit).map { _ in try WebSocketClient(relay) }
            for client in clients {
                try client.write(AbuseCase.handshake("/?token=x", "X-Forwarded-For: 192.0.2.7\r\n"))
            }
            _ = watch.first { if case .refused(_, .tokenWrong) = $0.content { true } else { false } }
            let right = "/?token=open%2Bsesame"
            var answer = ""
            // The four tokens are sent on connections of their own, so they may arrive later than this one.
            for _ in 0..<100 where !answer.hasPrefix("429") {
                answer = try AbuseCase.request(relay, "/?token=x", headers: "X-Forwarded-For: 192.0.2.7\r\n")
            }
            #expect(answer.hasPrefix("429 | Retry-After: "))
            let other = try WebSocketClient(relay)
            let head = try other.request(AbuseCase.handshake(right, "X-Forwarded-For: 192.0.2.8\r\n"))
            #expect(head.hasPrefix("HTTP/1.1 101 "))
            withExtendedLifetime(clients) {}
        }
    }

    @Test(arguments: [
        "Forwarded: for=192.0.2.7\r\nX-Forwarded-For: 192.0.2.8\r\n", "Forwarded: for=\"1.2.3.4, for=192.0.2.7\r\n",
        "X-Forwarded-For: 192.0.2.7, 300.1.1.1\r\n", "X-Forwarded-For: \(String(repeating: "1", count: 9000))\r\n",
    ])
    func invalidForwardingHeadersAreRefused(headers: String) throws {
        try withProxy { (relay, watch) throws in
            #expect(try AbuseCase.request(relay, "/", headers: headers).hasPrefix("400 | "))
            #expect(watch.first { if case .refused(_, .forwarding) = $0.content { true } else { false } } != nil)
        }
    }

    // MARK: This machine

    @Test func responsesToWrongTokensFromThisMachineAreDelayedToo() throws {
        try withRelay {
            $0.token = AbuseCase.token
        } _: { (relay, _) throws in
            let took = try ContinuousClock().measure { _ = try AbuseCase.request(relay, "/?token=x") }
            #expect(took >= .milliseconds(240))
        }
    }

    @Test func textIsDeliveredInBinaryFramesIfSoConfigured() throws {
        try withRelay {
            $0.plainDelivery = .binary
        } _: { (relay, watch) throws in
            let text = String(repeating: "é", count: 40_000)
            let (one, other) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            try one.send(text: text)
            #expect(try other.nextExceptPings() == .binary(Array(text.utf8)))
            relay.perform(.deliver([PeerID(1)], .verbatim))
            _ = watch.first { if case .noted(.delivering([PeerID(1)], .verbatim)) = $0.content { true } else { false } }
            try other.send(text: text)
            #expect(try one.nextExceptPings() == .text(text))
            let messages = watch.entries.compactMap { $0.delivery?.message }
            #expect(messages == [.text(text), .text(text)])
        }
    }

    @Test func anIPv4ClientOfADualStackSocketHasAnIPv4Address() throws {
        try withRelay {
            $0.host = "::"
        } _: { (relay, watch) throws in
            let client = try WebSocketClient.opened(relay)
            #expect(address(watch)?.hasPrefix("127.0.0.1:") == true)
            withExtendedLifetime(client) {}
        }
    }
}
