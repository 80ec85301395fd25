import Foundation
import TestSupport
import Testing

/// `signal-console proxy` in front of other servers, with calls between two browser tabs.
@Suite(.serialized) struct ProxyTests {
    /// Runs `body` with a console in front of the server at `url`.
    private func withProxy(
        _ url: String, _ arguments: String..., size: (columns: Int, rows: Int) = (120, 40),
        _ body: (Tmux, Int) async throws -> Void
    ) async throws {
        let command = [Program.path, "proxy", url, "--port", "0", "--drain-timeout", "0"] + arguments
        try await withTmux(command: command, size: size, environment: [:]) { tmux in
            let screen = try await tmux.waitFor("→ \(url)")
            let port = screen.firstMatch(of: /http:\/\/localhost:(\d+) →/).flatMap { Int($0.output.1) }
            try await body(tmux, try #require(port))
        }
    }

    /// Runs `body` with the relay of a tutorial, on Node's ws, at a port.
    private func withNodeRelay(_ body: (Int) async throws -> Void) async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/signal-load/ws-relay.js").path
        let port = try freePort()
        let relay = try ChildProcess(
            ["node", script, "\(port)"], environment: ["NODE_PATH": "/usr/share/nodejs"])
        try await withCleanup {
            await relay.end()
        } _: {
            _ = try await relay.line(containing: "listening on")
            try await body(port)
        }
    }

    private func expectConnected(_ tabs: [Tab], _ condition: String) async throws {
        for tab in tabs { try await tab.waitUntil(condition, what: "a connection") }
    }

    @Test func theFirstScreenSaysWhatToOpen() async throws {
        try await withProxy("http://localhost:9", size: (80, 24)) { tmux, port in
            let screen = try await tmux.waitFor("instead of the address of the server")
            #expect(screen.contains("This is a proxy in front of  http://localhost:9"))
            #expect(screen.contains("open  http://localhost:\(port)/"))
        }
    }

    @Test func aCallThroughAnotherRelayConnects() async throws {
        try await withHeadless { _, upstream in
            try await withProxy("http://localhost:\(upstream)") { tmux, port in
                try await withBrowser { browser in
                    var tabs: [Tab] = []
                    for name in ["alice", "bob"] {
                        let tab = try await browser.open("http://localhost:\(port)/?room=demo&name=\(name)")
                        try await tab.click("#join")
                        if name == "alice" {
                            try await tab.waitUntil("document.body.dataset.state === 'waiting'", what: "a room")
                        }
                        tabs.append(tab)
                    }
                    try await expectConnected(tabs, "document.body.dataset.state === 'connected'")
                }
                // The offer and the answer are those of the two clients, on their way via the server; reports of the
                // pages follow them.
                try await tmux.type("/kind:offer|answer")
                try await tmux.keys("Enter")
                for text in ["p3→p1       offer", "p1→p3       answer", "via +"] { try await tmux.waitFor(text) }
            }
        }
    }

    @Test func tutorialClientsOfANodeRelayConnect() async throws {
        try await withNodeRelay { upstream in
            try await withProxy("http://127.0.0.1:\(upstream)") { tmux, port in
                try await withBrowser { browser in
                    let first = try await TutorialClient.start(in: browser, port: port)
                    try await first.waitUntil("gathered", what: "the first tab's candidates")
                    let second = try await TutorialClient.start(in: browser, port: port)
                    try await expectConnected([first, second], "pc.connectionState === 'connected'")
                    for tab in [first, second] { #expect(try await tab.evaluate("failures") == []) }
                }
                try await tmux.keys("g")
                let screen = try await tmux.waitFor("offer")
                #expect(screen.contains("→server"))
            }
        }
    }

    @Test func anOfferOnItsWayToTheServerCanBeHeld() async throws {
        try await withNodeRelay { upstream in
            try await withProxy("http://127.0.0.1:\(upstream)") { tmux, port in
                let (one, other) = (
                    try await PlainClient.open("ws://localhost:\(port)/"),
                    try await PlainClient.open("ws://localhost:\(port)/")
                )
                try await tmux.waitFor("2 peers")
                try await tmux.enter(":hold from:p1")
                try await tmux.waitFor("rule 1: hold from:p1")
                try await one.send(text: #"{"type":"bye"}"#)
                try await tmux.waitFor("1 held")
                #expect(other.waiting == 0)
                try await tmux.keys("a")
                #expect(try await other.next() == .text(#"{"type":"bye"}"#))
            }
        }
    }

    @Test(arguments: [
        ("localhost:3000", "invalid upstream \"localhost:3000\": expected a URL such as http://localhost:3000"),
        ("ftp://a", "invalid upstream \"ftp://a\": expected http, https, ws or wss, not ftp"),
    ])
    func anInvalidURLExitsWith64(url: String, error: String) async throws {
        let process = try Program.start([Program.path, "proxy", url, "--headless", "--port", "0"])
        #expect(try await process.waitForExit() == .code(64))
        #expect(process.errors.contains(error))
    }

    @Test func unreadableAuthoritiesExitWith64() async throws {
        let process = try Program.start([
            Program.path, "proxy", "https://localhost:1", "--upstream-ca", "/nonexistent/ca.pem", "--headless",
            "--port",
            "0",
        ])
        #expect(try await process.waitForExit() == .code(64))
        #expect(process.errors.contains("/nonexistent/ca.pem"))
    }
}
