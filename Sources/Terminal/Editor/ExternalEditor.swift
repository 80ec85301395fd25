import CTerminalSignals
import Glibc

/// The operator's own editor, at work on a file as a job of its own: its keys, ^C and ^Z among them, are no matter of
/// ours.
///
/// On the console thread.
struct ExternalEditor {
    /// What it is doing.
    enum State: Equatable {
        case working
        /// By ^Z, say.
        case stopped
        /// Well, or with an error, after which there is nothing to be read.
        case ended(EditorError?)
    }

    /// What is tried where none is set, from what the system's owner has chosen to what is always there.
    private static let usual = ["sensible-editor", "editor", "nano", "vim", "vi"]
    /// The shell's status for a command that is not there.
    private static let notFound: Int32 = 127
    /// So long an editor that is told to end may take to put its text in safety, in milliseconds.
    private static let endTime: Int32 = 1000

    private let command: String
    /// The process, and its group.
    let id: pid_t

    /// The command that the environment names, or a usual one that is installed; `nil` if there is none.
    static func command(
        _ variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) -> String? {
        for name in ["VISUAL", "EDITOR"] {
            if let command = variable(name), command.contains(where: { $0 != " " }) { return command }
        }
        let folders = (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return usual.first { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } }
    }

    /// Starts `command`, which may have arguments, on `file`, in the foreground of `terminal` if we are there.
    init(_ command: String, file: String, on terminal: borrowing TerminalDevice) throws(EditorError) {
        self.command = command
        guard let path = terminal.path else { throw .system(subject: "ttyname", code: errno) }
        let isForeground = terminal.isForeground
        var id: pid_t = 0
        let line = Self.replacesShell(command) ? "exec \(command)" : command
        let shell = ChildProgram(command: ["sh", "-c", line + #" "$1""#, "sh", file], isJob: true)
        let failure = shell.start(&id) { files in
            // Opened anew: our own descriptors do not wait, and an editor does not expect that.
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, path, O_RDWR | O_NOCTTY, 0)
            posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO)
            if isForeground { posix_spawn_file_actions_addtcsetpgrp_np(&files, STDIN_FILENO) }
        }
        guard failure == 0 else { throw .system(subject: "sh", code: failure) }
        self.id = id
    }

    /// Whether the shell can become the editor, which then tells us itself that it has stopped; a shell would not.
    ///
    /// Not where `command` is more than a command and its arguments, or a variable comes first.
    private static func replacesShell(_ command: String) -> Bool { !command.contains { "=;&|(){}<>\n".contains($0) } }

    /// What it is doing now; a stop is told once.
    func state() -> State {
        var status: Int32 = 0
        let changed = waitpid(id, &status, WNOHANG | WUNTRACED)
        // Nobody knows any more how it has ended: what is in the file counts.
        if changed < 0 { return .ended(nil) }
        if changed == 0 { return .working }
        // As WIFSTOPPED and the others have it.
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if signal == 0x7F { return .stopped }
        if signal != 0 { return .ended(.killed(command: command, signal: signal)) }
        if code == Self.notFound { return .ended(.notFound(command: command)) }
        return .ended(code == 0 ? nil : .ended(command: command, status: code))
    }

    /// Has it go on after a stop.
    func resume() { kill(-id, SIGCONT) }

    /// Has it end: by its own doing, or after a moment by force.
    func end() {
        kill(-id, SIGTERM)
        resume()
        for _ in 0..<Self.endTime / 10 {
            _ = state()
            // Nobody of the group is left, be it the editor or what it has started.
            if kill(-id, 0) != 0 { return }
            poll(nil, 0, 10)
        }
        kill(-id, SIGKILL)
        waitpid(id, nil, 0)
    }
}
