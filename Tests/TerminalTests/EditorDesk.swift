import Foundation
import Synchronization
import TestSupport

@testable import CTerminalSignals
@testable import Console
@testable import Drawing
@testable import Events
@testable import Mailbox
@testable import Sessions
@testable import Terminal

/// A console on a terminal, and scripts in the place of an editor.
final class EditorDesk {
    let pty: PseudoTerminal
    /// The terminal's modes before the screen was on it.
    let before: [tcflag_t]
    let folder: URL
    let mailbox: Mailbox<RelayEvent>
    var terminal: Terminal
    var model = Model(
        Session(Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "127.0.0.1")),
        size: Size(columns: 40, rows: 5))
    /// What was said on standard error.
    private(set) var complaints: [String] = []
    var loop: ConsoleLoop

    init(wake: @escaping @Sendable () -> Void = ts_wake) throws {
        pty = try PseudoTerminal(columns: 40, rows: 5)
        before = pty.modes
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("editor-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        mailbox = Mailbox(wake: wake)
        terminal = try Terminal.open(
            type: "xterm-256color", isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
        let start = ContinuousClock.now
        loop = ConsoleLoop(
            signals: SignalPipe.reader, mailbox: mailbox,
            now: {
                let (seconds, attoseconds) = (ContinuousClock.now - start).components
                return Instant(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            }, perform: { _ in }, takeCensus: {})
        loop.complain = { [unowned self] in complaints.append($0) }
    }

    deinit {
        terminal.leave()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The command of an editor that is this script; `$1` is its file, and its folder is the desk's.
    ///
    /// Where its file is stands in `path` from the beginning.
    func editor(_ script: String) throws -> String {
        let file = folder.appendingPathComponent("editor")
        try
            "#!/bin/sh\ncd '\(folder.path)'; for path; do :; done; echo \"$path\" > path.new; mv path.new path\n\(script)\n"
            .write(to: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file.path
    }

    /// Has `text` edited by `command`.
    func edit(_ text: String, by command: String?) -> Edited? {
        loop.edit(Editing(text: text, fileExtension: "sdp"), by: command, &terminal, &model)
    }

    /// Has `text` edited by a script.
    func edit(_ text: String, byScript script: String) throws -> Edited? {
        edit(text, by: try editor(script))
    }

    /// What a script has written; `nil` if that is not there.
    func note(_ name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// The file that was edited.
    var path: String { note("path")?.trimmingCharacters(in: .newlines) ?? "" }

    /// Whether there was a file, and nothing of it or its folder is left.
    var isFileGone: Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return !path.isEmpty && !FileManager.default.fileExists(atPath: folder)
    }

    func removeFile() {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
}

/// The pipe of the program, on which the test's own process is told of nothing but its children.
enum SignalPipe {
    static let reader: Int32 = {
        let numbers = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT, SIGPIPE]
        var before = numbers.map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return action
        }
        let reader = ts_open()
        for (index, number) in numbers.enumerated() { sigaction(number, &before[index], nil) }
        return reader
    }()

    /// Writes what the handler of `signal` would.
    static func post(_ signal: Int32) {
        let writer = open("/proc/self/fd/\(reader)", O_WRONLY | O_CLOEXEC)
        _ = write(writer, [UInt8(signal)], 1)
        close(writer)
    }
}

/// Calls `body` on another thread as soon as the file at `path` is there, within twenty seconds.
func whenThere(_ path: String, _ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread {
        let limit = ContinuousClock.now + .seconds(20)
        while access(path, F_OK) != 0, ContinuousClock.now < limit { usleep(1000) }
        body()
    }
}
