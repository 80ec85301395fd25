import Console
import Glibc
import Mailbox
import Signaling

/// The program without a screen: a line for each entry on standard output, until a signal ends it.
///
/// Standard output may be a pipe that nobody reads: the lines then wait, the oldest entries are lost and counted, and
/// neither the relay nor a signal waits for them.
struct Headless {
    /// What a pipe takes whole or not at all (POSIX `PIPE_BUF` on Linux).
    private static let pieceSize = 4096

    private let session: Session
    private let format: LogFormat
    /// Who is who in the lines to come.
    private var roster = Roster()
    /// Lines that are not written yet.
    private var pending: ArraySlice<UInt8> = []

    init(_ session: Session, _ format: LogFormat) {
        self.session = session
        self.format = format
    }

    /// Runs until INT or TERM; HUP is passed over, as there is no configuration to read anew.
    consuming func run() {
        append(EntryLines.start(session.place, format))
        loop()
        session.stopRelay()
        while take() {}
        flush(patiently: true)
    }

    private mutating func loop() {
        var hasMore = false
        while true {
            // The pipe is looked at in every round; entries only once the lines before them are out.
            if pending.isEmpty { hasMore = take() }
            flush(patiently: false)
            var polled = [
                pollfd(fd: session.signals, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pending.isEmpty ? -1 : STDOUT_FILENO, events: Int16(POLLOUT), revents: 0),
            ]
            poll(&polled, 2, hasMore && pending.isEmpty ? 0 : -1)
            var byte: UInt8 = 0
            while read(session.signals, &byte, 1) == 1 {
                if [SIGINT, SIGTERM].contains(Int32(byte)) { return }
            }
        }
    }

    /// Turns what has come into lines; true where more waits.
    private mutating func take() -> Bool {
        let batch = session.mailbox.take(256)
        if batch.lost > 0 { Stderr.say("\(batch.lost) entries lost: standard output is not read fast enough") }
        for entry in batch.elements {
            roster.fold(entry)
            if format != .off { append(EntryLines.line(entry, roster, session.clock, format)) }
            roster.forget(entry)
        }
        return batch.hasMore
    }

    private mutating func append(_ line: String) {
        pending += Array((line + "\n").utf8)
    }

    /// Writes what can be written without waiting; `patiently`, for up to a second in all.
    private mutating func flush(patiently: Bool) {
        while !pending.isEmpty {
            var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            guard poll(&descriptor, 1, patiently ? 1000 : 0) > 0 else { return }
            let written = pending.prefix(Self.pieceSize).withUnsafeBytes {
                write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if written > 0 {
                pending = pending.dropFirst(written)
            } else if errno != EINTR && errno != EAGAIN {
                Stderr.say("standard output: \(String(cString: strerror(errno))); the relay goes on without a log")
                pending = []
                return
            }
        }
    }
}
