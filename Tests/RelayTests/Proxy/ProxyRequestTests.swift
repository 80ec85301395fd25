import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import Text

/// Requests as a server receives them through the proxy.
@Suite struct ProxyRequestTests {
    /// A request, and what the server receives; `HOST` stands for the server's authority.
    static let requests: [(rule: String, sent: String, received: String)] = [
        (
            "order, case and repetition of fields are preserved",
            "GET /a%2Fb/../c?q=1&q=2 HTTP/1.1\r\nhOsT: app.example\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\n\r\n",
            "GET /a%2Fb/../c?q=1&q=2 HTTP/1.1\r\nhOsT: HOST\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\nX-Forwarded-For: 127.0.0.1\r\n"
                + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: app.example\r\n\r\n"
        ),
        (
            "fields of the connection are removed, and those that it names (RFC 9110 section 7.6.1)",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\n"
                + "TE: trailers\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nCookie: a=b; c=d\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: HOST\r\nCookie: a=b; c=d\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: a\r\n\r\n"
        ),
        (
            "a client that closes makes the server close",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: a\r\nConnection: close\r\n\r\n"
        ),
        (
            "the origin of a plain request is not changed",
            "GET / HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost:1\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: HOST\r\nOrigin: http://localhost:1\r\nX-Forwarded-For: 1.2.3.4, 127.0.0.1\r\n"
                + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n\r\n"
        ),
        (
            "a target in absolute form becomes its path (RFC 9112 section 3.2.2)",
            "GET http://a/x?y HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /x?y HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: a\r\n\r\n"
        ),
        (
            "an empty line before a request is ignored (RFC 9112 section 2.2)",
            "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: a\r\n\r\n"
        ),
    ]

    @Test(arguments: requests.indices)
    func aRequestIsForwarded(index: Int) throws {
        let (rule, sent, received) = Self.requests[index]
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(sent)
            let head = try server.accept().head()
            #expect(head == received.replacing("HOST", with: "127.0.0.1:\(server.port)"), "\(rule)")
        }
    }

    /// RFC 9110 §5.5: bytes above 127 are opaque.
    @Test func bytesThatAreNotUTF8AreForwardedUnchanged() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(
                Array("GET /\u{FF}".unicodeScalars.map { UInt8($0.value) }) + Array(" HTTP/1.1\r\nHost: a\r\nX: ".utf8))
            try client.write([0xE9, 0x0D, 0x0A, 0x0D, 0x0A])
            let connection = try server.accept()
            #expect(try connection.bytes(6) == Array("GET /".utf8) + [0xFF])
            _ = try connection.through("X: ")
            #expect(try connection.bytes(2) == [0xE9, 0x0D])
        }
    }

    @Test func aTrustedProxyInFrontIsAddedToTheClientThatItNames() throws {
        try withProxy {
            configuration, _ in
            configuration.trustedProxies = [IPNetwork("127.0.0.0/8")].compactMap(\.self)
        } _: { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(
                "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n")
            let head = try server.accept().head()
            #expect(head.contains("\r\nX-Forwarded-For: 192.0.2.7, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"))
        }
    }

    @Test func theHostIsKeptIfSoConfigured() throws {
        try withProxy {
            $1.keepsHost = true
        } _: { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: app.example\r\n\r\n")
            #expect(try server.accept().head().contains("\r\nHost: app.example\r\n"))
        }
    }

    @Test func aPathPrefixIsPutBeforeThePath() throws {
        try withProxy(prefix: "/app/") { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET /x?y HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try server.accept().head().hasPrefix("GET /app/x?y HTTP/1.1\r\n"))
        }
    }

    // MARK: Bodies

    @Test func aChunkedBodyWithExtensionsAndTrailersIsForwardedAsItIs() throws {
        let body = "5;x=y\r\nhello\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n"
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n\(body)")
            let connection = try server.accept()
            let head = try connection.head()
            #expect(head.contains("\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n"))
            #expect(try connection.text(body.utf8.count) == body)
        }
    }

    /// RFC 9110 §10.1.1.
    @Test func aClientThatExpects100ContinueGetsThatOfTheServer() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            let connection = try server.accept()
            #expect(try connection.head().contains("\r\nExpect: 100-continue\r\n"))
            try connection.write("HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try client.head() == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.write("hi")
            #expect(try connection.text(2) == "hi")
            try connection.write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.head() == "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        }
    }

    /// RFC 9110 §15.5.18: then the client sends no body, and the end of the request is unknown.
    @Test func aServerThatRefusesTheExpectationEndsTheConnections() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.rest().hasPrefix("HTTP/1.1 417 Expectation Failed\r\n"))
            #expect(try connection.rest() == "")
        }
    }

    @Test func pipelinedRequestsAreServedOneAfterTheOther() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(
                "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            #expect(try connection.head().hasPrefix("POST /1 "))
            #expect(try connection.text(3) == "one")
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")
            #expect(try connection.head().hasPrefix("GET /2 "))
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2")
            #expect(try client.through("\r\n\r\n1").hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(try client.through("\r\n\r\n2").hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    /// The body has been received before the server has answered the first request.
    @Test func theBodyOfAPipelinedRequestIsForwarded() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwo")
            let connection = try server.accept()
            #expect(try connection.head().hasPrefix("GET /1 "))
            try connection.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try connection.head().hasPrefix("POST /2 "))
            #expect(try connection.text(3) == "two")
        }
    }

    @Test func theClosedConnectionOfAClientClosesThatOfTheServer() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET /poll HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            client.cut()
            #expect(try connection.rest() == "")
        }
    }

    // MARK: The proxy's own answers

    @Test func theHealthCheckIsTheProxysOwn() throws {
        try withProxy { proxy, _, _ in
            let client = try Wire(proxy)
            try client.write("GET /.signal-console/healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nok\n"))
        }
    }

    @Test func aForeignHostIsRefusedOnLoopback() throws {
        try withProxy {
            configuration, _ in
            configuration.allowedHosts = []
        } _: { proxy, _, watch in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            #expect(try client.rest().hasPrefix("HTTP/1.1 403 "))
            let refused = watch.first { if case .refused = $0.content { true } else { false } }
            #expect(refused != nil)
        }
    }

    @Test func requestsAreCounted() throws {
        let reports = Reports()
        let server = try UpstreamServer()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.gaugeInterval = .milliseconds(20)
        configuration.upstream = try Upstream("http://127.0.0.1:\(server.port)")
        let proxy = try RelayServer(configuration, now: runningClock(), watch: reports.post)
        defer { proxy.stop() }
        let client = try Wire(proxy)
        try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let connection = try server.accept()
        #expect(reports.gauges { $0.requests == 1 } != nil)
        withExtendedLifetime(connection) {}
    }
}
