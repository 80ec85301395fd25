public import Glibc
import Synchronization
import Text

/// Standard error for what the program itself has to say: a line is never waited for, whoever reads it or does not.
///
/// Lines that are not taken at once are kept, ``KeptLines/byteLimit`` at the most; those beyond are dropped and counted,
/// and the count is a line of its own. While a screen is up the descriptor is a file in memory (`ts_guard`).
public enum StandardError {
    private static let kept = Mutex(KeptLines())

    /// Writes `words` as one line, made printable: they may quote an argument, or a peer.
    public static func say(_ words: String) {
        write("\(KeptLines.prefix)\(Printable.line(words))\n")
    }

    /// Writes whole lines as they are.
    public static func write(_ text: String) {
        kept.withLock {
            $0.append(text)
            $0.flush(to: UnblockedOutput(STDERR_FILENO))
        }
    }

    /// Writes the lines that are kept, as many as are taken within `wait` milliseconds.
    public static func flush(wait: Int32 = 0) {
        kept.withLock {
            if !$0.isClear { $0.flush(to: UnblockedOutput(STDERR_FILENO), wait: wait) }
        }
    }

    /// What poll(2) waits for until ``flush(wait:)`` can write; nothing if no lines are kept.
    public static var polled: pollfd {
        pollfd(fd: kept.withLock(\.isWaiting) ? STDERR_FILENO : -1, events: Int16(POLLOUT), revents: 0)
    }
}

/// Lines that wait for their reader, and how many were dropped.
struct KeptLines {
    /// The most bytes that are kept; default 64 KiB, several hundred lines and as much as a pipe holds.
    static let byteLimit = 64 * 1024
    /// How each line begins.
    static let prefix = "signal-console: "

    private var bytes: [UInt8] = []
    /// The number of lines in `bytes`, and of dropped lines that a line of them tells of.
    private var lines = 0
    private var told = 0
    /// The number of dropped lines that no line tells of yet.
    private(set) var lost = 0

    /// Whether a line waits for its reader.
    ///
    /// Lines that are lost do not: a descriptor that fails is always ready.
    var isWaiting: Bool { !bytes.isEmpty }
    /// Whether nothing is left to write.
    var isClear: Bool { bytes.isEmpty && lost == 0 }

    /// Keeps `text`, which is whole lines, or counts them if there is no room.
    mutating func append(_ text: String) {
        let count = text.utf8.count { $0 == UInt8(ascii: "\n") }
        guard bytes.count + text.utf8.count <= Self.byteLimit else { return lost += count }
        tellLost()
        bytes += text.utf8
        lines += count
    }

    private mutating func tellLost() {
        guard lost > 0 else { return }
        let noun = lost == 1 ? "line" : "lines"
        bytes += "\(Self.prefix)\(lost) \(noun) lost here: standard error was not taken\n".utf8
        (told, lost) = (told + lost, 0)
    }

    /// Writes what `output` takes within `wait` milliseconds; drops and counts all of it if writing fails.
    mutating func flush(to output: borrowing UnblockedOutput, wait: Int32 = 0) {
        let end = UnblockedOutput.now + Int64(wait)
        if bytes.isEmpty { tellLost() }
        while !bytes.isEmpty, output.isReady(within: Int32(max(0, end - UnblockedOutput.now))) {
            let count = output.write(bytes[...])
            if count < 0 {
                lost += lines + told
                (bytes, lines, told) = ([], 0, 0)
            } else if count > 0 {
                bytes.removeFirst(count)
                if bytes.isEmpty {
                    (lines, told) = (0, 0)
                    tellLost()
                }
            } else if UnblockedOutput.now >= end {
                return
            }
        }
    }
}
