public import Glibc
import Synchronization
import Text

/// The messages of the program on standard error, written without blocking.
///
/// Lines that are not accepted at once are kept, up to ``KeptLines/byteLimit`` bytes; further lines are dropped and
/// counted, and a line reports their number. While the screen is open, the descriptor is a file in memory (`ts_guard`).
public enum StandardError {
    private static let kept = Mutex(KeptLines())

    /// Writes `message` as one line, made printable because it may quote an argument or a peer.
    public static func report(_ message: String) {
        write("\(KeptLines.prefix)\(Printable.line(message))\n")
    }

    /// Writes `text`, complete lines, without changes.
    public static func write(_ text: String) {
        kept.withLock {
            $0.append(text)
            $0.flush(to: NonBlockingOutput(STDERR_FILENO))
        }
    }

    /// Writes the kept lines, as many as are accepted within `wait` milliseconds.
    public static func flush(wait: Int32 = 0) {
        kept.withLock {
            if !$0.isClear { $0.flush(to: NonBlockingOutput(STDERR_FILENO), wait: wait) }
        }
    }

    /// The descriptor to poll before ``flush(wait:)``; none if no lines are kept.
    public static var polled: pollfd {
        pollfd(fd: kept.withLock(\.isWaiting) ? STDERR_FILENO : -1, events: Int16(POLLOUT), revents: 0)
    }
}

/// Lines that are kept until they are accepted, and the number of dropped lines.
struct KeptLines {
    /// The maximum number of bytes that are kept; 64 KiB, several hundred lines and the size of a pipe.
    static let byteLimit = 64 * 1024
    /// The prefix of each line.
    static let prefix = "signal-console: "

    private var bytes: [UInt8] = []
    /// The number of lines in `bytes`.
    private var lines = 0
    /// The number of dropped lines that a line in `bytes` reports.
    private var reportedLost = 0
    /// The number of dropped lines that have not been reported.
    private(set) var lost = 0

    /// Whether a line is kept.
    ///
    /// Dropped lines alone are nothing to poll for: a descriptor that fails is always ready.
    var isWaiting: Bool { !bytes.isEmpty }
    /// Whether no line is kept and no dropped line is unreported.
    var isClear: Bool { bytes.isEmpty && lost == 0 }

    /// Keeps `text`, complete lines, or drops and counts them if they exceed the limit.
    mutating func append(_ text: String) {
        let count = text.utf8.count { $0 == UInt8(ascii: "\n") }
        guard bytes.count + text.utf8.count <= Self.byteLimit else { return lost += count }
        reportLost()
        bytes += text.utf8
        lines += count
    }

    private mutating func reportLost() {
        guard lost > 0 else { return }
        let noun = lost == 1 ? "line" : "lines"
        bytes += "\(Self.prefix)\(lost) \(noun) lost here: standard error was not read\n".utf8
        (reportedLost, lost) = (reportedLost + lost, 0)
    }

    /// Writes what `output` accepts within `wait` milliseconds; drops and counts all lines if writing fails.
    mutating func flush(to output: borrowing NonBlockingOutput, wait: Int32 = 0) {
        let end = NonBlockingOutput.now + Int64(wait)
        if bytes.isEmpty { reportLost() }
        while !bytes.isEmpty, output.isReady(within: Int32(max(0, end - NonBlockingOutput.now))) {
            let count = output.write(bytes[...])
            if count < 0 {
                lost += lines + reportedLost
                (bytes, lines, reportedLost) = ([], 0, 0)
            } else if count > 0 {
                bytes.removeFirst(count)
                if bytes.isEmpty {
                    (lines, reportedLost) = (0, 0)
                    reportLost()
                }
            } else if NonBlockingOutput.now >= end {
                return
            }
        }
    }
}
