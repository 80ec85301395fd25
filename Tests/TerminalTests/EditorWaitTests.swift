import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CTerminalSignals
@testable import Console
@testable import Drawing
@testable import Events
@testable import Mailbox
@testable import Messages
@testable import Screens
@testable import Sessions
@testable import Terminal

/// The console while the editor is open.
extension TerminalTests {
    /// The mailbox holds 16 MiB, so 40 MiB arrive completely only if they are folded meanwhile.
    @Test func reportsAreFoldedWhileTheEditorIsOpen() throws {
        let (wakes, posted) = (Counter(), Counter())
        let console = try EditorConsole {
            wakes.increment()
            ts_wake()
        }
        let (folder, mailbox) = (console.folder.path, console.mailbox)
        let payload = [UInt8](repeating: 0x78, count: 200 * 1024)
        whenExists(folder + "/path") {
            let limit = ContinuousClock.now + .seconds(60)
            for number in 1...205 {
                let delivery = Delivery(
                    message: Message(.binary, payload), sender: .peer(PeerID(1)), room: "demo", recipients: [])
                mailbox.post(
                    .entry(Entry(number: number, time: .seconds(Double(number) / 1000), content: .message(delivery))),
                    bytes: payload.count)
                posted.increment()
                // At most half of the capacity is used at a time; a wake shows that the mailbox was empty.
                guard number % 40 == 0 else { continue }
                while ContinuousClock.now < limit {
                    let before = wakes.count
                    mailbox.post(.gauges(Gauges()), bytes: 1)
                    if wakes.count > before { break }
                    usleep(1000)
                }
            }
            _ = FileManager.default.createFile(atPath: folder + "/go", contents: nil)
        }
        let edited = try console.edit("v=0\n", byScript: #"while ! [ -e go ]; do sleep 0.02; done; echo s=- >> "$1""#)
        #expect(edited == .saved("v=0\ns=-\n"))
        #expect(posted.count == 205)
        let rest = console.mailbox.take()
        let more = rest.elements.count
        #expect(console.model.context.session.lost == 0 && rest.lost == 0)
        #expect(
            console.model.context.session.journal.count + more >= 205 && more <= 45,
            "\(console.model.context.session.journal.count) and \(more)")
        #expect(console.model.context.session.now >= .seconds(0.16))
    }

    @Test func timeAdvancesWhileTheEditorIsOpen() throws {
        let console = try EditorConsole()
        let edited = try console.edit("v=0\n", byScript: "sleep 1.2")
        #expect(edited == .unchanged)
        #expect(console.model.context.session.now >= .seconds(1))
    }

    @Test func theScreenIsLeftForTheEditorAndRestored() throws {
        let console = try EditorConsole()
        let (original, own) = (console.originalModes, console.pty.modes)
        console.terminal.setMouseReporting(true)
        console.terminal.setTitle("2 peers")
        var canvas = Canvas(size: Size(columns: 40, rows: 5))
        canvas.put("as it was", row: 0, column: 0, .plain)
        console.terminal.show(canvas, theme: .dark)
        _ = console.pty.read(through: "\u{1B}[?2026l")
        let edited = try console.edit("v=0\n", byScript: "stty -g > modes; stty raw -echo; echo here")
        #expect(edited == .unchanged)
        let given = console.pty.read(through: "here")
        #expect(given.contains("\u{1B}[?1006l") && given.contains("\u{1B}[?2004l"))
        #expect(given.contains("\u{1B}[?1049l") && given.contains("\u{1B}[23;0t"))
        #expect(console.contents(of: "modes")?.isEmpty == false)
        #expect(console.pty.modes == own)
        console.terminal.show(canvas, theme: .dark)
        let back = console.pty.read(through: "\u{1B}[?2026l")
        #expect(back.contains("\u{1B}[?2004h\u{1B}[?1002h\u{1B}[?1006h\u{1B}[22;0t\u{1B}]2;2 peers\u{7}"))
        #expect(back.contains("\u{1B}[?1049h") && back.contains("as it was"))
        console.terminal.leave()
        #expect(console.pty.modes == original)
    }

    @Test func aTitleIsNotWrittenWhileTheEditorIsOpen() throws {
        let console = try EditorConsole()
        _ = console.pty.read(through: "\u{1B}[?2004h")
        console.terminal.leave()
        _ = console.pty.read(through: "\u{1B}[?1l\u{1B}>")
        console.terminal.setTitle("3 peers")
        #expect(console.pty.readAvailable().isEmpty)
        console.terminal.enter()
        #expect(console.pty.read(through: "\u{7}").hasSuffix("]2;3 peers\u{7}"))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalTerminatesTheEditorAndItsTextIsKept(signal: Int32) throws {
        let console = try EditorConsole()
        whenExists(console.folder.path + "/ready") { SignalPipe.post(signal) }
        let edited = try console.edit("v=0\n", byScript: endless)
        #expect(edited == nil)
        #expect(console.contents(of: "signal") == "TERM\n")
        #expect(console.errors == ["the text that was being edited is kept in \(console.path)"])
        #expect(try String(contentsOfFile: console.path, encoding: .utf8) == "v=0\ns=-\n")
        #expect(console.pty.modes == console.originalModes)
        console.removeFile()
    }

    @Test func anEditorThatIgnoresSIGTERMIsKilled() throws {
        let console = try EditorConsole()
        whenExists(console.folder.path + "/ready") { SignalPipe.post(SIGTERM) }
        let edited = try console.edit(
            "v=0\n", byScript: "trap '' TERM; echo $$ > id; : > ready; while :; do sleep 9; done")
        #expect(edited == nil)
        let id = Int32(console.contents(of: "id")?.trimmingCharacters(in: .newlines) ?? "") ?? 0
        #expect(id > 0 && kill(id, 0) != 0)
        console.removeFile()
    }

    @Test func theTextIsKeptWhenTheTerminalHangsUp() throws {
        let console = try EditorConsole()
        _ = console.pty.readAvailable()
        let pty = console.pty
        whenExists(console.folder.path + "/ready") { pty.hangUp() }
        let edited = try console.edit("v=0\n", byScript: endless)
        #expect(edited == nil)
        #expect(!console.isFileRemoved)
        console.removeFile()
    }

    /// An interrupt key may be pressed before the editor is in the foreground.
    @Test func anInterruptDoesNotEndTheConsole() throws {
        let console = try EditorConsole()
        let go = console.folder.path + "/go"
        whenExists(console.folder.path + "/path") {
            SignalPipe.post(SIGINT)
            _ = FileManager.default.createFile(atPath: go, contents: nil)
        }
        let edited = try console.edit("v=0\n", byScript: "while ! [ -e go ]; do sleep 0.02; done; echo s=- > \"$1\"")
        #expect(edited == .saved("s=-\n"))
    }

    @Test func theConsoleStopsAndContinuesWithTheEditor() throws {
        let console = try EditorConsole()
        let stops = Counter()
        console.loop.stop = stops.increment
        let edited = try console.edit("v=0\n", byScript: "kill -TSTP $$; kill -STOP $$; echo s=- > \"$1\"")
        #expect(edited == .saved("s=-\n"))
        #expect(stops.count == 2)
    }

    /// The script of an editor that reports when it is ready, and saves its text on SIGTERM.
    private var endless: String {
        #"trap 'echo TERM > signal; echo s=- >> "$1"; exit 1' TERM; : > ready; while :; do sleep 0.02; done"#
    }
}

private final class Counter: Sendable {
    private let counter = Atomic(0)

    var count: Int { counter.load(ordering: .acquiring) }

    @Sendable func increment() { counter.add(1, ordering: .releasing) }
}
