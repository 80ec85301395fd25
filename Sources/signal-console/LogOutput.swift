import Glibc
import Terminal

/// Standard output for lines that must not make the program wait: what it does not take at once is kept.
///
/// If writing fails (the disk is full), the lines are kept too, and writing is tried again every second. Whoever appends
/// looks at ``isClear`` first, so that what is kept stays small and the mailbox drops and counts the rest.
struct LogOutput: ~Copyable {
    /// The time between two attempts to write while writing fails, in milliseconds.
    private static let retryTime: Int64 = 1000
    /// Errors that do not pass: the reader, or the terminal, is gone.
    private static let lastErrors = [EPIPE, EBADF, EIO, ENXIO]

    private let output = UnblockedOutput(STDOUT_FILENO)
    /// What was not taken yet.
    private var pending: [UInt8] = []
    private var written = 0
    private var isBroken = false
    /// Why writing fails and when it is tried again; `nil` while it works.
    private var fault: (words: String, retry: Int64)?
    /// Why entries were lost, if they were lost since the last time this was asked.
    private var reasonOfLoss: String?

    /// Whether all lines have been taken.
    var isClear: Bool { pending.isEmpty }

    mutating func append(_ line: String) {
        guard !isBroken else { return }
        pending += line.utf8
        pending.append(UInt8(ascii: "\n"))
    }

    /// Writes what is taken within `wait` milliseconds in all.
    mutating func flush(wait: Int32 = 0) {
        let end = UnblockedOutput.now + Int64(wait)
        while !isClear {
            if let fault, UnblockedOutput.now < fault.retry { return }
            guard output.isReady(within: Int32(max(0, end - UnblockedOutput.now))) else { return }
            let count = output.write(pending[written...])
            if count > 0 {
                goOn()
                written += count
                if written == pending.count { clear() }
            } else if count < 0 {
                fail(errno)
            } else if UnblockedOutput.now >= end {
                return
            }
        }
    }

    /// Writes what is taken within `wait` milliseconds, once more also if writing failed, and says how many lines are
    /// left over.
    mutating func end(wait: Int32) {
        fault?.retry = 0
        flush(wait: wait)
        let lines = pending[written...].count { $0 == UInt8(ascii: "\n") }
        guard lines > 0 else { return }
        let reason = fault.map { "standard output: \($0.words)" } ?? "standard output is not read"
        StandardError.say("\(lines) \(lines == 1 ? "line was" : "lines were") not written: \(reason)")
    }

    /// Why entries were lost before they became lines.
    mutating func takeReasonOfLoss() -> String {
        defer { reasonOfLoss = nil }
        return reasonOfLoss ?? "standard output is not read fast enough"
    }

    private mutating func fail(_ code: Int32) {
        let words = String(cString: strerror(code))
        guard !Self.lastErrors.contains(code) else {
            StandardError.say("standard output: \(words); the relay goes on without a log")
            isBroken = true
            return clear()
        }
        if fault == nil {
            StandardError.say("standard output: \(words); lines wait until it can be written to again")
        }
        fault = (words, UnblockedOutput.now + Self.retryTime)
        reasonOfLoss = "standard output could not be written to (\(words))"
    }

    private mutating func goOn() {
        guard fault != nil else { return }
        fault = nil
        StandardError.say("standard output can be written to again")
    }

    private mutating func clear() {
        pending.removeAll(keepingCapacity: true)
        written = 0
    }

    /// What to wait for if lines are kept: room, or else the time of ``retryIn``.
    var polled: pollfd {
        var polled = output.polled
        if isClear || fault != nil { polled.fd = -1 }
        return polled
    }

    /// Milliseconds until writing is tried again; `nil` while it works.
    var retryIn: Int32? { isClear ? nil : fault.map { Int32(max(0, $0.retry - UnblockedOutput.now)) } }
}
