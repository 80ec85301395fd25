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

/// A console on a pseudoterminal, with scripts as editors.
final class EditorConsole {
    let pty: PseudoTerminal
    /// The modes of the terminal before the screen was opened.
    let originalModes: [tcflag_t]
    let folder: URL
    let mailbox: BoundedMailbox<RelayEvent>
    var terminal: CursesTerminal
    var model = Model(
        Session(Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "127.0.0.1")),
        size: Size(columns: 40, rows: 5))
    /// The reported errors.
    private(set) var errors: [String] = []
    var loop: ConsoleLoop

    init(wake: @escaping @Sendable () -> Void = ts_wake) throws {
        pty = try PseudoTerminal(columns: 40, rows: 5)
        originalModes = pty.modes
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("editor-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        mailbox = BoundedMailbox(wake: wake)
        terminal = try CursesTerminal.open(
            type: "xterm-256color", isColorless: true, isInTmux: false, input: pty.terminal, output: pty.terminal)
        let start = ContinuousClock.now
        loop = ConsoleLoop(
            signals: SignalPipe.reader, mailbox: mailbox,
            now: {
                let (seconds, attoseconds) = (ContinuousClock.now - start).components
                return Instant(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            }, perform: { _ in }, requestSnapshot: {})
        loop.reportError = { [unowned self] in errors.append($0) }
    }

    deinit {
        terminal.leave()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Returns the command of an editor that runs `script` in `folder`, with the edited file as `$1`.
    ///
    /// The path of the edited file is written to the file `path` first.
    func editor(_ script: String) throws -> String {
        let file = folder.appendingPathComponent("editor")
        try
            "#!/bin/sh\ncd '\(folder.path)'; for path; do :; done; echo \"$path\" > path.new; mv path.new path\n\(script)\n"
            .write(to: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file.path
    }

    /// Edits `text` with `command`.
    func edit(_ text: String, by command: String?) -> EditorResult? {
        loop.edit(EditorInput(text: text, fileExtension: "sdp"), by: command, terminal: &terminal, model: &model)
    }

    /// Edits `text` with a script.
    func edit(_ text: String, byScript script: String) throws -> EditorResult? {
        edit(text, by: try editor(script))
    }

    /// Returns the contents of a file that a script has written; `nil` if it does not exist.
    func contents(of name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// The path of the edited file.
    var path: String { contents(of: "path")?.trimmingCharacters(in: .newlines) ?? "" }

    /// Whether a file was edited, and it was removed with its folder.
    var isFileRemoved: Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return !path.isEmpty && !FileManager.default.fileExists(atPath: folder)
    }

    /// Removes the edited file and its folder.
    func removeFile() {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
}

/// The signal pipe, with handlers for signals of children only, so that the test process itself is not affected.
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

    /// Writes the byte that the handler of `signal` would write.
    static func post(_ signal: Int32) {
        let writer = open("/proc/self/fd/\(reader)", O_WRONLY | O_CLOEXEC)
        _ = write(writer, [UInt8(signal)], 1)
        close(writer)
    }
}

/// Calls `body` on another thread once the file at `path` exists, after 20 s at the latest.
func whenExists(_ path: String, _ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread {
        let limit = ContinuousClock.now + .seconds(20)
        while access(path, F_OK) != 0, ContinuousClock.now < limit { usleep(1000) }
        body()
    }
}
