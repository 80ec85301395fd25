import Testing

/// Bans of a client, in a browser, that reconnects automatically.
@Suite(.serialized) struct BanTests {
    /// Returns a client that reconnects whenever its socket is closed, and records the close codes.
    private func script(port: Int) -> String {
        """
        (() => {
            window.codes = [];
            const connect = () => {
                window.socket = new WebSocket('ws://localhost:\(port)/?room=demo&name=alice');
                socket.onclose = event => { codes.push(event.code); setTimeout(connect, 200); };
            };
            connect();
        })()
        """
    }

    @Test func bannedPeerIsRefusedUntilTheBanIsLifted() async throws {
        try await withConsole(size: (200, 50)) { tmux, port in
            try await withBrowser { browser in
                let tab = try await browser.open("http://localhost:\(port)/healthz")
                try await tab.evaluate(script(port: port))
                try await tmux.waitUntil(what: "alice's arrival") { $0.contains(/alice +joined/) }
                try await tmux.keys("1", "g", "x")
                try await tmux.waitFor("kick alice?")
                try await tmux.keys("b")
                try await tmux.waitFor("banned for 1 min: name alice")
                try await tmux.keys("y")
                try await tab.waitUntil("codes.length >= 3", what: "refusals")
                #expect(try await tab.evaluate("[...new Set(codes)]") == [4503])
                let screen = try await tmux.waitFor("banned by the operator for ")
                #expect(screen.contains(/alice +kicked/))
                #expect(screen.contains("0 peers 0 rooms"))

                try await tmux.enter(":lift 1")
                try await tmux.waitFor("lifted")
                try await tmux.waitFor("1 peer 1 room")
                try await tab.waitUntil("socket.readyState === WebSocket.OPEN", what: "an open socket")
                #expect(try await tab.evaluate("[...new Set(codes)]") == [4503])
            }
        }
    }
}
