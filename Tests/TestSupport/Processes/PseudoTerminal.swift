public import Glibc
import Synchronization

/// A pseudo-terminal: the terminal that a program opens, and the master side with which a test types and reads.
///
/// Output is read only on request, so a test can simulate a stalled terminal.
public final class PseudoTerminal: Sendable {
    /// `TIOCSPTLCK`, `TIOCGPTN` and `TIOCGPTPEER` of ioctl_tty(2), which Swift does not import.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let openPeer: UInt = 0x5441
    /// The time for which ``read(through:)`` and ``read()`` wait for output.
    private static let quietLimit = Duration.seconds(5)

    /// The path of the terminal's device.
    public let path: String
    private let master: Int32
    private let peer: Mutex<Int32>

    public init(columns: Int, rows: Int) throws(SystemError) {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: Int32 = 0
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        let terminal =
            ioctl(master, Self.setLock, &unlocked) == 0 && ioctl(master, Self.getNumber, &number) == 0
                && ioctl(master, UInt(TIOCSWINSZ), &size) == 0
            ? ioctl(master, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1
        path = "/dev/pts/\(number)"
        peer = Mutex(terminal)
        guard terminal >= 0 else { throw SystemError("open a pseudo-terminal") }
    }

    deinit {
        closeTerminal()
        close(master)
    }

    // MARK: The terminal

    /// This process's descriptor of the terminal; -1 after ``closeTerminal()``.
    public var terminal: Int32 { peer.withLock { $0 } }

    /// Closes the terminal in this process; when no process has it open, ``read(within:)`` returns `nil`.
    public func closeTerminal() {
        peer.withLock { peer in
            if peer >= 0 { close(peer) }
            peer = -1
        }
    }

    /// The input, output, control and local modes (termios(3)).
    public var modes: [tcflag_t] {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    /// Whether a program that writes to the terminal would block.
    public var isFull: Bool {
        let terminal = ioctl(master, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        return !Self.isReady(terminal, POLLOUT, within: .zero)
    }

    /// Hangs up the terminal, as a terminal emulator does when its window is closed.
    public func hangUp() {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        dup2(nothing, master)
        close(nothing)
    }

    // MARK: The keyboard

    public func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Types `text`, and waits until a program can read it.
    public func typeAndWait(_ text: String) {
        type(text)
        _ = Self.isReady(terminal, POLLIN, within: .seconds(10))
    }

    // MARK: The screen

    /// Reads output, at most 64 KiB.
    ///
    /// - Returns: The output; empty if there is none within `limit`; `nil` if no process has the terminal open.
    public func read(within limit: Duration) -> [UInt8]? {
        _ = Self.isReady(master, POLLIN, within: limit)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Reads all available output without waiting.
    public func readAvailable() -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = read(within: .zero), !bytes.isEmpty { all += bytes }
        return all
    }

    /// Reads output up to and including `mark`, or until there is none for five seconds.
    public func read(through mark: String) -> String {
        let mark = Array(mark.utf8)
        var bytes: [UInt8] = []
        repeat {
            var byte: UInt8 = 0
            while Glibc.read(master, &byte, 1) == 1 {
                bytes.append(byte)
                if bytes.suffix(mark.count).elementsEqual(mark) { return String(decoding: bytes, as: UTF8.self) }
            }
        } while Self.isReady(master, POLLIN, within: Self.quietLimit)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Waits for output and reads at most 64 KiB.
    public func read() -> String {
        String(decoding: read(within: Self.quietLimit) ?? [], as: UTF8.self)
    }

    private static func isReady(_ descriptor: Int32, _ events: Int32, within limit: Duration) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&polled, 1, limit.pollTimeout) == 1
    }
}

/// A process on a pseudo-terminal.
public final class TerminalProcess: Sendable {
    public let terminal: PseudoTerminal
    public let process: ChildProcess
    private let transcript = Mutex<[UInt8]>([])

    /// Starts a program on a terminal of the given size.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked up in `PATH`, and its arguments.
    ///   - columns: The width of the terminal.
    ///   - rows: The height of the terminal.
    ///   - environment: The variables that differ from those of this process.
    ///   - leadsSession: Whether the program leads a session of its own, of which this is the controlling terminal.
    /// - Throws: The error of the call that failed.
    public init(
        _ command: [String], columns: Int, rows: Int, environment: [String: String] = [:], leadsSession: Bool = false
    ) throws(SystemError) {
        terminal = try PseudoTerminal(columns: columns, rows: rows)
        process = try ChildProcess(command, environment: environment, on: terminal, leadsSession: leadsSession)
        terminal.closeTerminal()
    }

    /// Everything that the program has written to the terminal so far.
    public var output: [UInt8] {
        transcript.withLock { transcript in
            transcript += terminal.readAvailable()
            return transcript
        }
    }

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// How the process ended; `nil` if it is running.
    public var exit: ChildProcess.Exit? { process.exit }

    public func type(_ text: String) { terminal.type(text) }

    public func signal(_ signal: Int32) { process.signal(signal) }
}
