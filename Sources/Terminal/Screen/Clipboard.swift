import CTerminalSignals
import Glibc
import Sessions
import Text

/// Copies text to where the operator can paste it from: the terminal's clipboard, also a remote one, and tmux's buffer.
///
/// Confined to the console thread.
struct Clipboard {
    /// The maximum number of base64 bytes in a sequence; 100,000, which common terminals accept.
    static let sequenceLimit = 100_000
    /// Whether the terminal supports operating system commands (OSC); others would print them.
    let supportsOSC: Bool
    /// The paste buffer of tmux; `nil` if the program does not run in tmux.
    var tmux: TmuxBuffer?

    /// Copies `text`.
    ///
    /// - Returns: The sequence to send to the terminal, and a message about the result.
    mutating func copy(_ text: String) -> (sequence: [UInt8], message: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return ([], "nothing to copy") }
        var (destinations, failures): ([String], [String]) = ([], [])
        var sequence: [UInt8] = []
        if !supportsOSC {
            failures.append("this terminal type does not support OSC 52")
        } else if Base64.length(of: bytes.count) > Self.sequenceLimit {
            failures.append("OSC 52 takes at most \(Format.grouped(Self.sequenceLimit / 4 * 3)) B")
        } else {
            sequence = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes.span) + [0x07]
            destinations.append("by OSC 52")
        }
        if let failure = tmux?.load(bytes) {
            failures.append("tmux: \(failure)")
        } else if tmux != nil {
            destinations.append("to the tmux buffer")
        }
        let size = "\(Format.grouped(bytes.count)) B"
        let outcome =
            destinations.isEmpty ? "not copied, \(size)" : "copied \(size) " + destinations.joined(separator: " and ")
        return (sequence, ([outcome] + failures).joined(separator: "; "))
    }
}

/// The paste buffer of tmux, filled by `tmux load-buffer` in the background.
///
/// Confined to the console thread.
struct TmuxBuffer {
    /// The maximum number of copies that are pending; 8, which is exceeded only if tmux hangs.
    private static let limit = 8

    private let command: [String]
    /// The processes that have not ended, as far as is known.
    private(set) var running: [pid_t] = []

    /// A buffer filled by `command` from its standard input.
    ///
    /// The option `-w` makes tmux also set the clipboard of the terminal that it runs in.
    init(command: [String] = ["tmux", "load-buffer", "-w", "-"]) { self.command = command }

    /// Starts to copy `bytes`; returns the reason if that fails, or `nil`.
    mutating func load(_ bytes: [UInt8]) -> String? {
        guard running.count < Self.limit else { return "earlier copies are still pending" }
        // A file in memory, unlike a pipe, holds any size without waiting for its reader.
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

    /// Removes the processes that have ended; returns whether one of them failed.
    mutating func reap() -> Bool {
        var hasFailed = false
        running.removeAll { id in
            var status: Int32 = 0
            let ended = waitpid(id, &status, WNOHANG)
            // If SIGCHLD is ignored, as the parent may have set it, the status is lost and waitpid(2) fails.
            hasFailed = hasFailed || ended == id && status != 0
            return ended != 0
        }
        return hasFailed
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
