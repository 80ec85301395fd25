import Glibc

/// A terminal that a test reads and types on: both ends of a pty.
struct PseudoTerminal: ~Copyable {
    /// `TIOCSPTLCK` and `TIOCGPTPEER` of ioctl_tty(2), which Swift is not shown: glibc's own calls are not either.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    private let master: Int32
    /// What a program has open.
    let terminal: Int32

    init(columns: Int, rows: Int) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var unlocked: Int32 = 0
        _ = ioctl(master, Self.setLock, &unlocked)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        terminal = ioctl(master, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw NoTerminal(code: errno) }
    }

    deinit {
        close(terminal)
        close(master)
    }

    struct NoTerminal: Error {
        let code: Int32
    }

    /// What the terminal was sent, up to and with `mark`, or all that came until nothing did for five seconds.
    borrowing func read(through mark: String) -> String {
        let mark = Array(mark.utf8)
        var bytes: [UInt8] = []
        repeat {
            var byte: UInt8 = 0
            while Glibc.read(master, &byte, 1) == 1 {
                bytes.append(byte)
                if bytes.suffix(mark.count).elementsEqual(mark) { return String(decoding: bytes, as: UTF8.self) }
            }
        } while waitForOutput()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the terminal was sent: at least something.
    borrowing func read() -> String {
        _ = waitForOutput()
        return readWithoutWaiting()
    }

    /// What the terminal was sent, be it nothing.
    borrowing func readWithoutWaiting() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private borrowing func waitForOutput() -> Bool {
        var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 5000) == 1
    }

    /// Types `text`, and waits until it can be read.
    borrowing func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
        var polled = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, 10_000)
    }

    /// Goes away, as a window that is closed does.
    var hangUp: @Sendable () -> Void {
        { [master] in
            let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
            dup2(nothing, master)
            close(nothing)
        }
    }

    /// The terminal's modes.
    var modes: [tcflag_t] {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }
}
