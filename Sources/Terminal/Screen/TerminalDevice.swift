import CTerminalSignals
import Drawing
import Glibc

/// A terminal device: its modes, its size, and non-blocking reads and writes.
///
/// Confined to the console thread.
struct TerminalDevice: ~Copyable {
    /// Opened anew, so that O_NONBLOCK does not affect the shell, which shares the original file description.
    private let output: Int32
    /// Passed to ncurses, which neither reads from it nor closes it.
    let input: Int32
    /// The maximum number of bytes of a read; 4 KiB, so that a long paste does not delay drawing.
    private static let readSize = 4096
    /// The modes of the terminal when it was opened.
    private var original: termios
    /// The milliseconds that ``drain()`` waits; 50.
    private static let drainTimeout: Int32 = 50
    /// The bytes that the terminal has not accepted yet.
    private var pending: [UInt8] = []

    /// Opens the terminal that is open as `input` and `output` again.
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

    /// Returns the error of a system call that has just failed.
    static func systemError(_ call: String) -> TerminalError {
        .system(call: call, reason: String(cString: strerror(errno)))
    }

    private init(output: Int32, input: Int32, original: termios) {
        self.output = output
        self.input = input
        self.original = original
    }

    deinit {
        close(output)
        close(input)
    }

    // MARK: Modes

    /// Turns echo, line editing and signal keys off; a crash from now on restores the modes.
    func enterRawMode() {
        var raw = original
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
        raw.c_oflag &= ~tcflag_t(OPOST)
        raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
        tcsetattr(output, TCSANOW, &raw)
        var original = original
        ts_guard(output, &original)
    }

    /// Restores the modes, without waiting for output to be read.
    func leaveRawMode() {
        var original = original
        tcsetattr(output, TCSANOW, &original)
        ts_unguard()
    }

    /// The current size of the terminal; 80x24 if it is unknown.
    var size: Size {
        var window = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    // MARK: The foreground

    /// The path of the device.
    var path: String? { ttyname(output).map { String(cString: $0) } }

    /// Whether this is the controlling terminal, with this program in its foreground.
    var isForeground: Bool { tcgetpgrp(output) == getpgrp() }

    /// Makes the process group `job` the foreground of the terminal.
    ///
    /// If this program is in the background, it is stopped by SIGTTOU.
    func giveForeground(to job: pid_t) {
        if tcgetpgrp(output) != job { tcsetpgrp(output, job) }
    }

    /// Makes this program the foreground of the terminal again, if `job` is.
    func takeForeground(from job: pid_t) {
        guard tcgetpgrp(output) == job else { return }
        // A background process that calls tcsetpgrp(3) is stopped unless it blocks SIGTTOU.
        var (stop, mask) = (sigset_t(), sigset_t())
        sigemptyset(&stop)
        sigaddset(&stop, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &stop, &mask)
        tcsetpgrp(output, getpgrp())
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    // MARK: Input and output

    /// Whether the terminal has accepted everything that was written.
    var isClear: Bool { pending.isEmpty }

    /// Writes as many bytes as the terminal accepts, and keeps the rest for ``flush()``.
    mutating func write(_ bytes: [UInt8]) {
        pending += bytes
        flush()
    }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes the bytes that were kept, as far as the terminal accepts them.
    mutating func flush() {
        while !pending.isEmpty {
            let written = pending.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if written > 0 {
                pending.removeFirst(written)
            } else if errno != EINTR {
                // On any other error the terminal is gone.
                if errno != EAGAIN { pending = [] }
                return
            }
        }
    }

    /// Waits briefly for a terminal that has fallen behind, and then writes more, so that it is not left within a
    /// frame.
    mutating func drain() {
        guard !isClear else { return }
        var descriptor = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        _ = poll(&descriptor, 1, Self.drainTimeout)
        flush()
    }

    /// Reads the available input, at most ``readSize`` bytes.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, count in
            count = max(0, Glibc.read(input, buffer.baseAddress, buffer.count))
        }
    }

    /// Waits up to `milliseconds` for input; returns whether there is any.
    func waitForInput(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1
    }

    /// The descriptors to poll: for input, and for output if bytes are kept.
    var polled: [pollfd] {
        [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isClear ? -1 : output, events: Int16(POLLOUT), revents: 0),
        ]
    }

    /// The descriptor to poll while another program uses the terminal: only for hangup.
    var polledForHangup: [pollfd] { [pollfd(fd: input, events: 0, revents: 0)] }
}

/// An error that keeps the screen from being opened: what is wrong, with the value, and how to fix it.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or standard output is not a terminal.
    case notATerminal
    /// `TERM` is empty, or terminfo knows neither the type nor the fallback.
    case unknownType(String)
    /// The terminal cannot position its cursor.
    case cannotMoveCursor(type: String)
    /// A system call failed.
    case system(call: String, reason: String)

    public var description: String {
        switch self {
        case .notATerminal:
            "standard input and output are not a terminal"
        case .unknownType(""):
            "TERM is not set; set it to what the terminal is, such as TERM=xterm-256color"
        case .unknownType(let type):
            "terminal type '\(type)' is not known here; set TERM to one that is, such as TERM=xterm-256color"
        case .cannotMoveCursor(let type):
            "terminal type '\(type)' cannot move its cursor; set TERM to what the terminal is, such as xterm-256color"
        case .system(let call, let reason):
            "\(call): \(reason)"
        }
    }
}
