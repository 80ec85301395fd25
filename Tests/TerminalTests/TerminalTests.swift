import Foundation
import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Terminal

/// The screen on a pseudoterminal: the sequences that it writes, and the input that it reads.
///
/// The tests run one at a time, because ncurses has one terminal at a time.
@Suite(.serialized) struct TerminalTests {
    /// Runs `body` with an open screen.
    private func withTerminal(
        _ type: String = "xterm-256color",
        isColorless: Bool = false,
        _ body: (inout CursesTerminal, PseudoTerminal) throws -> Void
    ) throws {
        let pty = try PseudoTerminal(columns: 40, rows: 5)
        var terminal = try CursesTerminal.open(
            type: type, isColorless: isColorless, isInTmux: false, input: pty.terminal, output: pty.terminal)
        try body(&terminal, pty)
        terminal.leave()
    }

    private func canvas(_ text: String, _ style: Style = .plain) -> Canvas {
        var canvas = Canvas(size: Size(columns: 40, rows: 5))
        canvas.put(text, row: 0, column: 0, style)
        return canvas
    }

    private let frameEnd = "\u{1B}[?2026l"

    @Test func bracketedPasteIsOnWhileTheScreenIsOpen() throws {
        try withTerminal { terminal, pty in
            #expect(pty.read(through: "h") == "\u{1B}[?2004h")
            terminal.leave()
            #expect(pty.read(through: "\u{1B}[?1049l").contains("\u{1B}[?2004l"))
            terminal.enter()
            #expect(pty.read(through: "\u{1B}[?2004h").hasSuffix("\u{1B}[?2004h"))
        }
    }

    @Test func mouseReportsAreOnWhileRequestedAndTheScreenIsOpen() throws {
        try withTerminal { terminal, pty in
            #expect(!pty.read(through: "\u{1B}[?2004h").contains("1002"))
            terminal.setMouseReporting(true)
            terminal.setMouseReporting(true)
            #expect(pty.read(through: "\u{1B}[?1006h") == "\u{1B}[?1002h\u{1B}[?1006h")
            terminal.leave()
            #expect(pty.read(through: "\u{1B}[?1006l") == "\u{1B}[?1002l\u{1B}[?1006l")
            terminal.enter()
            #expect(pty.read(through: "\u{1B}[?1006h").hasSuffix("\u{1B}[?1002h\u{1B}[?1006h"))
            terminal.setMouseReporting(false)
            #expect(pty.read(through: "\u{1B}[?1006l") == "\u{1B}[?1002l\u{1B}[?1006l")
        }
    }

    @Test func theModesAreRestored() throws {
        let pty = try PseudoTerminal(columns: 40, rows: 5)
        let before = pty.modes
        var terminal = try CursesTerminal.open(
            type: "xterm", isColorless: false, isInTmux: false, input: pty.terminal, output: pty.terminal)
        #expect(pty.modes != before)
        terminal.leave()
        #expect(pty.modes == before)
    }

    @Test func keysPastesAndMouseReportsAreRead() throws {
        try withTerminal { terminal, pty in
            pty.typeAndWait("j\u{1B}[<0;3;2M\u{1B}[200~q\nq\u{1B}[201~\u{1B}[1;2A\u{1B}OA")
            let expected: [Event] = [
                .key(.character("j")), .mouse(MouseEvent(.press, row: 1, column: 2)), .paste("q q"), .key(.up),
            ]
            #expect(terminal.events() == expected)
            pty.typeAndWait("\u{1B}")
            #expect(terminal.events() == [.key(.escape)])
            #expect(terminal.events().isEmpty)
        }
    }

    @Test func aTitleIsMadePrintableAndTheOriginalOneRestored() throws {
        try withTerminal { terminal, pty in
            _ = pty.read(through: "\u{1B}[?2004h")
            terminal.setTitle("2 peers\u{1B}]0;x\u{7}")
            terminal.setTitle("2 peers\u{1B}]0;x\u{7}")
            let title = pty.read(through: "\u{7}")
            #expect(title.hasPrefix("\u{1B}[22;0t\u{1B}]2;2 peers"))
            #expect(title.unicodeScalars.filter { $0 == "\u{1B}" }.count == 2)
            terminal.setTitle("3 peers")
            #expect(pty.read(through: "\u{7}") == "\u{1B}]2;3 peers\u{7}")
            terminal.leave()
            #expect(pty.read(through: "\u{1B}[23;0t").hasSuffix("\u{1B}[23;0t"))
            terminal.enter()
            #expect(pty.read(through: "\u{7}").hasSuffix("\u{1B}[22;0t\u{1B}]2;3 peers\u{7}"))
        }
    }

    @Test(arguments: ["linux", "vt100"])
    func aTerminalTypeWithoutOSCGetsNoTitleAndNoCopy(type: String) throws {
        try withTerminal(type) { terminal, pty in
            _ = pty.read(through: "\u{1B}[?2004h")
            terminal.setTitle("2 peers")
            #expect(terminal.copy("v=0") == "not copied, 3 B; this terminal type does not support OSC 52")
            terminal.ringBell()
            terminal.show(canvas(""), theme: .dark)
            #expect(pty.read(through: "\u{7}") == "\u{7}")
        }
    }

    @Test func theBellRingsOnceInAFrame() throws {
        try withTerminal { terminal, pty in
            terminal.show(canvas("calm"), theme: .dark)
            _ = pty.read(through: frameEnd)
            for _ in 0..<100 { terminal.ringBell() }
            terminal.show(canvas("alarm"), theme: .dark)
            let frame = pty.read(through: frameEnd)
            #expect(frame.hasPrefix("\u{7}\u{1B}[?2026h") && frame.utf8.filter { $0 == 7 }.count == 1)
            terminal.ringBell()
            terminal.show(canvas("alarm"), theme: .dark)
            #expect(pty.read(through: "\u{7}") == "\u{7}", "the bell rings without a change on the screen too")
            terminal.show(canvas("calm"), theme: .dark)
            #expect(!pty.read(through: frameEnd).contains("\u{7}"))
        }
    }

    @Test func anEmptyTitleRestoresTheOriginalOne() throws {
        try withTerminal { terminal, pty in
            _ = pty.read(through: "\u{1B}[?2004h")
            terminal.setTitle("")
            terminal.setTitle("2 peers")
            #expect(pty.read(through: "\u{7}") == "\u{1B}[22;0t\u{1B}]2;2 peers\u{7}")
            terminal.setTitle("")
            terminal.setTitle("")
            #expect(pty.read(through: "t") == "\u{1B}[23;0t")
            terminal.leave()
            terminal.enter()
            let again = pty.read(through: "\u{1B}[?2004h")
            #expect(!again.contains("23;0t") && !again.contains("]2;"))
            terminal.setTitle("2 peers")
            #expect(pty.read(through: "\u{7}").hasSuffix("\u{1B}[22;0t\u{1B}]2;2 peers\u{7}"))
        }
    }

    @Test(arguments: ["xterm", "screen", "tmux", "tmux-256color", "screen-256color", "xterm-kitty", "alacritty"])
    func aTerminalTypeWithOSCGetsTheTitle(type: String) throws {
        try withTerminal(type) { terminal, pty in
            terminal.setTitle("2 peers")
            #expect(pty.read(through: "\u{7}").hasSuffix("\u{1B}]2;2 peers\u{7}"))
        }
    }

    @Test func aCopyIsNotInterleavedWithFramesOnASlowTerminal() throws {
        try withTerminal { terminal, pty in
            terminal.show(canvas("before"), theme: .dark)
            let message = terminal.copy(String(repeating: "x", count: 70_000))
            #expect(message == "copied 70,000 B by OSC 52")
            let isReady = terminal.isReady
            #expect(!isReady)
            var text = ""
            var piece = " "
            while !piece.isEmpty, !text.hasSuffix("\u{7}") {
                piece = pty.read()
                text += piece
                terminal.flush()
            }
            let parts = text.components(after: "\u{1B}]52;c;")
            #expect(parts.before.hasSuffix(frameEnd))
            #expect(parts.after == String(repeating: "eHh4", count: 23_333) + "eA==" + "\u{7}")
        }
    }

    @Test func aFlashIsOneFrameInReverseVideo() throws {
        try withTerminal { terminal, pty in
            terminal.show(canvas("calm"), theme: .dark)
            _ = pty.read(through: frameEnd)
            terminal.flashScreen()
            var needsFrame = [terminal.isFlashing]
            terminal.show(canvas("calm"), theme: .dark)
            let flashed = pty.read(through: frameEnd)
            #expect(flashed.contains("\u{1B}[0;7mcalm"))
            needsFrame.append(terminal.isFlashing)
            terminal.show(canvas("calm"), theme: .dark)
            let calm = pty.read(through: frameEnd)
            #expect(calm.contains("calm") && !calm.contains("[7m"))
            needsFrame.append(terminal.isFlashing)
            #expect(needsFrame == [true, true, false])
        }
    }

    @Test func aChangeOfThemeRepaints() throws {
        try withTerminal { terminal, pty in
            terminal.show(canvas("offer", Style(.offer)), theme: .dark)
            #expect(pty.read(through: frameEnd).contains("38;5;114m"))
            terminal.show(canvas("offer", Style(.offer)), theme: .light)
            #expect(pty.read(through: frameEnd).contains("38;5;28m"))
        }
    }

    @Test func aColorlessScreenUsesNoColors() throws {
        try withTerminal(isColorless: true) { terminal, pty in
            terminal.show(canvas("offer", Style(.error)), theme: .contrast)
            let frame = pty.read(through: frameEnd)
            #expect(frame.contains("\u{1B}[0;1moffer"))
            #expect(!frame.contains(";5;"))
        }
    }

    @Test func theScrollRegionIsTheWholeScreen() throws {
        try withTerminal { terminal, pty in
            terminal.show(canvas(""), theme: .dark)
            let frame = pty.read(through: frameEnd)
            #expect(frame.contains("\u{1B}[?1049h") && frame.contains("\u{1B}[1;5r"))
            #expect(!frame.contains("\u{1B}[1;24r"))
        }
    }

    @Test func aFrameIsDrawnCompletelyWhileInputIsPending() throws {
        try withTerminal { terminal, pty in
            pty.typeAndWait(String(repeating: "j", count: 100))
            terminal.show(canvas("the whole frame"), theme: .dark)
            #expect(pty.read(through: frameEnd).contains("the whole frame"))
        }
    }

    // MARK: Failures

    @Test(arguments: [
        ("dumb", TerminalError.cannotMoveCursor(type: "dumb")), ("", .unknownType("")),
    ])
    func aFailedOpenClosesItsFiles(type: String, error: TerminalError) throws {
        let pty = try PseudoTerminal(columns: 40, rows: 5)
        let before = openFiles(of: pty)
        #expect(throws: error) {
            _ = try CursesTerminal.open(
                type: type, isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
        }
        #expect(openFiles(of: pty) == before)
    }

    @Test func aTerminalClosesItsFiles() throws {
        let pty = try PseudoTerminal(columns: 40, rows: 5)
        let before = openFiles(of: pty)
        do {
            var terminal = try CursesTerminal.open(
                type: "xterm", isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
            terminal.leave()
        }
        #expect(openFiles(of: pty) == before)
    }

    /// Returns the open descriptors of `pty`'s terminal and of files that ncurses draws into.
    private func openFiles(of pty: PseudoTerminal) -> [Int32] {
        let terminal = ttyname(pty.terminal).map { String(cString: $0) }
        return (Int32(0)..<1024).filter { descriptor in
            let link = "/proc/self/fd/\(descriptor)"
            guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else { return false }
            return path == terminal || path.contains("memfd:screen")
        }
    }
}

extension String {
    /// Returns the parts before and after the first `mark`.
    fileprivate func components(after mark: String) -> (before: String, after: String) {
        let (text, mark) = (Array(utf8), Array(mark.utf8))
        let start = text.indices.first { text[$0...].starts(with: mark) } ?? text.count
        return (
            String(decoding: text[..<start], as: UTF8.self),
            String(decoding: text[min(start + mark.count, text.count)...], as: UTF8.self)
        )
    }
}
