import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// `Upgrade` header fields with several protocols (RFC 9110 §7.8).
@Suite struct UpgradeHeaderTests {
    private func request(_ upgrade: String, version: Int = 13, token: String = "") -> String {
        "GET /\(token) HTTP/1.1\r\nHost: relay.example\r\nConnection: upgrade\r\nUpgrade: \(upgrade)\r\n"
            + "Sec-WebSocket-Version: \(version)\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    }

    private func expect(_ status: String, for request: String, _ relay: RelayServer) throws {
        let head = try WebSocketClient(relay).request(request)
        #expect(head.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(200))")
    }

    @Test func webSocketMayBeOneOfSeveralProtocols() throws {
        try withRelay { relay, _ in
            for upgrade in ["websocket", "h2c, WebSocket", "websocket, h2c", "a,b,c,d,e,websocket"] {
                try expect("101", for: request(upgrade), relay)
            }
            try expect("404", for: request("h2c"), relay)
        }
    }

    /// Recursion over the protocols would overflow the stack.
    @Test func thousandsOfProtocolsAreHandled() throws {
        try withRelay { relay, _ in
            let many = Array(repeating: "a", count: 25_000).joined(separator: ",")
            try expect("404", for: request(many), relay)
            let sockets = Array(repeating: "websocket", count: 6000).joined(separator: ",")
            try expect("426", for: request(sockets, version: 8), relay)
            try expect("101", for: request("websocket"), relay)
        }
    }

    @Test func aTokenIsCheckedOnceIfWebSocketIsRepeated() throws {
        try withRelay {
            $0.token = "sesame"
            $0.limits.exemptsLoopback = false
        } _: { relay, watch in
            let fourTimes = request("websocket, websocket, websocket, websocket", token: "?token=wrong")
            try expect("401", for: fourTimes, relay)
            try expect("101", for: request("websocket", token: "?token=sesame"), relay)
            guard case .joined = watch.first({ $0.number == 2 })?.content else {
                Issue.record("more than one refusal: \(watch.entries)")
                return
            }
        }
    }
}
