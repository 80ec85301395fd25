import Testing

@testable import signal_load

@Suite struct RelayURLTests {
    @Test(arguments: [
        ("ws://localhost:8080", "localhost", 8080, "/"),
        ("WS://localhost", "localhost", 80, "/"),
        ("ws://[::1]:9/a?b=c#d", "::1", 9, "/a?b=c"),
        ("ws://127.0.0.1:1?token=x", "127.0.0.1", 1, "/?token=x"),
    ])
    func aURLIsTakenApart(text: String, host: String, port: Int, target: String) throws {
        let url = try #require(RelayURL(text))
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
    }

    @Test(arguments: [
        "", "localhost:8080", "http://a", "wss://a", "ws://", "ws://:1", "ws://a:0", "ws://a:65536", "ws://a:b",
        "ws://[::1", "ws://[::1]x", "ws://a b", "ws://a@b", "ws://a\r\nHost: b",
    ])
    func whatIsNoSuchURLIsNone(text: String) {
        #expect(RelayURL(text) == nil)
    }

    /// RFC 6455 §4.1.
    @Test func theRequestNamesTheRoomAfterTheRestOfTheQuery() throws {
        let request = try #require(RelayURL("ws://[::1]:9/a?token=b")).upgradeRequest(room: "demo")
        #expect(
            request == """
                GET /a?token=b&room=demo HTTP/1.1\r
                Host: [::1]:9\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r

                """)
        #expect(try #require(RelayURL("ws://a")).upgradeRequest(room: "r").hasPrefix("GET /?room=r HTTP/1.1\r\n"))
    }
}
