import Foundation
import Testing

/// A terminal that stops reading: the relay must not notice.
@Suite(.serialized) struct StalledTerminalTests {
    private func withStalledConsole(_ body: (Pty, PlainClient, PlainClient) async throws -> Void) async throws {
        let command = [Program.path, "--port", "0", "--grace", "0", "--max-message-rate", "0"]
        let pty = try Pty(command, columns: 80, rows: 24)
        let port = try await eventually("the first frame") {
            Program.port(in: String(decoding: pty.drain(), as: UTF8.self))
        }
        let (a, b) = (
            try await PlainClient.open("ws://localhost:\(port)/?name=alice"),
            try await PlainClient.open("ws://localhost:\(port)/?name=bob")
        )
        try await body(pty, a, b)
    }

    /// Exchanges messages for so long, numbered from `start`, and returns the number of the next.
    private func talk(
        _ a: PlainClient, _ b: PlainClient, from start: Int = 0, for time: Duration, between: () -> Void = {}
    ) async throws -> Int {
        let end = ContinuousClock.now + time
        let payload = String(repeating: "x", count: 60)
        var number = start
        while ContinuousClock.now < end {
            try await a.send(text: "\(number) \(payload)")
            let heard = try await b.next()
            #expect(heard == .text("\(number) \(payload)"))
            number += 1
            between()
        }
        return number
    }

    @Test func peersGoOnAndNothingIsLostAndTheScreenIsRightAgain() async throws {
        try await withStalledConsole { pty, a, b in
            let unhindered = try await talk(a, b, for: .seconds(2)) { _ = pty.drain() }
            let before = pty.drain().count
            let count = try await talk(a, b, from: unhindered, for: .seconds(10))
            // Five times the time: a relay that waited for the terminal would hardly have gone on at all.
            #expect(count - unhindered > unhindered)
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

    @Test func aLogOnATerminalThatDoesNotReadCanBeEnded() async throws {
        let command = [Program.path, "--headless", "--port", "0", "--grace", "0", "--max-message-rate", "0"]
        let pty = try Pty(command, columns: 80, rows: 24)
        let port = try await eventually("the first line") {
            Program.port(in: String(decoding: pty.drain(), as: UTF8.self))
        }
        let client = try await PlainClient.open("ws://localhost:\(port)/")
        for _ in 0..<3000 { try await client.send(text: String(repeating: "x", count: 100)) }
        pty.signal(SIGTERM)
        let status = try await eventually("its end", within: .seconds(8)) { pty.status }
        #expect(status == 0)
        #expect(try await client.next() == .close(code: 1001, reason: "the relay is closing"))
    }

    /// What a terminal shows that is given these bytes.
    private func render(_ text: String) async throws -> String {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        // The title comes last, so what comes before is on the screen when it is there.
        try Data((text + "\u{1B}]2;all of it\u{7}").utf8).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
        let command = ["sh", "-c", "stty raw -echo; cat \(folder.path)/bytes; sleep 600"]
        return try await withTmux(command: command) { tmux in
            try await eventually("the whole text") { try await tmux.ask("#{pane_title}") == "all of it" }
            return try await tmux.screen()
        }
    }
}
