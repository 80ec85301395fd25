import NIOCore
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// Abuse before there is a peer.
extension AbuseCase {
    static let requests = halves + origins + tokens + networks

    private static let halves = [
        AbuseCase(
            "a long request", answer: "431 | the request is longer than 2000 bytes (--max-request-size)\n",
            entry: "the request is longer than 2000 bytes (--max-request-size)",
            configure: { $0.limits.maxRequestSize = 2000 }
        ) { relay in
            let long = "X-Long: " + String(repeating: "x", count: 2000) + "\r\n"
            return try answer(to: handshake("/", long), try WebSocketClient(relay))
        },
        AbuseCase(
            "half a request", answer: "408 | no whole request in 0.5 s (--handshake-timeout)\n",
            entry: "no whole request in 0.5 s (--handshake-timeout)",
            configure: { $0.limits.handshakeTimeout = .milliseconds(500) }
        ) { relay in
            try answer(to: "GET / HTTP/1.1\r\nHost:", try WebSocketClient(relay))
        },
    ]

    private static let stranger = Refusal.origin("https://evil.example").words

    private static let origins = [
        AbuseCase("a page from elsewhere", answer: "403 | \(stranger)\n", entry: stranger) { relay in
            try ask(relay, "/", "Origin: https://evil.example\r\n")
        },
        AbuseCase(
            "a page from a file", answer: "403 | \(Refusal.origin("null").words)\n", entry: "--allow-origin null"
        ) { relay in
            try ask(relay, "/", "Origin: null\r\n")
        },
        AbuseCase(
            "an origin that turns words around",
            answer: "403 | origin �x; is not allowed; --allow-origin names those that are\n",
            entry: "origin \u{202E}x; is not allowed"
        ) { relay in
            try ask(relay, "/", "Origin: \u{202E}x;\r\n")
        },
    ]

    private static func needsToken(_ configuration: inout RelayConfiguration) { configuration.token = token }

    /// The token of all that need one.
    static let token = "open+sesame"
    private static let unauthorized = "401 | WWW-Authenticate: Bearer | "

    private static let tokens = [
        AbuseCase(
            "no token", answer: unauthorized + "a token is needed\n", entry: "a token is needed", configure: needsToken
        ) { relay in
            try ask(relay)
        },
        AbuseCase(
            "a wrong token", answer: unauthorized + "the token is wrong\n", entry: "the token is wrong",
            configure: needsToken
        ) { relay in
            try ask(relay, "/?token=open")
        },
        AbuseCase(
            "a wrong token in a header", answer: unauthorized + "the token is wrong\n", entry: "the token is wrong",
            configure: needsToken
        ) { relay in
            try ask(relay, "/?token=open%2Bsesame", "Authorization: Bearer open\r\n")
        },
        AbuseCase(
            "no token of a browser", answer: "4501 a token is needed", entry: "a token is needed", configure: needsToken
        ) { relay in
            try close(try WebSocketClient.opened(relay, headers: browser))
        },
        AbuseCase(
            "a wrong token of a browser", answer: "4501 the token is wrong", entry: "the token is wrong",
            configure: needsToken
        ) { relay in
            try close(try WebSocketClient.opened(relay, "/?token=x", headers: browser))
        },
        AbuseCase(
            "a fifth guess",
            answer: "429 | Retry-After: 1 | too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)\n",
            entry: "too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)",
            configure: {
                needsToken(&$0)
                $0.limits.exemptsLoopback = false
            }
        ) { relay in
            try guess(4, relay)
            // Be it the right one.
            return try ask(relay, "/?token=open%2Bsesame")
        },
        AbuseCase(
            "a fifth guess of a browser", answer: "4013 too many wrong tokens: none is looked at for 1 s",
            entry: "too many wrong tokens: none is looked at for 1 s (address 127.0.0.1)",
            configure: {
                needsToken(&$0)
                $0.limits.exemptsLoopback = false
            }
        ) { relay in
            try guess(4, relay)
            return try close(try WebSocketClient.opened(relay, "/?token=x", headers: browser))
        },
    ]

    /// Shows wrong tokens, and hangs up before the answer.
    static func guess(_ count: Int, _ relay: RelayServer) throws {
        for _ in 0..<count { try WebSocketClient(relay).write(handshake("/?token=x")) }
        // The relay has read them when it has answered who came later.
        _ = try ask(relay, "/healthz?token=x", "Origin: https://evil.example\r\n")
    }

    private static let home = Ban.Subject.v4(0x7F00_0001)

    private static let networks = [
        AbuseCase(
            "too many connections of one address",
            answer: "429 | Retry-After: 10 | \(Refusal.networkFull(home, limit: 3).words)\n",
            entry: Refusal.networkFull(home, limit: 3).words,
            configure: {
                $0.limits.exemptsLoopback = false
                $0.limits.maxAddressConnections = 3
            }
        ) { relay in
            // One that never becomes a WebSocket counts too.
            let idle = try WebSocketClient(relay)
            let answer = try ask(relay)
            withExtendedLifetime(idle) {}
            return answer
        },
        AbuseCase(
            "to connect too often",
            answer: "429 | Retry-After: 1 | \(Refusal.networkTooFast(home, limit: 1).words)\n",
            entry: Refusal.networkTooFast(home, limit: 1).words,
            configure: {
                $0.limits.exemptsLoopback = false
                $0.limits.maxAddressRate = 1
            }
        ) { relay in
            for _ in 0..<50 {
                let answer = try answer(to: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", try WebSocketClient(relay))
                guard answer == "200 | ok\n" else { return answer }
            }
            return "let in fifty times"
        },
    ]
}
