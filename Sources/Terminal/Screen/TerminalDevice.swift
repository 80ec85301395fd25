import CTerminalSignals
import Drawing
import Glibc

/// The terminal as the system knows it: its modes, its size, and bytes to it that never block.
///
/// On the console thread.
struct TerminalDevice: ~Copyable {
    /// Opened for this program alone, so that not to block is its matter and not that of the shell it came from.
    private let output: Int32
    /// Closed by ncurses, which is given it but does not read it.
    let input: Int32
    /// What is read at once, in bytes: a paste comes in several, and keys are looked at between.
    private static let readSize = 4096
    private var original: termios
    /// What the terminal has not taken yet: the end of a frame.
    private var pending: [UInt8] = []

    /// Opens anew the terminal that is open as `input` and `output`.
    static func open(_ input: Int32, _ output: Int32) throws(TerminalError) -> TerminalDevice {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        var original = termios()
        guard tcgetattr(input, &original) == 0 else { throw systemError("tcgetattr") }
        let output = try openAnew(output, O_WRONLY)
        do throws(TerminalError) {
            return TerminalDevice(output: output, input: try openAnew(input, O_RDONLY), original: original)
        } catch {
            close(output)
            throw error
        }
    }

    private static func openAnew(_ descriptor: Int32, _ mode: Int32) throws(TerminalError) -> Int32 {
        guard let path = ttyname(descriptor) else { throw systemError("ttyname") }
        let opened = Glibc.open(path, mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard opened >= 0 else { throw systemError("open \(String(cString: path))") }
        return opened
    }

    static func systemError(_ call: String) -> TerminalError {
        .system(call: call, reason: String(cString: strerror(errno)))
    }

    private init(output: Int32, input: Int32, original: termios) {
        self.output = output
        self.input = input
        self.original = original
    }

    deinit { close(output) }

    // MARK: Modes

    /// Keys as they are pressed, ^C and ^S among them, and nothing echoed; a crash from now on gives back what was.
    func enterRawMode() {
        var raw = original
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
        raw.c_oflag &= ~tcflag_t(OPOST)
        raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
        tcsetattr(output, TCSANOW, &raw)
        var original = original
        ts_guard(output, &original)
    }

    /// The modes as they were found.
    ///
    /// Does not wait for a terminal that does not read.
    func leaveRawMode() {
        var original = original
        tcsetattr(output, TCSANOW, &original)
        ts_unguard()
    }

    /// How large the terminal is now; 80x24 where it does not say.
    var size: Size {
        var window = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    // MARK: The foreground

    /// Where it is opened.
    var path: String? { ttyname(output).map { String(cString: $0) } }

    /// Whether it is the one that this program is controlled from, and gives what is typed to it.
    var isForeground: Bool { tcgetpgrp(output) == getpgrp() }

    /// Lets the process group `job` read, and be interrupted by keys, instead of this program.
    ///
    /// Where a shell has this program in the background, it stops, as whoever asks for the terminal there does.
    func giveForeground(to job: pid_t) {
        if tcgetpgrp(output) != job { tcsetpgrp(output, job) }
    }

    /// Has what is typed come to this program again, if `job` had it.
    func takeForeground(from job: pid_t) {
        guard tcgetpgrp(output) == job else { return }
        // Whoever is in the background is stopped for it otherwise.
        var (stop, mask) = (sigset_t(), sigset_t())
        sigemptyset(&stop)
        sigaddset(&stop, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &stop, &mask)
        tcsetpgrp(output, getpgrp())
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    // MARK: Bytes

    /// Whether all that was written has been taken.
    var isClear: Bool { pending.isEmpty }

    /// Writes what the terminal takes at once and keeps the rest for ``flush()``.
    mutating func write(_ bytes: [UInt8]) {
        pending += bytes
        flush()
    }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    /// Tries again to write what was kept.
    mutating func flush() {
        while !pending.isEmpty {
            let written = pending.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if written > 0 {
                pending.removeFirst(written)
            } else if errno != EINTR {
                // What a terminal that is gone refuses would be refused for ever.
                if errno != EAGAIN { pending = [] }
                return
            }
        }
    }

    /// Waits a moment for a terminal that has fallen behind, so that it is not left in the middle of a frame.
    mutating func settle() {
        guard !isClear else { return }
        var descriptor = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        _ = poll(&descriptor, 1, 50)
        flush()
    }

    /// What has been typed: as much as is there, up to ``readSize``.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, count in
            count = max(0, Glibc.read(input, buffer.baseAddress, buffer.count))
        }
    }

    /// Waits for something to be typed, for so many milliseconds at the most.
    func waitForInput(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1
    }

    /// What to wait for: keys, and room for what is kept.
    var polled: [pollfd] {
        [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isClear ? -1 : output, events: Int16(POLLOUT), revents: 0),
        ]
    }

    /// What to wait for while somebody else reads: only that it is gone.
    var polledAway: [pollfd] { [pollfd(fd: input, events: 0, revents: 0)] }
}
