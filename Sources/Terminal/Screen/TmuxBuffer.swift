import CTerminalSignals
import Glibc

/// tmux' paste buffer, filled by `tmux load-buffer`, of which nothing is waited for.
///
/// On the console thread.
struct TmuxBuffer {
    /// So many copies may be under way: more come only if tmux hangs.
    private static let limit = 8

    private let command: [String]
    private(set) var running: [pid_t] = []

    /// A buffer filled by `command`, which reads its standard input; `-w` has tmux pass it on to the terminal around it.
    init(command: [String] = ["tmux", "load-buffer", "-w", "-"]) { self.command = command }

    /// Hands `bytes` to tmux; returns why not, or nil.
    mutating func load(_ bytes: [UInt8]) -> String? {
        guard running.count < Self.limit else { return "it has not taken the copies before" }
        // A file, not a pipe: tmux takes its time to read it, and it holds any size.
        let file = ts_memory("copy")
        guard file >= 0 else { return reason(errno) }
        defer { close(file) }
        guard bytes.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == bytes.count else {
            return reason(errno)
        }
        lseek(file, 0, SEEK_SET)
        var id: pid_t = 0
        let failure = ChildProgram(command: command).start(&id) { files in
            posix_spawn_file_actions_adddup2(&files, file, STDIN_FILENO)
            posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        guard failure == 0 else { return reason(failure) }
        running.append(id)
        return nil
    }

    /// Lets go of those that have ended; true if one of them could not do it.
    mutating func reap() -> Bool {
        var hasFailed = false
        running.removeAll { id in
            var status: Int32 = 0
            let ended = waitpid(id, &status, WNOHANG)
            // Whoever started us may have had the ends of children passed over: then there is nothing to wait for.
            hasFailed = hasFailed || ended == id && status != 0
            return ended != 0
        }
        return hasFailed
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
