import Foundation
import TestSupport
import Testing

/// The delivery of held messages when the console ends, or while its terminal is stalled.
@Suite(.serialized) struct HeldEndTests {
    private static let offer = #"{"type":"offer","sdp":"v=0"}"#
    private static let closeFrame = ServerFrame.close(1001, "the relay is closing")

    /// Runs `body` with a console that holds an offer from `p1` to `p2`, the recipient, and its standard error.
    private func withHeldOffer(_ body: (Tmux, PlainClient, () throws -> String) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let errors = folder.path + "/errors"
        let script = #"exec "$0" --port 0 --drain-timeout 0 2>"$1""#
        try await withTmux(command: ["sh", "-c", script, Program.path, errors], size: (120, 30)) { tmux in
            let port = Program.port(in: try await tmux.waitFor("ws://localhost:")) ?? 0
            let caller = try await PlainClient.open("ws://localhost:\(port)/")
            let recipient = try await PlainClient.open("ws://localhost:\(port)/")
            try await tmux.waitFor("2 peers 1 room")
            try await tmux.keys("i")
            try await tmux.waitFor("kind:offer")
            try await tmux.keys("Enter")
            try await tmux.waitFor("hold kind:offer, 30 s")
            try await caller.send(text: Self.offer)
            try await tmux.waitFor("1 rule, 1 held ")
            #expect(recipient.waiting == 0)
            try await body(tmux, recipient) { try String(contentsOfFile: errors, encoding: .utf8) }
            caller.cut()
        }
    }

    private func expectDelivery(_ recipient: PlainClient, _ errors: () throws -> String) async throws {
        #expect(try await recipient.next() == .text(Self.offer))
        #expect(try await recipient.next() == Self.closeFrame)
        let text = "signal-console: 1 held message was delivered as the relay ended:\n"
        let line = "signal-console: #4 offer p1→p2, \(Self.offer.utf8.count) B\n"
        try await eventually("the report of held messages") { try errors().hasSuffix("B\n") }
        #expect(try errors() == text + line)
    }

    @Test func signalDeliversHeldMessages() async throws {
        try await withHeldOffer { tmux, recipient, errors in
            kill(try await tmux.paneProcess, SIGTERM)
            try await expectDelivery(recipient, errors)
            #expect(try await tmux.waitForExit() == 0)
        }
    }

    @Test func hangUpDeliversHeldMessages() async throws {
        try await withHeldOffer { tmux, recipient, errors in
            try await tmux.command("kill-session")
            try await expectDelivery(recipient, errors)
        }
    }

    @Test(arguments: [("r", true), ("d", false)])
    func quittingAsksWhetherToDeliverHeldMessages(key: String, goesOn: Bool) async throws {
        try await withHeldOffer { tmux, recipient, errors in
            try await tmux.keys("Q")
            let screen = try await tmux.waitFor("1 message held: release or drop before quitting")
            #expect(screen.contains("r release and quit  d drop and quit  n no"))
            // A key that is not an answer is ignored.
            try await tmux.keys("y", key)
            #expect(try await tmux.waitForExit() == 0)
            if goesOn { #expect(try await recipient.next() == .text(Self.offer)) }
            #expect(try await recipient.next() == Self.closeFrame)
            #expect(try errors() == "")
        }
    }

    @Test func holdExpiresWhileTheTerminalIsStalled() async throws {
        let pty = try Program.onTerminal([Program.path, "--port", "0", "--drain-timeout", "0"], columns: 160, rows: 45)
        func shown(_ text: String) async throws {
            try await eventually("'\(text)'") { pty.text.contains(text) }
        }
        let port = try await eventually("the first frame") {
            Program.port(in: pty.text)
        }
        let caller = try await PlainClient.open("ws://localhost:\(port)/")
        let recipient = try await PlainClient.open("ws://localhost:\(port)/")
        pty.type(":hold 1 kind:offer\r")
        try await shown("hold kind:offer, 1 s at the most")
        // Each message causes a frame, and the terminal has room for a few.
        _ = try await pty.fill(from: caller, to: recipient)
        let start = ContinuousClock.now
        try await caller.send(text: Self.offer)
        #expect(try await recipient.next() == .text(Self.offer))
        let waited = ContinuousClock.now - start
        #expect(waited >= .seconds(1))
        #expect(pty.terminal.isFull, "the terminal was not read all the time")
        pty.signal(SIGTERM)
        #expect(try await eventually("the end of the program", within: .seconds(5)) { pty.exit } == .code(0))
    }
}
