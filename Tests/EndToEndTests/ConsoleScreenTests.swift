import Foundation
import TestSupport
import Testing

/// The console's use of the terminal.
@Suite struct ConsoleScreenTests {
    /// Runs the program from a shell that then reports its exit status and whether the terminal modes are unchanged.
    private func withShell(_ arguments: String = "", body: (Tmux, Int32, Int) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let script = """
            cd \(folder.path); stty -g > before; echo "before the program"
            sh -c 'echo $$ > id; exec "\(Program.path)" --port 0 \(arguments)' 2> errors
            echo "ended with $?"; stty -g > after; cmp before after && echo "the modes are as they were"; exec sleep 600
            """
        try await withTmux(command: ["sh", "-c", script]) { tmux in
            let screen = try await tmux.waitFor("ws://localhost:")
            let id = try String(contentsOfFile: folder.path + "/id", encoding: .utf8)
            try await body(tmux, Int32(id.trimmingCharacters(in: .newlines)) ?? 0, Program.port(in: screen) ?? 0)
        }
    }

    private func expectRestored(_ tmux: Tmux, status: Int) async throws {
        let screen = try await tmux.waitFor("ended with")
        #expect(screen.contains("before the program"))
        #expect(screen.contains("ended with \(status)\n"), "\(screen)")
        try await tmux.waitFor("the modes are as they were")
        #expect(try await tmux.flags == "cursor 1, alternate 0, mouse 0")
    }

    @Test func quittingRestoresTheTerminal() async throws {
        try await withShell { tmux, _, _ in
            #expect(try await tmux.flags == "cursor 0, alternate 1, mouse 0")
            try await tmux.keys("q")
            try await expectRestored(tmux, status: 0)
        }
    }

    @Test func consoleThreadHasLowerPriority() async throws {
        try await withShell { tmux, id, _ in
            // The event loop has started before the screen is drawn.
            try await tmux.waitFor("ws://localhost:")
            let (console, relay) = try (Self.niceness(id, of: "signal-console"), Self.niceness(id, of: "NIO-ELT"))
            #expect(console == min(19, try #require(relay) + 15))
        }
    }

    /// Returns the nice value of the first thread with the given name (proc(5)); `nil` if there is none.
    private static func niceness(_ id: Int32, of name: String) throws -> Int? {
        let tasks = "/proc/\(id)/task"
        for task in try FileManager.default.contentsOfDirectory(atPath: tasks).sorted() {
            let stat = try String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8)
            guard stat.contains("(\(name)"), let end = stat.lastIndex(of: ")") else { continue }
            // The nice value is field 19; the fields after the name start at 3.
            return Int(stat[end...].split(separator: " ")[17])
        }
        return nil
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func signalRestoresTheTerminal(signal: Int32) async throws {
        try await withShell { tmux, id, port in
            let client = try await PlainClient.open("ws://localhost:\(port)/")
            kill(id, signal)
            #expect(try await client.next() == .close(1001, "the relay is closing"))
            try await expectRestored(tmux, status: 0)
        }
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGQUIT, SIGUSR1])
    func crashRestoresTheTerminal(signal: Int32) async throws {
        try await withShell { tmux, id, _ in
            kill(id, signal)
            try await expectRestored(tmux, status: 128 + Int(signal))
        }
    }

    @Test func interruptAsksWhilePeersAreConnected() async throws {
        try await withShell { tmux, _, port in
            let client = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
            try await tmux.waitFor("alice")
            try await tmux.keys("C-c")
            try await tmux.waitFor("quit?  y yes  n no")
            try await tmux.keys("n")
            try await tmux.waitUntil(what: "no question") { !$0.contains("quit?") }
            try await tmux.keys("C-c", "C-c")
            try await expectRestored(tmux, status: 0)
            #expect(try await client.next() == .close(1001, "the relay is closing"))
        }
    }

    @Test func terminalIsRestoredDuringTheDrainTimeout() async throws {
        try await withShell("--drain-timeout 60") { tmux, id, port in
            let (alice, bob) = (
                try await PlainClient.open("ws://localhost:\(port)/"),
                try await PlainClient.open("ws://localhost:\(port)/")
            )
            try await tmux.waitFor("2 peers")
            try await tmux.keys("Q")
            try await tmux.waitFor("quit?  y yes  n no")
            try await tmux.keys("y")
            try await tmux.waitFor("before the program")
            try await alice.send(text: "still here")
            #expect(try await bob.next() == .text("still here"))
            kill(id, SIGINT)
            try await expectRestored(tmux, status: 130)
        }
    }

    @Test func suspendingReturnsToTheShellAndResumesAtTheNewSize() async throws {
        try await withTmux(command: ["bash", "--norc", "--noprofile", "-i"]) { tmux in
            try await tmux.type("PS1='ready> '; '\(Program.path)' --port 0\n")
            try await tmux.waitFor("Nobody is here yet")
            try await tmux.keys("C-z")
            try await tmux.waitFor("Stopped")
            #expect(try await tmux.flags == "cursor 1, alternate 0, mouse 0")
            try await tmux.type("echo typed $((1 + 1))\n")
            try await tmux.waitFor("typed 2")
            try await tmux.resize(columns: 120, rows: 30)
            try await tmux.type("fg\n")
            try await tmux.waitUntil(what: "the screen at its new size") {
                let lines = $0.split(separator: "\n", omittingEmptySubsequences: false)
                return lines.count >= 30 && lines[0].count >= 118 && lines[29].contains("q quit")
            }
            try await tmux.keys("q")
            try await tmux.waitUntil(what: "the shell") { $0.contains("ready>") && !$0.contains("Nobody is here") }
        }
    }

    @Test func resizeStormEndsWithTheRightScreen() async throws {
        try await withConsole { tmux, _ in
            for round in 0..<40 { try await tmux.resize(columns: 20 + round * 37 % 180, rows: 4 + round * 11 % 50) }
            try await tmux.resize(columns: 40, rows: 8)
            try await tmux.waitFor("needs 60x12, this is 40x8")
            try await tmux.resize(columns: 160, rows: 45)
            try await tmux.waitUntil(what: "the whole screen") {
                $0.contains("● LIVE") && $0.contains("┬─3 Detail") && $0.contains("q quit")
            }
            try await tmux.resize(columns: 80, rows: 24)
            let screen = try await tmux.waitUntil(what: "the small screen") {
                $0.contains("Start camera and join") && $0.contains("─3 Detail") && !$0.contains("┬")
            }
            #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { $0.count <= 80 })
        }
    }

    @Test func hostileAndWideNamesAreSanitizedAndAligned() async throws {
        try await withConsole { tmux, port in
            let room = "ws://localhost:\(port)/?room=demo&name="
            let evil = try await PlainClient.open(room + "%1b%5d0;x%07%e2%80%aeevil")
            try await tmux.waitFor("evil")
            let author = try await PlainClient.open(room + "%E4%BD%9C%E8%80%85%F0%9F%99%82")
            let screen = try await tmux.waitFor("2 peers 1 room")
            let rows = screen.split(separator: "\n").map(String.init)
            #expect(rows[3].hasPrefix("▸ ␛]0;x␇�evil     demo        plain"))
            #expect(rows[4].hasPrefix("  作者🙂          demo        plain"))
            #expect(try await tmux.title != "x")
            try await evil.close()
            try await author.close()
        }
    }

    @Test(arguments: [("C", "● LIVE"), ("POSIX", "● LIVE"), ("xx_YY.UTF-8", "● LIVE")])
    func missingLocaleMeansUTF8(locale: String, sign: String) async throws {
        try await withConsole(environment: ["LC_ALL": locale]) { tmux, _ in
            _ = try await tmux.waitFor(sign)
        }
    }

    @Test func asciiModeDrawsOnlyASCII() async throws {
        try await withConsole("--ascii") { tmux, _ in
            let screen = try await tmux.waitFor("* LIVE")
            #expect(screen.unicodeScalars.allSatisfy { $0.isASCII })
        }
    }
}

extension Tmux {
    /// The tmux flags of the cursor, the alternate screen and mouse reporting.
    fileprivate var flags: String {
        get async throws {
            try await self.expand("cursor #{cursor_flag}, alternate #{alternate_on}, mouse #{mouse_any_flag}")
        }
    }

    /// The title of the window.
    fileprivate var title: String {
        get async throws { try await self.expand("#{pane_title}") }
    }
}
