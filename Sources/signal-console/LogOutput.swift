import Glibc

/// Standard output for lines that must not make the program wait: what it does not take at once is kept.
struct LogOutput: ~Copyable {
    /// What a pipe that has room takes without blocking (POSIX `PIPE_BUF` on Linux).
    private static let pieceSize = 4096

    private let descriptor: Int32
    /// What was not taken yet.
    private var pending: [UInt8] = []
    private var written = 0
    private var isBroken = false

    init() {
        // A terminal says that it has room when it has a little, and would block in the middle of a piece: it is opened
        // anew for this program alone, so as not to change the one that the shell has.
        let anew =
            isatty(STDOUT_FILENO) == 1 ? ttyname(STDOUT_FILENO).map { open($0, O_WRONLY | O_NONBLOCK | O_NOCTTY) } : nil
        descriptor = anew.map { $0 >= 0 ? $0 : STDOUT_FILENO } ?? STDOUT_FILENO
    }

    /// Whether all lines have been taken.
    var isClear: Bool { pending.isEmpty }

    mutating func append(_ line: String) {
        guard !isBroken else { return }
        pending += line.utf8
        pending.append(UInt8(ascii: "\n"))
    }

    /// Writes what is taken within `wait` milliseconds in all.
    mutating func flush(wait: Int32 = 0) {
        let end = Self.now + Int64(wait)
        while !isClear {
            var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&polled, 1, Int32(max(0, end - Self.now))) > 0 else { return }
            let count = pending[written...].prefix(Self.pieceSize).withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                written += count
                if written == pending.count { clear() }
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                Stderr.say("standard output: \(String(cString: strerror(errno))); the relay goes on without a log")
                isBroken = true
                clear()
            }
        }
    }

    private mutating func clear() {
        pending.removeAll(keepingCapacity: true)
        written = 0
    }

    /// What to wait for, where lines are kept.
    var polled: pollfd { pollfd(fd: isClear ? -1 : descriptor, events: Int16(POLLOUT), revents: 0) }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
