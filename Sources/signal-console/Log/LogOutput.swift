import Glibc
import Terminal

/// Writes lines to standard output without blocking.
///
/// Lines that cannot be written are buffered. If writing fails, for example because the disk is full, it is retried every
/// second. Callers append only while ``isClear``, so that the buffer stays small and the mailbox drops and counts entries.
struct LogOutput: ~Copyable {
    /// The time between two attempts to write after an error, in milliseconds.
    private static let retryInterval: Int64 = 1000
    /// Errors that are permanent: the reader or the terminal no longer exists.
    private static let permanentErrors = [EPIPE, EBADF, EIO, ENXIO]

    private let output = NonBlockingOutput(STDOUT_FILENO)
    private var buffer: [UInt8] = []
    /// The number of bytes of the buffer that have been written.
    private var written = 0
    private var isBroken = false
    /// The current error and the time of the next attempt; `nil` while writing succeeds.
    private var failure: (message: String, retryTime: Int64)?
    /// The reason why entries were lost since the last call of ``takeLossReason()``.
    private var lossReason: String?

    /// Whether all lines have been written.
    var isClear: Bool { buffer.isEmpty }

    mutating func append(_ line: String) {
        guard !isBroken else { return }
        buffer += line.utf8
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Appends whole lines, each with its line end.
    mutating func append(lines: [UInt8]) {
        if !isBroken { buffer += lines }
    }

    /// Writes as much as possible within `wait` milliseconds.
    mutating func flush(wait: Int32 = 0) {
        let end = NonBlockingOutput.now + Int64(wait)
        while !isClear {
            if let failure, NonBlockingOutput.now < failure.retryTime { return }
            guard output.isReady(within: Int32(max(0, end - NonBlockingOutput.now))) else { return }
            let count = output.write(buffer[written...])
            if count > 0 {
                recover()
                written += count
                if written == buffer.count { clear() }
            } else if count < 0 {
                fail(errno)
            } else if NonBlockingOutput.now >= end {
                return
            }
        }
    }

    /// Writes as much as possible within `wait` milliseconds, and reports the number of lines that could not be written.
    mutating func end(wait: Int32) {
        failure?.retryTime = 0
        flush(wait: wait)
        let lines = buffer[written...].count { $0 == UInt8(ascii: "\n") }
        guard lines > 0 else { return }
        let reason = failure.map { "standard output: \($0.message)" } ?? "standard output is not read"
        StandardError.report("\(lines) \(lines == 1 ? "line was" : "lines were") not written: \(reason)")
    }

    /// Returns the reason why the mailbox has lost entries.
    mutating func takeLossReason() -> String {
        defer { lossReason = nil }
        return lossReason ?? "standard output is not read fast enough"
    }

    private mutating func fail(_ code: Int32) {
        let message = String(cString: strerror(code))
        guard !Self.permanentErrors.contains(code) else {
            StandardError.report("standard output: \(message); the relay continues without a log")
            isBroken = true
            return clear()
        }
        if failure == nil {
            StandardError.report("standard output: \(message); retrying every second")
        }
        failure = (message, NonBlockingOutput.now + Self.retryInterval)
        lossReason = "standard output could not be written to (\(message))"
    }

    private mutating func recover() {
        guard failure != nil else { return }
        failure = nil
        StandardError.report("standard output can be written to again")
    }

    private mutating func clear() {
        buffer.removeAll(keepingCapacity: true)
        written = 0
    }

    /// The descriptor to poll until buffered lines can be written; none if there are none or the next attempt is
    /// scheduled.
    var polled: pollfd {
        var polled = output.polled
        if isClear || failure != nil { polled.fd = -1 }
        return polled
    }

    /// The time until the next attempt to write after an error, in milliseconds; `nil` if none is due.
    var retryIn: Int32? { isClear ? nil : failure.map { Int32(max(0, $0.retryTime - NonBlockingOutput.now)) } }
}
