import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// Pages without a socket, the log of requests, and whether the server answers.
@Suite struct ProxyPageTests {
    private static let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 2\r\n\r\nhi"

    /// Sends a request on a new connection and answers it; returns the client's side, which stays open.
    private func fetch(
        _ target: String, from proxy: RelayServer, _ server: UpstreamServer, answer: String
    ) throws -> Wire {
        let client = try Wire(proxy)
        try client.write("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        let connection = try server.accept()
        _ = try connection.head()
        try connection.write(answer)
        _ = try client.head()
        return client
    }

    @Test func aPageThatOpensNoSocketIsReported() throws {
        try withProxy {
            $1.pageTimeout = .milliseconds(50)
        } _: { proxy, server, watch in
            let client = try fetch("/room?key=secret", from: proxy, server, answer: Self.html)
            let report = try #require(watch.report())
            #expect(report.event == .pageWithoutSocket(.milliseconds(50)))
            #expect(report.request == "GET /room")
            #expect(report.address == "127.0.0.1")
            withExtendedLifetime(client) {}
        }
    }

    /// The responses and requests after which no page is watched: the report that comes is the one of the page at the end.
    @Test(arguments: [
        ("/", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"),
        ("/app.js", "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 0\r\n\r\n"),
        ("/data", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ])
    func onlyAPageIsExpectedToOpenASocket(target: String, answer: String) throws {
        try withProxy {
            $1.pageTimeout = .zero
        } _: { proxy, server, watch in
            let other = try fetch(target, from: proxy, server, answer: answer)
            let page = try fetch("/page", from: proxy, server, answer: Self.html)
            #expect(watch.report()?.request == "GET /page")
            withExtendedLifetime((other, page)) {}
        }
    }

    /// An address is reported once until it opens a socket, so the second report shows that the socket was noticed.
    @Test(arguments: ["/socket.io/?EIO=4&transport=polling&t=1", nil])
    func signalingOfTheAddressEndsTheWait(polling: String?) throws {
        let clock = ManualClock()
        try withProxy(clock: clock) {
            $1.pageTimeout = .milliseconds(50)
        } _: { proxy, server, watch in
            let page = try fetch("/", from: proxy, server, answer: Self.html)
            clock.advance(milliseconds: 2000)
            #expect(watch.report()?.request == "GET /")
            if let polling {
                let client = try fetch(polling, from: proxy, server, answer: "HTTP/1.1 204 No Content\r\n\r\n")
                withExtendedLifetime(client) {}
            } else {
                withExtendedLifetime(try openSocket(proxy, server)) {}
            }
            let other = try fetch("/other", from: proxy, server, answer: Self.html)
            clock.advance(milliseconds: 2000)
            let entry = watch.first { entry in
                if case .noted(.proxied(let report)) = entry.content { report.request == "GET /other" } else { false }
            }
            #expect(entry != nil)
            withExtendedLifetime((page, other)) {}
        }
    }

    @Test func aRequestIsAnEntryIfThatIsAskedFor() throws {
        try withProxy {
            $1.logsRequests = true
        } _: { proxy, server, watch in
            let polling = try fetch(
                "/socket.io/?transport=polling", from: proxy, server, answer: "HTTP/1.1 204 No Content\r\n\r\n")
            let client = try fetch("/app.js?key=secret", from: proxy, server, answer: Self.html)
            let entry = watch.first { if case .noted(.forwarded) = $0.content { true } else { false } }
            guard case .noted(.forwarded(let request))? = entry?.content else {
                Issue.record("no entry")
                return
            }
            #expect(request.request == "GET /app.js" && request.status == 200 && request.bytes == 2)
            #expect(request.nanoseconds > 0 && request.address.hasPrefix("127.0.0.1:"))
            #expect(watch.entries.count == 1)
            withExtendedLifetime((polling, client)) {}
        }
    }
}
