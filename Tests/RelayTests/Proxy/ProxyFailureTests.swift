import Foundation
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Servers that are down, slow or broken, and requests that are not valid.
@Suite struct ProxyFailureTests {
    private static let request = "GET /page?secret=1 HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func aServerThatIsDownIsAnsweredWith502AndReported() throws {
        try withProxy { proxy, server, watch in
            let port = server.port
            server.close()
            let client = try Wire(proxy)
            try client.write(Self.request)
            let answer = try client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
            #expect(
                answer.hasSuffix("nothing listens on 127.0.0.1:\(port): expected the upstream server to run there\n"))
            let report = watch.report()
            #expect(report?.event == .failed(.connectionRefused("127.0.0.1:\(port)")))
            #expect(report?.request == "GET /page")
        }
    }

    @Test func theAnswerToHEADHasNoBodyAlsoIfTheServerIsDown() throws {
        try withProxy { proxy, server, _ in
            server.close()
            let client = try Wire(proxy)
            try client.write("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n") && answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func aHostThatIsNotKnownIsAnsweredWith502() throws {
        try withRelay {
            $0.upstream = try? Upstream("http://no-such-host.invalid")
        } _: { proxy, watch in
            let client = try Wire(proxy)
            try client.write(Self.request)
            #expect(try client.rest().contains("the upstream host no-such-host.invalid is not known"))
            #expect(watch.report()?.event == .failed(.unknownHost("no-such-host.invalid")))
        }
    }

    /// The server accepts the TCP connection and says nothing in the TLS handshake.
    @Test func aServerThatIsSlowToConnectIsAnsweredWith504() throws {
        let server = try UpstreamServer()
        try withRelay {
            $0.upstream = try? Upstream("https://127.0.0.1:\(server.port)")
            $0.upstream?.connectTimeout = .milliseconds(200)
        } _: { proxy, watch in
            let client = try Wire(proxy)
            try client.write(Self.request)
            #expect(try client.rest().hasPrefix("HTTP/1.1 504 Gateway Timeout\r\n"))
            #expect(
                watch.report()?.event == .failed(.connectTimeout("127.0.0.1:\(server.port)", milliseconds: 200)))
        }
    }

    @Test func aServerWithoutTLSOnAnHTTPSAddressIsReported() throws {
        let server = try UpstreamServer()
        try withRelay {
            $0.upstream = try? Upstream("https://127.0.0.1:\(server.port)")
        } _: { proxy, watch in
            let client = try Wire(proxy)
            try client.write(Self.request)
            let connection = try server.accept()
            _ = try connection.bytes(5)
            try connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
            #expect(try client.rest().hasPrefix("HTTP/1.1 502 "))
            #expect(
                watch.report()?.event
                    == .failed(.tls("127.0.0.1:\(server.port)", reason: "the server speaks no TLS on this port")))
        }
    }

    /// The output of a server, and how it is reported.
    static let answers: [(rule: String, bytes: String, failure: UpstreamFailure)] = [
        ("nothing", "", .noResponse), ("half a head", "HTTP/1.1 200 OK\r\nA: b", .truncatedResponse),
        ("another protocol", "SSH-2.0-x\r\n\r\n", .invalidResponse(#"expected "HTTP/1.1 200 OK": "SSH-2.0-x""#)),
        (
            "bare line feeds", "HTTP/1.1 200 OK\nA: b\n\n",
            .invalidResponse("a line feed without a carriage return")
        ),
        (
            "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            .invalidResponse("more than one Content-Length")
        ),
        (
            "a length and chunks",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .invalidResponse("both Transfer-Encoding and Content-Length")
        ),
        (
            "a continued field", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
            .invalidResponse(#"a field is continued on another line: " c""#)
        ),
        (
            "101 without having been asked",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", .unexpectedUpgrade
        ),
        (
            "an endless head", "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 70_000),
            .invalidResponse("the head is longer than 65536 bytes")
        ),
    ]

    @Test(arguments: answers.indices)
    func aResponseThatIsNotValidIsAnsweredWith502(index: Int) throws {
        let (rule, bytes, failure) = Self.answers[index]
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write(Self.request)
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(bytes)
            connection.cut()
            #expect(try client.rest().hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"), "\(rule)")
            #expect(watch.report()?.event == .failed(failure), "\(rule)")
        }
    }

    @Test(arguments: ["Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n5\r\nhel"])
    func aBodyThatEndsEarlyEndsEarlyForTheClient(rest: String) throws {
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write(Self.request)
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write("HTTP/1.1 200 OK\r\n\(rest)")
            connection.cut()
            #expect(try client.rest() == "HTTP/1.1 200 OK\r\n\(rest)")
            #expect(watch.report()?.event == .failed(.truncatedResponse))
        }
    }

    @Test func bytesAfterAResponseReachNobody() throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(Self.request + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            let response = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
            try connection.write("\(response)1\(response)X")
            #expect(try client.rest() == "\(response)1")
        }
    }

    // MARK: Requests

    /// Requests of which two recipients could find different boundaries.
    static let requests: [(rule: String, request: String, fault: String)] = [
        (
            "RFC 9112 6.1: a length and chunks",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "both Transfer-Encoding and Content-Length"
        ),
        (
            "RFC 9112 6.3: two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n",
            "more than one Content-Length"
        ),
        (
            "a list of lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\n",
            #"an invalid Content-Length: "4, 4""#
        ),
        (
            "a signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\n",
            #"an invalid Content-Length: "+4""#
        ),
        (
            "chunked is not the last coding",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
            "the last transfer coding of a request is not chunked"
        ),
        (
            "two fields with codings",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
            "more than one Transfer-Encoding"
        ),
        (
            "RFC 9112 2.2: bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", "a line feed without a carriage return"
        ),
        (
            "a bare carriage return", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
            "a carriage return without a line feed"
        ),
        (
            "RFC 9112 5.2: a continued field", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n",
            "a field is continued on another line"
        ),
        (
            "RFC 9112 5.1: a space before the colon", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 4\r\n\r\n",
            "a field name is no token"
        ),
        ("a field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "a field without a colon"),
        ("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 requires one Host field"),
        ("HTTP/0.9", "GET /\r\n\r\n", #"expected "METHOD target HTTP/1.1""#),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\n", #"expected HTTP/1.1 or HTTP/1.0: "HTTP/2.0""#),
        ("a NUL in a field", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", "a field value has control characters"),
    ]

    @Test(arguments: requests.indices)
    func anAmbiguousRequestIsRefusedAndNeverForwarded(index: Int) throws {
        let (rule, request, fault) = Self.requests[index]
        try withProxy { proxy, server, watch in
            let client = try Wire(proxy)
            try client.write(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(rule)")
            #expect(answer.contains("This is not a valid HTTP request: \(fault)"), "\(rule): \(answer)")
            #expect(answer.components(separatedBy: "HTTP/1.1 4").count == 2, "\(rule)")
            guard case .invalidRequest(let text)? = watch.report()?.event else {
                Issue.record("no report: \(rule)")
                return
            }
            #expect(text.hasPrefix(fault), "\(rule)")
            // The next connection that the server accepts is that of a valid request.
            let other = try Wire(proxy)
            try other.write(Self.request)
            #expect(try server.accept().head().hasPrefix("GET /page"), "\(rule)")
        }
    }

    @Test(arguments: ["5\r\nhelloX", "g\r\n", "\r\n", "5\nhello", "FFFFFFFFFFFFFFFFF\r\n", "0\r\n folded: x\r\n\r\n"])
    func anInvalidChunkEndsTheConnections(body: String) throws {
        try withProxy { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
            #expect(try client.rest().hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func aHeadThatIsTooLargeIsRefusedWith431() throws {
        try withProxy { proxy, _, watch in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 66_000))
            #expect(try client.rest().hasPrefix("HTTP/1.1 431 "))
            let entry = watch.first { if case .refused(_, .requestTooLarge) = $0.content { true } else { false } }
            #expect(entry != nil)
        }
    }

    @Test func aHeadThatIsTooSlowIsRefusedWith408() throws {
        try withProxy {
            configuration, _ in
            configuration.limits.handshakeTimeout = .milliseconds(100)
        } _: { proxy, _, _ in
            let client = try Wire(proxy)
            try client.write("GET / HTTP/1.1\r\n")
            #expect(try client.rest().hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func aConnectionThatSendsNothingIsClosedWithoutAnEntry() throws {
        try withProxy {
            configuration, _ in
            configuration.limits.handshakeTimeout = .milliseconds(100)
        } _: { proxy, _, watch in
            let client = try Wire(proxy)
            #expect(try client.rest() == "")
            #expect(watch.entries.isEmpty)
        }
    }
}
