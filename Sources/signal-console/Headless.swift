import Console
import Glibc
import Mailbox
import Relay
import Signaling

/// The program without a screen: a line for each entry on standard output, until a signal ends it.
///
/// Where nobody reads them the lines wait, the oldest entries are lost and counted, and neither the relay nor a signal
/// waits for the reader.
struct Headless: ~Copyable {
    /// Entries that become lines at once.
    private static let batchSize = 256
    /// How long the last lines may take at the end, in milliseconds.
    private static let farewellTime: Int32 = 1000

    private let session: Session
    private let format: LogFormat
    /// Who is who in the lines to come.
    private var roster = Roster()
    private var calls = CallBook()
    private var output = LogOutput()

    init(_ session: Session, _ format: LogFormat) {
        self.session = session
        self.format = format
    }

    /// Runs until INT or TERM; HUP is passed over, as there is no configuration to read anew.
    consuming func run() {
        output.append(EntryLines.start(session.place, format))
        loop()
        session.stopRelay()
        while take() {}
        output.flush(wait: Self.farewellTime)
    }

    private mutating func loop() {
        while true {
            output.flush()
            // The mailbox says only once that it is no longer empty: it is emptied before anything is waited for.
            while output.isClear, take() { output.flush() }
            var polled = [pollfd(fd: session.signals, events: Int16(POLLIN), revents: 0), output.polled]
            poll(&polled, 2, -1)
            var byte: UInt8 = 0
            while read(session.signals, &byte, 1) == 1 {
                if [SIGINT, SIGTERM].contains(Int32(byte)) { return }
            }
        }
    }

    /// Turns what has come into lines; false where there was nothing.
    private mutating func take() -> Bool {
        let batch = session.mailbox.take(Self.batchSize)
        if batch.lost > 0 {
            Stderr.say("\(batch.lost) entries lost: standard output is not read fast enough")
            session.relay.takeCensus()
        }
        for report in batch.elements {
            switch report {
            case .entry(let entry):
                if format != .off { log(entry) }
            case .census(let peers): roster.correct(peers, at: session.clock.now)
            }
        }
        return !batch.elements.isEmpty
    }

    private mutating func log(_ entry: Entry) {
        let record = Journal.Record(entry)
        roster.fold(entry)
        calls.fold(record)
        output.append(
            EntryLines.line(record, roster, reply: calls.reply(entry.number), session.clock, format))
        // No journal is kept, so an entry is gone as soon as it is a line.
        roster.forget(entry)
        calls.forget(entry)
    }
}
