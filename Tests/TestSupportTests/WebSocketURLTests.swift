import TestSupport
import Testing

@Suite struct WebSocketURLTests {
    @Test(arguments: [
        ("ws://localhost:8080", "localhost", 8080, "/"),
        ("WS://localhost", "localhost", 80, "/"),
        ("ws://[::1]:9/a?b=c#d", "::1", 9, "/a?b=c"),
        ("ws://127.0.0.1:1?token=x", "127.0.0.1", 1, "/?token=x"),
    ])
    func urlsAreParsed(text: String, host: String, port: Int, target: String) throws {
        let url = try #require(WebSocketURL(text))
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
    }

    @Test(arguments: [
        "", "localhost:8080", "http://a", "wss://a", "ws://", "ws://:1", "ws://a:0", "ws://a:65536", "ws://a:b",
        "ws://[::1", "ws://[::1]x", "ws://a b", "ws://a@b", "ws://a\r\nHost: b",
    ])
    func invalidURLsAreRejected(text: String) {
        #expect(WebSocketURL(text) == nil)
    }

    /// RFC 6455 §4.1.
    @Test func requestHasTheRequiredFields() {
        #expect(
            OpeningHandshake.request("/a?token=b", host: "[::1]:9", headers: "Origin: null\r\n") == """
                GET /a?token=b HTTP/1.1\r
                Host: [::1]:9\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Origin: null\r
                \r

                """)
    }
}
