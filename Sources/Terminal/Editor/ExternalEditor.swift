import CTerminalSignals
import Glibc
import Sessions

/// The operator's editor, run on a file as a job of its own, so that keys such as ^C and ^Z affect only the editor.
///
/// Confined to the console thread.
struct ExternalEditor {
    /// The state of the editor process.
    enum State: Equatable {
        case running
        /// The editor was stopped, such as by ^Z.
        case stopped
        /// The editor has ended; after an error its file is not read.
        case ended(EditorError?)
    }

    /// The editors that are tried if none is set, from the system's choice to the most common ones.
    private static let defaults = ["sensible-editor", "editor", "nano", "vim", "vi"]
    /// The exit status of a shell for a command that is not found.
    private static let notFound: Int32 = 127
    /// The milliseconds that an editor has to save its text after SIGTERM; 1 s.
    private static let endTimeout: Int32 = 1000

    private let command: String
    /// The id of the process and of its group.
    let id: pid_t

    /// Returns the command in the environment, or else a default that is installed; `nil` if there is none.
    static func command(
        _ variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) -> String? {
        for name in ["VISUAL", "EDITOR"] {
            if let command = variable(name), command.contains(where: { $0 != " " }) { return command }
        }
        let folders = (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return defaults.first { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } }
    }

    /// Starts `command`, which may include arguments, on `file`, in the foreground of `terminal` if this program is
    /// there.
    init(_ command: String, file: String, on terminal: borrowing TerminalDevice) throws(EditorError) {
        self.command = command
        guard let path = terminal.path else { throw .system(subject: "ttyname", code: errno) }
        let isForeground = terminal.isForeground
        var id: pid_t = 0
        let line = Self.replacesShell(command) ? "exec \(command)" : command
        let shell = ChildProgram(command: ["sh", "-c", line + #" "$1""#, "sh", file], isJob: true)
        let failure = shell.start(&id) { files in
            // Opened again, because editors do not expect O_NONBLOCK, which the console's own descriptors have.
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, path, O_RDWR | O_NOCTTY, 0)
            posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO)
            if isForeground { posix_spawn_file_actions_addtcsetpgrp_np(&files, STDIN_FILENO) }
        }
        guard failure == 0 else { throw .system(subject: "sh", code: failure) }
        self.id = id
    }

    /// Returns whether `exec` can replace the shell by the editor, so that a stop of the editor is visible to
    /// waitpid(2).
    ///
    /// False if `command` is more than a command with arguments, or begins with a variable.
    private static func replacesShell(_ command: String) -> Bool { !command.contains { "=;&|(){}<>\n".contains($0) } }

    /// Returns the current state; a stop is returned once.
    func state() -> State {
        var status: Int32 = 0
        let changed = waitpid(id, &status, WNOHANG | WUNTRACED)
        // The status is lost, so the contents of the file decide.
        if changed < 0 { return .ended(nil) }
        if changed == 0 { return .running }
        // Like the macros WIFSTOPPED, WTERMSIG and WEXITSTATUS, which Swift does not import.
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if signal == 0x7F { return .stopped }
        if signal != 0 { return .ended(.killed(command: command, signal: signal)) }
        if code == Self.notFound { return .ended(.notFound(command: command)) }
        return .ended(code == 0 ? nil : .ended(command: command, status: code))
    }

    /// Continues the editor after a stop.
    func resume() { kill(-id, SIGCONT) }

    /// Terminates the editor and its process group with SIGTERM, and after a second with SIGKILL.
    func end() {
        kill(-id, SIGTERM)
        resume()
        for _ in 0..<Self.endTimeout / 10 {
            _ = state()
            // No process of the group is left.
            if kill(-id, 0) != 0 { return }
            poll(nil, 0, 10)
        }
        kill(-id, SIGKILL)
        waitpid(id, nil, 0)
    }
}

/// An error that keeps an edited text from being used: what is wrong, and how to fix it.
enum EditorError: Error, Equatable, CustomStringConvertible {
    /// No editor is set, and none of the usual ones is installed.
    case noEditor
    /// Another editor is open.
    case isOpen
    /// The shell does not find the command.
    case notFound(command: String)
    /// The editor exited with a status other than 0.
    case ended(command: String, status: Int32)
    /// The editor was terminated by a signal.
    case killed(command: String, signal: Int32)
    /// The file has more bytes than ``EditedFile/limit``; it is kept.
    case tooLong(path: String)
    /// The file is invalid UTF-8 at this byte, counted from 1; it is kept.
    case notUTF8(path: String, byte: Int)
    /// A system call failed.
    case system(subject: String, code: Int32)
    /// The file cannot be read; it is kept if it exists.
    case unreadable(path: String, code: Int32)

    var description: String {
        switch self {
        case .noEditor:
            "no editor: set EDITOR, such as EDITOR=nano"
        case .isOpen:
            "an editor is open already: end it first"
        case .notFound(let command):
            "editor '\(command)' is not found: set EDITOR, such as EDITOR=nano"
        case .ended(let command, let status):
            "editor '\(command)' ended with \(status); nothing was changed"
        case .killed(let command, let signal):
            "editor '\(command)' was ended by signal \(signal); nothing was changed"
        case .tooLong(let path):
            "the text is over \(Format.grouped(EditedFile.limit)) B; it is kept in \(path)"
        case .notUTF8(let path, let byte):
            "the text is not UTF-8 at byte \(Format.grouped(byte)); it is kept in \(path)"
        case .system(let subject, let code):
            "\(subject): \(String(cString: strerror(code))); nothing was changed"
        case .unreadable(let path, let code):
            "\(path): \(String(cString: strerror(code))); nothing was changed"
        }
    }
}
