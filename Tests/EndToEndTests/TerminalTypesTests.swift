import Foundation
import TestSupport
import Testing

/// The console on different types of terminals.
@Suite struct TerminalTypesTests {
    @Test(arguments: [
        "xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color", "linux", "vt100", "vt220",
        "rxvt",
    ])
    func knownTerminalsAreSupported(type: String) async throws {
        try await withConsole(environment: ["TERM": type]) { tmux, port in
            let screen = try await tmux.waitFor("q quit")
            let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0].hasPrefix(" signal-console  ws://localhost:\(port)"))
            #expect(lines[0].hasSuffix("● LIVE"))
            #expect(screen.contains("Nobody is here yet"))
            #expect(!screen.contains("not known here"))
            try await tmux.keys("?")
            try await tmux.waitFor("q back")
            try await tmux.keys("Escape")
            try await tmux.waitFor("Nobody is here yet")
            try await tmux.keys("q")
            #expect(try await tmux.waitForExit() == 0)
        }
    }

    @Test(arguments: ["xterm-kitty", "alacritty", "foot", "unknown", "xterm-nothing"])
    func unknownTerminalsUseASubstitute(type: String) async throws {
        try await withConsole(environment: ["TERM": type, "TERMINFO": "", "TERMINFO_DIRS": ""]) { tmux, _ in
            let screen = try await tmux.waitFor("this terminal's type is not known here: drawn as xterm-256color")
            #expect(screen.contains("● LIVE"))
            try await tmux.keys("q")
            #expect(try await tmux.waitForExit() == 0)
        }
    }

    @Test(arguments: [
        ("TERM=dumb", "no screen: terminal type 'dumb' cannot move its cursor"),
        ("TERM=", "no screen: TERM is not set"), ("-uTERM", "no screen: TERM is not set"),
    ])
    func unusableTerminalsRunHeadless(type: String, text: String) async throws {
        try await withTmux(command: ["env", type, Program.path, "--port", "0"]) { tmux in
            let screen = try await tmux.waitFor("listening on ws://localhost:")
            #expect(screen.replacingOccurrences(of: "\n", with: "").contains(text))
            try await tmux.keys("C-c")
            #expect(try await tmux.waitForExit() == 0)
        }
    }

    @Test(arguments: [("1", false), ("", true)])
    func noColorIsRespected(value: String, isColored: Bool) async throws {
        let command = [Program.path, "--port", "0"]
        let pty = try Program.onTerminal(command, columns: 80, rows: 24, environment: ["NO_COLOR": value])
        let text = try await eventually("the first frame") {
            let text = pty.text
            return text.contains("\u{1B}[?2026l") ? text : nil
        }
        #expect(text.contains("38;5;") == isColored)
        pty.type("q")
        _ = try await eventually("the end of the program") { pty.output.isEmpty ? nil : pty.exit }
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGKILL])
    func crashResetsTerminalModes(signal: Int32) async throws {
        let pty = try Program.onTerminal([Program.path, "--port", "0"], columns: 80, rows: 24)
        let count = try await eventually("the first frame") {
            let bytes = pty.output
            return Program.port(in: String(decoding: bytes, as: UTF8.self)).map { _ in bytes.count }
        }
        pty.signal(signal)
        let exit = try await eventually("the end of the program") { pty.exit }
        #expect(exit == .signal(signal))
        let rest = String(decoding: pty.output.dropFirst(count), as: UTF8.self)
        let isToldTo = ["?1002l", "?1006l", "?2004l", "?25h", "?1049l"].map { rest.contains("\u{1B}[" + $0) }
        #expect(isToldTo == Array(repeating: signal != SIGKILL, count: 5))
    }

    @Test func crashRestoresTheTitle() async throws {
        let pty = try Program.onTerminal([Program.path, "--port", "0"], columns: 80, rows: 24)
        let count = try await eventually("a title") {
            let bytes = pty.output
            return String(decoding: bytes, as: UTF8.self).contains("\u{1B}]2;signal-console") ? bytes.count : nil
        }
        pty.signal(SIGSEGV)
        _ = try await eventually("the end of the program") { pty.exit }
        let rest = String(decoding: pty.output.dropFirst(count), as: UTF8.self)
        #expect(rest.contains("\u{1B}[?1049l\r\n\u{1B}[23;0t"))
    }

    @Test func pastesRunNoCommands() async throws {
        try await withTmux(command: ["bash", "--norc", "--noprofile", "-i"]) { tmux in
            try await tmux.type("PS1='ready> '; '\(Program.path)' --port 0\n")
            try await tmux.waitFor("Nobody is here yet")
            try await tmux.paste("q\ny\n?q")
            try await tmux.waitFor("paste into a line: / or : begins one")
            try await tmux.keys("?")
            try await tmux.waitUntil(what: "no notice") { !$0.contains("paste into a line") }
            try await tmux.keys("Escape", "C-z")
            try await tmux.waitFor("Stopped")
            try await tmux.type("fg\n")
            try await tmux.waitFor("Nobody is here yet")
            try await tmux.paste("q\ny\n?q")
            try await tmux.waitFor("paste into a line: / or : begins one")
            try await tmux.keys("q")
            try await tmux.waitUntil(what: "the shell") { $0.contains("ready>") && !$0.contains("Nobody is here") }
        }
    }

    @Test func unboundKeysDoNothing() async throws {
        try await withConsole { tmux, _ in
            try await tmux.keys("S-Up", "C-Left", "M-Right", "S-F5", "IC", "S-Down")
            try await tmux.keys("F11")
            try await tmux.waitFor("F11 does nothing here")
            #expect(try await tmux.screen().contains("Nobody is here yet"))
        }
    }

    @Test func scrollRegionIsRestored() async throws {
        try await withConsole(size: (100, 40)) { tmux, _ in
            try await tmux.keys("q")
            #expect(try await tmux.waitForExit() == 0)
            try await eventually("the whole screen") {
                try await tmux.expand("#{alternate_on} #{scroll_region_upper} #{scroll_region_lower}") == "0 0 39"
            }
        }
    }
}

extension Tmux {
    /// Pastes a text, as a bracketed paste if the program has enabled that.
    fileprivate func paste(_ text: String) async throws {
        try await command("set-buffer", "--", text)
        try await command("paste-buffer", "-p")
    }
}
