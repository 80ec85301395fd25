import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Responses as a client receives them through the proxy.
@Suite struct ProxyResponseTests {
    /// A response, and what the client receives, which has sent `Host: app.example`; `HOST` is the server's authority.
    static let responses: [(rule: String, method: String, sent: String, received: String)] = [
        (
            "order, case, repetition and the reason are preserved", "GET",
            "HTTP/1.1 200 Fine by me\r\nx-b: 2\r\nX-A: 1\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi",
            "HTTP/1.1 200 Fine by me\r\nx-b: 2\r\nX-A: 1\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi"
        ),
        (
            "an empty reason is preserved", "GET", "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"
        ),
        (
            "fields of the connection are removed", "GET",
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, x-hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        ),
        (
            "cookies lose Domain and Secure", "GET",
            "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b; Domain=HOST; Path=/; Secure; HttpOnly\r\n"
                + "Set-Cookie: c=domain; secure;domain=x;Max-Age=1\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b; Path=/; HttpOnly\r\nSet-Cookie: c=domain;Max-Age=1\r\n\r\n"
        ),
        (
            "a location at the server is one at the proxy", "GET",
            "HTTP/1.1 302 Found\r\nLocation: http://HOST/login?next=http://HOST/\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://app.example/login?next=http://HOST/\r\nContent-Length: 0\r\n\r\n"
        ),
        (
            "other locations are not changed", "GET",
            "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n"
        ),
        (
            "the response to HEAD has a length and no body", "HEAD",
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        ),
        (
            "the response to HEAD may be one of chunks, and has none", "HEAD",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        ),
        (
            "304 has a length and no body", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n"
        ),
        (
            "204 has no body", "GET", "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"
        ),
        (
            "chunks, extensions and trailers are forwarded as they are", "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n00\r\nX-T: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n00\r\nX-T: 1\r\n\r\n"
        ),
        (
            "interim responses precede the final one", "GET",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        ),
    ]

    /// Each response is followed by another one on the same connection, which shows that its end was found.
    ///
    /// None is a page, so that the probe is injected into none.
    @Test(arguments: responses.indices, [false, true])
    func aResponseIsForwarded(index: Int, injects: Bool) throws {
        let (rule, method, sent, received) = Self.responses[index]
        try withProxy {
            $1.injectsProbe = injects
        } _: { proxy, server, _ in
            let authority = "127.0.0.1:\(server.port)"
            let client = try Wire(proxy)
            try client.write("\(method) / HTTP/1.1\r\nHost: app.example\r\nAccept: text/html\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(sent.replacing("HOST", with: authority))
            let expected = received.replacing("HOST", with: authority)
            #expect(try client.text(expected.utf8.count) == expected, "\(rule)")
            try client.write("GET /next HTTP/1.1\r\nHost: app.example\r\n\r\n")
            #expect(try connection.head().hasPrefix("GET /next "), "\(rule)")
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.head() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "\(rule)")
        }
    }

    @Test func aPathPrefixIsRemovedFromLocationsAndCookies() throws {
        try withProxy(prefix: "/app") { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            #expect(try connection.head().hasPrefix("GET /app/ "))
            try connection.write(
                "HTTP/1.1 302 Found\r\nLocation: /app/x?y\r\nSet-Cookie: a=b; Path=/app\r\nSet-Cookie: c=d; path=/apple\r\n"
                    + "Content-Length: 0\r\n\r\n")
            #expect(
                try client.head()
                    == "HTTP/1.1 302 Found\r\nLocation: /x?y\r\nSet-Cookie: a=b; Path=/\r\nSet-Cookie: c=d; path=/apple\r\n"
                    + "Content-Length: 0\r\n\r\n")
        }
    }

    @Test func aBodyThatEndsWithTheConnectionEndsThatOfTheClient() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            do {
                let connection = try server.accept()
                _ = try connection.head()
                try connection.write("HTTP/1.0 200 OK\r\n\r\nall of it")
                connection.cut()
            }
            #expect(try client.rest() == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it")
        }
    }

    /// WHATWG HTML §9.2: an event stream stays open, and its lines arrive as they are sent.
    @Test(arguments: [true, false])
    func aLineOfAnEventStreamArrivesBeforeTheNext(isChunked: Bool) throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            // Without chunks, the stream ends with the connection.
            let framing = isChunked ? "Transfer-Encoding: chunked" : "Cache-Control: no-store"
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(framing)\r\n\r\n")
            _ = try client.head()
            for line in ["id: 1\n", "data: {}\n", ": a comment\n", "data: 2\n\n"] {
                try connection.write(isChunked ? "\(String(line.utf8.count, radix: 16))\r\n\(line)\r\n" : line)
                #expect(try client.through(line).hasSuffix(line))
            }
        }
    }

    @Test func aServerThatClosesBetweenTwoRequestsClosesTheClient() throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            do {
                let connection = try server.accept()
                _ = try connection.head()
                try connection.write("HTTP/1.1 204 No Content\r\n\r\n")
                _ = try client.head()
            }
            #expect(try client.rest() == "")
            #expect(watch.entries.isEmpty)
        }
    }

    /// RFC 9110 §10.1.1: a server may answer before the end of the request, and then read no more of it.
    @Test func aResponseBeforeTheEndOfTheRequestReachesTheClient() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n12345")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\ntoo big")
            #expect(try client.rest().hasSuffix("\r\n\r\ntoo big"))
        }
    }

    @Test func aCookieThatBrowsersDiscardIsReported() throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write("HTTP/1.1 204 No Content\r\nSet-Cookie: sid=1; SameSite=None; Secure\r\n\r\n")
            #expect(try client.head().contains("Set-Cookie: sid=1; SameSite=None\r\n"))
            #expect(watch.report()?.event == .crossSiteCookie(name: "sid"))
        }
    }

    // MARK: Large bodies

    private static let large = 64 << 20

    /// What the kernel and the proxy hold is far less than the body: the sender waits for the recipient.
    @Test func anUploadOf64MiBWaitsForTheServer() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(Self.large)\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            let before = residentMemory()
            let sent = BackgroundWriter(client, [UInt8](repeating: 0x75, count: 1 << 20), times: Self.large >> 20)
            #expect(try sent.isDone(within: .milliseconds(300)) == false)
            #expect(try connection.skip(Self.large, of: 0x75))
            #expect(try sent.isDone(within: .seconds(20)))
            #expect(residentMemory() - before < 24 << 20)
            try connection.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try client.head() == "HTTP/1.1 204 No Content\r\n\r\n")
        }
    }

    @Test func aDownloadOf64MiBWaitsForTheClient() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            let before = residentMemory()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(Self.large)\r\n\r\n")
            let sent = BackgroundWriter(connection, [UInt8](repeating: 0x64, count: 1 << 20), times: Self.large >> 20)
            #expect(try sent.isDone(within: .milliseconds(300)) == false)
            _ = try client.head()
            #expect(try client.skip(Self.large, of: 0x64))
            #expect(try sent.isDone(within: .seconds(20)))
            #expect(residentMemory() - before < 24 << 20)
        }
    }
}
