import Foundation
import TestSupport
import Testing

/// The relay with a stalled terminal.
@Suite(.serialized) struct StalledTerminalTests {
    private func withStalledConsole(
        _ body: (TerminalProcess, PlainClient, PlainClient) async throws -> Void
    ) async throws {
        let command = [Program.path, "--port", "0", "--drain-timeout", "0", "--max-message-rate", "0"]
        let pty = try Program.onTerminal(command, columns: 80, rows: 24)
        let port = try await eventually("the first frame") {
            Program.port(in: pty.text)
        }
        let (a, b) = (
            try await PlainClient.open("ws://localhost:\(port)/?name=alice"),
            try await PlainClient.open("ws://localhost:\(port)/?name=bob")
        )
        try await body(pty, a, b)
    }

    /// Sends `count` messages from `a` to `b`, numbered from `start`, and expects them to arrive in order.
    private func exchange(_ count: Int, from start: Int, _ a: PlainClient, _ b: PlainClient) async throws {
        let texts = (start..<start + count).map { "\($0) " + String(repeating: "x", count: 60) }
        for first in stride(from: 0, to: count, by: 100) {
            let burst = texts[first..<min(first + 100, count)]
            for text in burst { try await a.send(text: text) }
            for text in burst { try #require(try await b.next() == .text(text)) }
        }
    }

    @Test func stalledTerminalLosesNoMessagesAndRecovers() async throws {
        try await withStalledConsole { pty, a, b in
            let before = pty.output.count
            let stalled = try await pty.fill(from: a, to: b)
            // If the relay waited for the terminal, it would not deliver these.
            try await exchange(5000, from: stalled, a, b)
            let count = stalled + 5000
            #expect(pty.terminal.isFull, "the terminal was not read all the time")
            // When the terminal is read again, it receives a few frames and not thousands of lines.
            var screen = ""
            try await eventually("message \(count - 1) on the screen:\n\(screen)") {
                screen = try await render(String(decoding: pty.output, as: UTF8.self))
                return screen.contains("2 peers 1 room  \(count) msgs") && screen.contains("\(count - 1) xxxx")
            }
            #expect(!screen.contains("lost"))
            // Frames are not drawn while the terminal is stalled.
            #expect(pty.output.count - before < 200_000)
            pty.type("qy")
            _ = try await eventually("the end of the program") { pty.output.isEmpty ? nil : pty.exit }
            #expect(pty.exit == .code(0))
        }
    }

    @Test(arguments: ["q", "TERM"])
    func quittingDoesNotWaitForAStalledTerminal(way: String) async throws {
        try await withStalledConsole { pty, a, b in
            _ = try await pty.fill(from: a, to: b)
            if way == "TERM" { pty.signal(SIGTERM) } else { pty.type("qy") }
            let status = try await eventually("the end of the program", within: .seconds(5)) { pty.exit }
            #expect(status == .code(0))
            #expect(try await a.next() == .close(1001, "the relay is closing"))
        }
    }

    @Test func logOnAStalledTerminalCanBeEnded() async throws {
        let command = [Program.path, "--headless", "--port", "0", "--drain-timeout", "0", "--max-message-rate", "0"]
        let pty = try Program.onTerminal(command, columns: 80, rows: 24)
        let port = try await eventually("the first line") {
            Program.port(in: pty.text)
        }
        let client = try await PlainClient.open("ws://localhost:\(port)/")
        for _ in 0..<3000 { try await client.send(text: String(repeating: "x", count: 100)) }
        pty.signal(SIGTERM)
        let status = try await eventually("the end of the program", within: .seconds(8)) { pty.exit }
        #expect(status == .code(0))
        #expect(try await client.next() == .close(1001, "the relay is closing"))
    }

    /// Returns the screen of a terminal that has received `bytes`.
    private func render(_ text: String) async throws -> String {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        // The title follows the screen, so the screen is complete when the title is set.
        try Data((text + "\u{1B}]2;all of it\u{7}").utf8).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
        let command = ["sh", "-c", "stty raw -echo; cat \(folder.path)/bytes; sleep 600"]
        return try await withTmux(command: command) { tmux in
            try await eventually("the whole text") { try await tmux.expand("#{pane_title}") == "all of it" }
            return try await tmux.screen()
        }
    }
}
