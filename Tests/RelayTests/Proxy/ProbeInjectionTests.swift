import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Pages that get the script tag of the probe from the proxy, and all other responses, which do not.
@Suite struct ProbeInjectionTests {
    private static let tag = "<script src=\"/.signal-console/probe.js\"></script>"
    private static let navigation = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n"

    /// Sends a request to a proxy that injects the probe, and `answer` in `parts` to it.
    ///
    /// - Returns: The head of the request that the server received, and the response, read to its end.
    private func exchange(
        _ request: String = "GET / HTTP/1.1\r\nHost: app.example\r\n\(navigation)\r\n", answer: [[UInt8]],
        injects: Bool = true, _ watch: (EntryRecorder) throws -> Void = { _ in }
    ) throws -> (request: String, response: String) {
        var result = ("", "")
        try withProxy {
            $1.injectsProbe = injects
        } _: { proxy, server, entries in
            let client = try Wire(proxy)
            try client.write(request)
            do {
                let connection = try server.accept()
                result.0 = try connection.head()
                for part in answer { try connection.write(part) }
                connection.cut()
            }
            result.1 = try client.rest()
            try watch(entries)
        }
        return result
    }

    private func response(
        to request: String = "GET / HTTP/1.1\r\nHost: app.example\r\n\(navigation)\r\n", _ answer: String
    ) throws -> String {
        try exchange(request, answer: [Array(answer.utf8)]).response
    }

    /// Responses to a navigation, and what the client receives.
    private static let pages: [(rule: String, sent: String, received: String)] = [
        (
            "a counted body", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nContent-Type: text/html\r\n\r\n<head>hi",
            "HTTP/1.1 200 OK\r\nContent-Length: \(8 + tag.utf8.count)\r\nContent-Type: text/html\r\n\r\n<head>\(tag)hi"
        ),
        (
            "a counted body of one byte",
            "HTTP/1.1 200 OK\r\ncontent-type: Text/HTML; a=b\r\nContent-Length: 1\r\n\r\n\u{7F}",
            "HTTP/1.1 200 OK\r\ncontent-type: Text/HTML; a=b\r\nContent-Length: \(1 + tag.utf8.count)\r\n\r\n\(tag)\u{7F}"
        ),
        (
            "a body that ends with the connection",
            "HTTP/1.0 200 OK\r\nContent-Type: text/html;charset=utf-8\r\n\r\n<html>",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=utf-8\r\nConnection: close\r\n\r\n<html>\(tag)"
        ),
        (
            "an error page, whose digests are those of another body",
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nETag: \"a\"\r\nRepr-Digest: x\r\nLast-Modified: y\r\n"
                + "Content-Encoding: identity\r\nContent-Length: 3\r\n\r\n404",
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nLast-Modified: y\r\nContent-Encoding: identity\r\n"
                + "Content-Length: \(3 + tag.utf8.count)\r\n\r\n\(tag)404"
        ),
        (
            "a chunked body with trailers",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n"
                + "3;a=b\r\n<he\r\n00D\r\nad><body>abcd\r\n1\r\ne\r\n0;x\r\nX: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n"
                + "\(String(16 + tag.utf8.count, radix: 16))\r\n<head>\(tag)<body>abcd\r\n1\r\ne\r\n0;x\r\nX: 1\r\n\r\n"
        ),
        (
            "a chunked body without a head",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\nX: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "\(String(1 + tag.utf8.count, radix: 16))\r\n\(tag) \r\n0\r\nX: 1\r\n\r\n"
        ),
    ]

    @Test(arguments: pages)
    func aPageGetsTheTag(rule: String, sent: String, received: String) throws {
        #expect(try response(sent) == received, "\(rule)")
    }

    /// The chunks of a client may be others than those of the server, but not their content.
    @Test func thePartsOfAPageDoNotMatter() throws {
        for (_, sent, received) in Self.pages {
            let body = try exchange(answer: sent.utf8.map { [$0] }).response
            let isChunked = received.contains("chunked")
            #expect(isChunked ? Self.content(body) == Self.content(received) : body == received)
        }
    }

    /// Returns the content of a chunked response, and its trailers.
    private static func content(_ response: String) -> [Substring] {
        var rest = response.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        var content = ""
        while let size = Int(rest.prefix { $0.isHexDigit }, radix: 16), size > 0, let end = rest.firstRange(of: "\r\n")
        {
            let data = rest[end.upperBound...].utf8
            content += Substring(data.prefix(size))
            rest = Substring(data.dropFirst(size + 2))
        }
        return [Substring(content), rest.firstRange(of: "\r\n").map { rest[$0.upperBound...] } ?? ""]
    }

    /// Requests and responses that pass byte for byte.
    private static let others: [(rule: String, request: String, sent: String)] = [
        (
            "a request of a script", "GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
            "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        (
            "a request of a script for a fragment",
            "GET / HTTP/1.1\r\nHost: a\r\nX-Requested-With: XMLHttpRequest\r\n\(navigation)\r\n",
            "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        (
            "an image that is displayed", "GET / HTTP/1.1\r\nHost: a\r\nSec-Fetch-Dest: image\r\n\(navigation)\r\n",
            "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        (
            "another method", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\(navigation)\r\n",
            "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        (
            "no body", "HEAD / HTTP/1.1\r\nHost: a\r\n\(navigation)\r\n",
            "Content-Type: text/html\r\nContent-Length: 6\r\nETag: \"a\"\r\n\r\n"
        ),
        ("an empty body", get, "Content-Type: text/html\r\nContent-Length: 0\r\nETag: \"a\"\r\n\r\n"),
        ("JSON", get, "Content-Type: application/json\r\nContent-Length: 8\r\nETag: \"a\"\r\n\r\n\"<head>\""),
        ("a type that begins alike", get, "Content-Type: text/html-fragment\r\nContent-Length: 6\r\n\r\n<head>"),
        (
            "a file to store", get,
            "Content-Type: text/html\r\nContent-Disposition: Attachment; filename=a\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        ("no type", get, "Content-Length: 6\r\n\r\n<head>"),
        (
            "an encoded body", get,
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\nETag: \"a\"\r\nContent-Length: 6\r\n\r\n<head>"
        ),
        (
            "an encoded transfer", get,
            "Content-Type: text/html\r\nTransfer-Encoding: gzip, chunked\r\n\r\n6\r\n<head>\r\n0\r\n\r\n"
        ),
        ("UTF-16", get, "Content-Type: text/html; charset=\"UTF-16LE\"\r\nContent-Length: 6\r\n\r\n<head>"),
    ]
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\(navigation)\r\n"

    @Test(arguments: others)
    func anotherResponseIsForwardedAsItIs(rule: String, request: String, sent: String) throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'none'\r\n\(sent)"
        #expect(try response(to: request, answer) == answer, "\(rule)")
    }

    @Test(arguments: [206, 302, 304])
    func aPartOrARedirectionIsForwardedAsItIs(status: Int) throws {
        let body = status == 304 ? "" : "<head>"
        let answer = "HTTP/1.1 \(status) \r\nContent-Type: text/html\r\nETag: \"a\"\r\nContent-Length: 6\r\n\r\n\(body)"
        #expect(try response(answer) == answer)
    }

    /// The mark at the beginning tells the encoding, so that the head waits for it.
    @Test func aCountedBodyInUTF16KeepsItsLength() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n"
        let body: [UInt8] = [0xFF, 0xFE, 0x3C, 0x00]
        let (_, response) = try exchange(answer: [Array(head.utf8)] + body.map { [$0] })
        #expect(response == head + String(decoding: body, as: UTF8.self))
    }

    @Test func withoutTheOptionPagesAndRequestsAreUnchanged() throws {
        let (request, response) = try exchange(
            "GET / HTTP/1.1\r\nHost: app.example\r\nIf-None-Match: \"a\"\r\nAccept-Encoding: br\r\n\(Self.navigation)\r\n",
            answer: [Array(Self.pages[0].sent.utf8)], injects: false)
        #expect(response == Self.pages[0].sent)
        #expect(request.contains("If-None-Match: \"a\"\r\nAccept-Encoding: br\r\n"))
    }

    // MARK: Requests

    @Test(arguments: ["document", "iframe", nil, "empty"])
    func aNavigationAsksForAPageThatCanBeChanged(destination: String?) throws {
        let field = destination.map { "Sec-Fetch-Dest: \($0)\r\n" } ?? ""
        let accept = destination == "iframe" ? "" : Self.navigation
        let (request, response) = try exchange(
            "GET / HTTP/1.1\r\nHost: app.example\r\nIf-None-Match: \"a\"\r\nIf-Modified-Since: b\r\n"
                + "Accept-Encoding: gzip, br\r\nRange: bytes=0-\r\n\(field)\(accept)\r\n",
            answer: [Array(Self.pages[0].sent.utf8)])
        #expect(response == Self.pages[0].received)
        #expect(request.contains("\r\nAccept-Encoding: identity\r\nRange: bytes=0-\r\n"))
        #expect(!request.contains("If-"))
    }

    @Test func otherRequestsAreUnchanged() throws {
        let fields = "If-None-Match: \"a\"\r\nAccept-Encoding: gzip, br\r\nAccept: */*\r\nSec-Fetch-Dest: script\r\n"
        let (request, _) = try exchange(
            "GET /a.js HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", answer: [Array("HTTP/1.1 304 \r\n\r\n".utf8)])
        #expect(request.contains(fields))
    }

    @Test func aClientOfHTTP10GetsThePage() throws {
        let received = try response(
            to: "GET / HTTP/1.0\r\n\(Self.navigation)\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<head>hi")
        #expect(
            received == "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<head>\(Self.tag)hi")
    }

    /// The next response on the connection is found, so both ends agree on the length of the page.
    @Test func anotherRequestFollowsAPage() throws {
        try withProxy {
            $1.injectsProbe = true
        } _: { proxy, server, _ in
            let client = try Wire(proxy)
            var connection: Wire?
            for (_, sent, received) in Self.pages where !sent.hasPrefix("HTTP/1.0") {
                try client.write(Self.get)
                let current = try connection ?? server.accept()
                connection = current
                _ = try current.head()
                try current.write(sent)
                #expect(try client.text(received.utf8.count) == received)
            }
        }
    }

    // MARK: Policies

    @Test func policiesAllowTheProbe() throws {
        let received = try response(
            """
            HTTP/1.1 200 OK\r
            Content-Security-Policy: default-src 'self', script-src 'none'\r
            content-security-policy: script-src 'strict-dynamic' 'nonce-r4nd0m'\r
            Content-Security-Policy-Report-Only: default-src 'none'\r
            Content-Type: text/html\r
            Content-Length: 6\r
            \r
            <head>
            """)
        let tag = "<script nonce=\"r4nd0m\" src=\"/.signal-console/probe.js\"></script>"
        #expect(
            received == """
                HTTP/1.1 200 OK\r
                Content-Security-Policy: default-src 'self'; connect-src 'self' ws://app.example, script-src 'self'\r
                content-security-policy: script-src 'strict-dynamic' 'nonce-r4nd0m'\r
                Content-Security-Policy-Report-Only: default-src 'none'\r
                Content-Type: text/html\r
                Content-Length: \(6 + tag.utf8.count)\r
                \r
                <head>\(tag)
                """)
    }

    @Test func aPolicyWithinThePageIsReported() throws {
        let page = "<head><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n\(page)"
        _ = try exchange(
            "GET /room?key=secret HTTP/1.1\r\nHost: a\r\n\(Self.navigation)\r\n", answer: [Array(answer.utf8)]
        ) { watch in
            let report = try #require(watch.report())
            #expect(report.event == .probeBlocked && report.request == "GET /room")
        }
    }

    /// The script's socket needs the token too, which only those get who have it already.
    @Test(arguments: [
        ("/?a=b&token=open%2Bsesame", "?token=open%2Bsesame"), ("/?a=b", ""), ("/", ""), ("/?token=\">", ""),
    ])
    func theTokenOfThePageIsThatOfTheProbe(target: String, query: String) throws {
        try withProxy {
            ($0.token, $1.injectsProbe) = ("open+sesame", true)
        } _: { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write("GET \(target) HTTP/1.1\r\nHost: a\r\n\(Self.navigation)\r\n")
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(Self.pages[0].sent)
            _ = try client.head()
            let tag = "<script src=\"/.signal-console/probe.js\(query)\"></script>"
            #expect(try client.through("hi") == "<head>\(tag)hi")
        }
    }

    // MARK: Failures

    @Test func aPageThatEndsBeforeItsBodyIsAFailure() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n"
        #expect(try response(head).hasPrefix("HTTP/1.1 502 "))
        #expect(try response(head + "<head>").hasSuffix("\r\n\r\n<head>\(Self.tag)"))
    }

    @Test func aPageIsNotHeldUntilItsEnd() throws {
        try withProxy {
            $1.injectsProbe = true
        } _: { proxy, server, _ in
            let client = try Wire(proxy)
            try client.write(Self.get)
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
            _ = try client.head()
            for (line, expected) in [
                ("<!doctype html>", "html>"), ("<head>", "</script>"), ("<p>a", "<p>a"), ("b", "b"),
            ] {
                try connection.write("\(String(line.utf8.count, radix: 16))\r\n\(line)\r\n")
                #expect(try client.through(expected).hasSuffix(expected))
            }
        }
    }

    @Test func thePageAfterTheHeadIsForwardedUnread() throws {
        try withProxy {
            $1.injectsProbe = true
        } _: { proxy, server, _ in
            let (client, size) = (try Wire(proxy), 16 << 20)
            try client.write(Self.get)
            let connection = try server.accept()
            _ = try connection.head()
            try connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(size + 6)\r\n\r\n<head>")
            let sent = BackgroundWriter(connection, [UInt8](repeating: 0x64, count: 1 << 20), times: size >> 20)
            #expect(try client.head().contains("Content-Length: \(size + 6 + Self.tag.utf8.count)\r\n"))
            _ = try client.through("</script>")
            #expect(try client.skip(size, of: 0x64))
            #expect(try sent.isDone(within: .seconds(20)))
        }
    }
}
