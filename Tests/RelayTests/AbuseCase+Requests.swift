import NIOCore
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// Abuse by a client before its WebSocket is open.
extension AbuseCase {
    static let requests = sizesAndTimes + origins + tokens + networks

    private static let sizesAndTimes = [
        AbuseCase(
            "a request that is too long", answer: "431 | the request is longer than 2000 bytes (--max-request-size)\n",
            entry: "the request is longer than 2000 bytes (--max-request-size)",
            configure: { $0.limits.maxRequestSize = 2000 }
        ) { relay in
            let long = "X-Long: " + String(repeating: "x", count: 2000) + "\r\n"
            return try answer(to: handshake("/", long), try WebSocketClient(relay))
        },
        AbuseCase(
            "an incomplete request", answer: "408 | no whole request in 0.5 s (--handshake-timeout)\n",
            entry: "no whole request in 0.5 s (--handshake-timeout)",
            configure: { $0.limits.handshakeTimeout = .milliseconds(500) }
        ) { relay in
            try answer(to: "GET / HTTP/1.1\r\nHost:", try WebSocketClient(relay))
        },
    ]

    private static let foreignOrigin = Refusal.origin("https://evil.example").text

    private static let origins = [
        AbuseCase("a page from another origin", answer: "403 | \(foreignOrigin)\n", entry: foreignOrigin) { relay in
            try request(relay, "/", headers: "Origin: https://evil.example\r\n")
        },
        AbuseCase(
            "a page from a file URL", answer: "403 | \(Refusal.origin("null").text)\n", entry: "--allow-origin null"
        ) { relay in
            try request(relay, "/", headers: "Origin: null\r\n")
        },
        AbuseCase(
            "an origin with a bidirectional override",
            answer: "403 | origin �x; is not allowed; --allow-origin names those that are\n",
            entry: "origin \u{202E}x; is not allowed"
        ) { relay in
            try request(relay, "/", headers: "Origin: \u{202E}x;\r\n")
        },
    ]

    private static func requireToken(_ configuration: inout RelayConfiguration) { configuration.token = token }

    /// The token of the relays that require one.
    static let token = "open+sesame"
    private static let unauthorized = "401 | WWW-Authenticate: Bearer | "

    private static let tokens = [
        AbuseCase(
            "no token", answer: unauthorized + "a token is needed\n", entry: "a token is needed",
            configure: requireToken
        ) { relay in
            try request(relay)
        },
        AbuseCase(
            "a wrong token", answer: unauthorized + "the token is wrong\n", entry: "the token is wrong",
            configure: requireToken
        ) { relay in
            try request(relay, "/?token=open")
        },
        AbuseCase(
            "a wrong token in a header", answer: unauthorized + "the token is wrong\n", entry: "the token is wrong",
            configure: requireToken
        ) { relay in
            try request(relay, "/?token=open%2Bsesame", headers: "Authorization: Bearer open\r\n")
        },
        AbuseCase(
            "no token from a browser", answer: "4501 a token is needed", entry: "a token is needed",
            configure: requireToken
        ) { relay in
            try close(try WebSocketClient.opened(relay, headers: browser))
        },
        AbuseCase(
            "a wrong token from a browser", answer: "4501 the token is wrong", entry: "the token is wrong",
            configure: requireToken
        ) { relay in
            try close(try WebSocketClient.opened(relay, "/?token=x", headers: browser))
        },
        AbuseCase(
            "a fifth wrong token",
            answer: "429 | Retry-After: 1 | too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)\n",
            entry: "too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)",
            configure: {
                requireToken(&$0)
                $0.limits.exemptsLoopback = false
            }
        ) { relay in
            try sendWrongTokens(4, to: relay)
            // The right token is rejected too.
            return try request(relay, "/?token=open%2Bsesame")
        },
        AbuseCase(
            "a fifth wrong token from a browser", answer: "4013 too many wrong tokens: none is looked at for 1 s",
            entry: "too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)",
            configure: {
                requireToken(&$0)
                $0.limits.exemptsLoopback = false
            }
        ) { relay in
            try sendWrongTokens(4, to: relay)
            return try close(try WebSocketClient.opened(relay, "/?token=x", headers: browser))
        },
    ]

    /// Sends `count` wrong tokens, and disconnects before the responses.
    static func sendWrongTokens(_ count: Int, to relay: RelayServer) throws {
        for _ in 0..<count { try WebSocketClient(relay).write(handshake("/?token=x")) }
        // The relay has read them once it has answered a later request.
        _ = try request(relay, "/healthz?token=x", headers: "Origin: https://evil.example\r\n")
    }

    private static let loopback = Ban.Subject.v4(0x7F00_0001)

    private static let networks = [
        AbuseCase(
            "too many connections from one address",
            answer: "429 | Retry-After: 10 | \(Refusal.networkFull(loopback, limit: 3).text)\n",
            entry: Refusal.networkFull(loopback, limit: 3).text,
            configure: {
                $0.limits.exemptsLoopback = false
                $0.limits.maxAddressConnections = 3
            }
        ) { relay in
            // A connection that never becomes a WebSocket counts too.
            let idle = try WebSocketClient(relay)
            let answer = try request(relay)
            withExtendedLifetime(idle) {}
            return answer
        },
        AbuseCase(
            "connecting too often",
            answer: "429 | Retry-After: 1 | \(Refusal.networkTooFast(loopback, limit: 1).text)\n",
            entry: Refusal.networkTooFast(loopback, limit: 1).text,
            configure: {
                $0.limits.exemptsLoopback = false
                $0.limits.maxAddressRate = 1
            }
        ) { relay in
            for _ in 0..<50 {
                let answer = try answer(to: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", try WebSocketClient(relay))
                guard answer == "200 | ok\n" else { return answer }
            }
            return "accepted fifty times"
        },
    ]
}
