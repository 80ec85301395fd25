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

/// What goes on while the operator's editor is open.
extension TerminalTests {
    /// A mailbox holds 16 MiB: all of 40 comes only if somebody takes it in meanwhile.
    @Test func entriesAreTakenInWhileTheEditorIsOpen() throws {
        let (wakes, posted) = (Counter(), Counter())
        let desk = try EditorDesk {
            wakes.note()
            ts_wake()
        }
        let (folder, mailbox) = (desk.folder.path, desk.mailbox)
        let payload = [UInt8](repeating: 0x78, count: 200 * 1024)
        whenThere(folder + "/path") {
            let limit = ContinuousClock.now + .seconds(60)
            for number in 1...205 {
                let transit = Delivery(
                    message: Message(.binary, payload), sender: .peer(PeerID(1)), room: "demo", hearers: [])
                mailbox.post(
                    .entry(Entry(number: number, time: .seconds(Double(number) / 1000), content: .message(transit))),
                    bytes: payload.count)
                posted.note()
                // Half of what it holds waits at the most; that it is empty shows by the wake.
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
        let edited = try desk.edit("v=0\n", byScript: #"while ! [ -e go ]; do sleep 0.02; done; echo s=- >> "$1""#)
        #expect(edited == .saved("v=0\ns=-\n"))
        #expect(posted.count == 205)
        let rest = desk.mailbox.take()
        let more = rest.elements.count
        #expect(desk.model.context.session.lost == 0 && rest.lost == 0)
        #expect(
            desk.model.context.session.journal.count + more >= 205 && more <= 45,
            "\(desk.model.context.session.journal.count) and \(more)")
        #expect(desk.model.context.session.now >= .seconds(0.16))
    }

    @Test func secondsGoByWhileTheEditorIsOpen() throws {
        let desk = try EditorDesk()
        let edited = try desk.edit("v=0\n", byScript: "sleep 1.2")
        #expect(edited == .unchanged)
        #expect(desk.model.context.session.now >= .seconds(1))
    }

    @Test func theScreenIsGivenAwayAndComesBackWhole() throws {
        let desk = try EditorDesk()
        let (found, own) = (desk.before, desk.pty.modes)
        desk.terminal.listen(toMouse: true)
        desk.terminal.setTitle("2 peers")
        var canvas = Canvas(size: Size(columns: 40, rows: 5))
        canvas.put("as it was", row: 0, column: 0, .plain)
        desk.terminal.show(canvas, theme: .dark)
        _ = desk.pty.read(through: "\u{1B}[?2026l")
        let edited = try desk.edit("v=0\n", byScript: "stty -g > modes; stty raw -echo; echo here")
        #expect(edited == .unchanged)
        let given = desk.pty.read(through: "here")
        #expect(given.contains("\u{1B}[?1006l") && given.contains("\u{1B}[?2004l"))
        #expect(given.contains("\u{1B}[?1049l") && given.contains("\u{1B}[23;0t"))
        #expect(desk.note("modes")?.isEmpty == false)
        #expect(desk.pty.modes == own)
        desk.terminal.show(canvas, theme: .dark)
        let back = desk.pty.read(through: "\u{1B}[?2026l")
        #expect(back.contains("\u{1B}[?2004h\u{1B}[?1002h\u{1B}[?1006h\u{1B}[22;0t\u{1B}]2;2 peers\u{7}"))
        #expect(back.contains("\u{1B}[?1049h") && back.contains("as it was"))
        desk.terminal.leave()
        #expect(desk.pty.modes == found)
    }

    @Test func aTitleThatComesMeanwhileWaits() throws {
        let desk = try EditorDesk()
        _ = desk.pty.read(through: "\u{1B}[?2004h")
        desk.terminal.leave()
        _ = desk.pty.read(through: "\u{1B}[?1l\u{1B}>")
        desk.terminal.setTitle("3 peers")
        #expect(desk.pty.readAvailable().isEmpty)
        desk.terminal.enter()
        #expect(desk.pty.read(through: "\u{7}").hasSuffix("]2;3 peers\u{7}"))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalEndsTheEditorTooAndItsTextIsKept(signal: Int32) throws {
        let desk = try EditorDesk()
        whenThere(desk.folder.path + "/ready") { SignalPipe.post(signal) }
        let edited = try desk.edit("v=0\n", byScript: endless)
        #expect(edited == nil)
        #expect(desk.note("told") == "TERM\n")
        #expect(desk.complaints == ["the text that was being edited is kept in \(desk.path)"])
        #expect(try String(contentsOfFile: desk.path, encoding: .utf8) == "v=0\ns=-\n")
        #expect(desk.pty.modes == desk.before)
        desk.removeFile()
    }

    @Test func anEditorThatDoesNotWantToEndIsMadeTo() throws {
        let desk = try EditorDesk()
        whenThere(desk.folder.path + "/ready") { SignalPipe.post(SIGTERM) }
        let edited = try desk.edit(
            "v=0\n", byScript: "trap '' TERM; echo $$ > id; : > ready; while :; do sleep 9; done")
        #expect(edited == nil)
        let id = Int32(desk.note("id")?.trimmingCharacters(in: .newlines) ?? "") ?? 0
        #expect(id > 0 && kill(id, 0) != 0)
        desk.removeFile()
    }

    @Test func aTerminalThatGoesAwayKeepsTheText() throws {
        let desk = try EditorDesk()
        _ = desk.pty.readAvailable()
        let pty = desk.pty
        whenThere(desk.folder.path + "/ready") { pty.hangUp() }
        let edited = try desk.edit("v=0\n", byScript: endless)
        #expect(edited == nil)
        #expect(!desk.isFileGone)
        desk.removeFile()
    }

    /// An interrupt that is typed before the editor has the terminal, or after.
    @Test func anInterruptIsTheEditors() throws {
        let desk = try EditorDesk()
        let go = desk.folder.path + "/go"
        whenThere(desk.folder.path + "/path") {
            SignalPipe.post(SIGINT)
            _ = FileManager.default.createFile(atPath: go, contents: nil)
        }
        let edited = try desk.edit("v=0\n", byScript: "while ! [ -e go ]; do sleep 0.02; done; echo s=- > \"$1\"")
        #expect(edited == .saved("s=-\n"))
    }

    @Test func withAStoppedEditorTheConsoleStopsAndBothGoOn() throws {
        let desk = try EditorDesk()
        let stops = Counter()
        desk.loop.stop = stops.note
        let edited = try desk.edit("v=0\n", byScript: "kill -TSTP $$; kill -STOP $$; echo s=- > \"$1\"")
        #expect(edited == .saved("s=-\n"))
        #expect(stops.count == 2)
    }

    /// An editor that says when it is there, and puts its text in safety when it is told to end.
    private var endless: String {
        #"trap 'echo TERM > told; echo s=- >> "$1"; exit 1' TERM; : > ready; while :; do sleep 0.02; done"#
    }
}

private final class Counter: Sendable {
    private let counter = Atomic(0)

    var count: Int { counter.load(ordering: .acquiring) }

    @Sendable func note() { counter.add(1, ordering: .releasing) }
}
