import Foundation
import Glibc
import Synchronization
import Testing

/// A terminal that reads only when it is told to: a pty, and a program on it.
final class Pty: Sendable {
    /// `TIOCSPTLCK` and `TIOCGPTPEER` of ioctl_tty(2), which Swift is not shown: glibc's own calls are not either.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    private let master: Int32
    private let id: pid_t
    private let ended = Mutex<Int32?>(nil)
    /// All that was read so far.
    private let read = Mutex<[UInt8]>([])

    /// Starts a program on a terminal of that size.
    ///
    /// It has this process's environment, but for what is given here.
    init(_ command: [String], columns: Int, rows: Int, environment: [String: String] = [:]) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var unlocked: Int32 = 0
        guard master >= 0, ioctl(master, Self.setLock, &unlocked) == 0 else {
            throw CannotStart(program: "/dev/ptmx", code: errno)
        }
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        let terminal = ioctl(master, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw CannotStart(program: "a terminal", code: errno) }
        defer { close(terminal) }
        let variables = ProcessInfo.processInfo.environment
            .merging(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { _, new in new }
            .merging(Program.noConfiguration) { _, new in new }.merging(environment) { _, new in new }
        id = try spawn(
            command,
            environment: variables.map { "\($0.key)=\($0.value)" },
            input: terminal,
            output: terminal,
            error: terminal
        )
    }

    deinit {
        if status == nil { kill(id, SIGKILL) }
        close(master)
    }

    /// Reads what is there without waiting, and returns all that was read so far.
    func drain() -> [UInt8] {
        read.withLock { read in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = Glibc.read(master, &buffer, buffer.count), count > 0 { read += buffer.prefix(count) }
            return read
        }
    }

    /// Whether the program cannot write more before something is read.
    var isFull: Bool {
        let terminal = ioctl(master, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        var polled = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
        return poll(&polled, 1, 0) == 0
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    func signal(_ signal: Int32) { kill(id, signal) }

    /// The exit code, 128 and more for a signal; nil while the program runs.
    var status: Int32? {
        ended.withLock { ended in
            var status: Int32 = 0
            if ended == nil, waitpid(id, &status, WNOHANG) == id {
                ended = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
            }
            return ended
        }
    }
}

extension Pty {
    /// Has so many messages pass that the terminal, which nobody reads, has no room for more.
    ///
    /// The kernel moves what it has to where it is read from, and then there is room again for a moment: some frames
    /// after one another have to find none.
    ///
    /// - Returns: The number of messages.
    func fill(from sender: PlainClient, to receiver: PlainClient) async throws -> Int {
        var (number, isFullSince) = (0, 0)
        try await eventually("a terminal without room") {
            let text = "\(number) " + String(repeating: ["x", "y", "z"][number % 3], count: 120)
            try await sender.send(text: text)
            #expect(try await receiver.next() == .text(text))
            number += 1
            if !isFull { isFullSince = number }
            return number - isFullSince >= 10
        }
        return number
    }
}
