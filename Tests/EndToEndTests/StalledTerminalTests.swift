import Foundation
import Testing

/// A terminal that stops reading: the relay must not notice.
@Suite(.serialized) struct StalledTerminalTests {
    private func withStalledConsole(_ body: (Pty, PlainClient, PlainClient) async throws -> Void) async throws {
        let pty = try Pty([Program.path, "--port", "0"], columns: 80, rows: 24)
        let port = try await eventually("the first frame") {
            Program.port(in: String(decoding: pty.drain(), as: UTF8.self))
        }
        let (a, b) = (
            try await PlainClient.open("ws://localhost:\(port)/?name=alice"),
            try await PlainClient.open("ws://localhost:\(port)/?name=bob")
        )
        try await body(pty, a, b)
    }

    /// Exchanges messages for so long; returns how many, and the longest that one took.
    private func talk(_ a: PlainClient, _ b: PlainClient, for time: Duration) async throws -> (Int, Duration) {
        let clock = ContinuousClock()
        let end = clock.now + time
        let payload = String(repeating: "x", count: 60)
        var (count, longest) = (0, Duration.zero)
        while clock.now < end {
            let took = try await clock.measure {
                try await a.send(text: "\(count) \(payload)")
                #expect(try await b.next() == .text("\(count) \(payload)"))
            }
            (count, longest) = (count + 1, max(longest, took))
        }
        return (count, longest)
    }

    @Test func peersGoOnAndNothingIsLostAndTheScreenIsRightAgain() async throws {
        try await withStalledConsole { pty, a, b in
            let before = pty.drain().count
            let (count, longest) = try await talk(a, b, for: .seconds(10))
            #expect(count > 500)
            #expect(longest < .seconds(1), "a message waited for the terminal")
            // It reads again: what it had not taken is a few frames, and not the thousands of lines that were said.
            var read = -1
            let text = try await eventually("a terminal that has caught up", every: .milliseconds(500)) {
                let bytes = pty.drain()
                defer { read = bytes.count }
                return bytes.count == read ? String(decoding: bytes, as: UTF8.self) : nil
            }
            // The frames of the time in which it did not read were never made.
            #expect(text.utf8.count - before < 200_000)
            let screen = try await render(text)
            #expect(screen.contains("2 peers 1 room  \(count) msgs"))
            #expect(!screen.contains("lost"))
            #expect(screen.contains("\(count - 1) xxxx"), "the newest message is in sight")
            pty.type("qy")
            _ = try await eventually("its end") { pty.drain().isEmpty ? nil : pty.status }
            #expect(pty.status == 0)
        }
    }

    @Test(arguments: ["q", "TERM"])
    func quittingDoesNotWaitForIt(way: String) async throws {
        try await withStalledConsole { pty, a, b in
            _ = try await talk(a, b, for: .seconds(3))
            if way == "TERM" { pty.signal(SIGTERM) } else { pty.type("qy") }
            let status = try await eventually("its end", within: .seconds(5)) { pty.status }
            #expect(status == 0)
            #expect(try await a.next() == .close(code: 1001, reason: "the relay is closing"))
        }
    }

    /// What a terminal shows that is given these bytes.
    private func render(_ text: String) async throws -> String {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
        let command = ["sh", "-c", "stty raw -echo; cat \(folder.path)/bytes; sleep 600"]
        return try await withTmux(command: command) { tmux in try await tmux.waitFor("● LIVE") }
    }
}
