import Analysis
import Configuration
import Connections
import EventLog
import Events
import Exports
import Findings
import Glibc
import Mailbox
import Messages
import Negotiations
import Relay
import Routing
import Sessions
import Terminal

/// The program without a screen: prints a line per entry and finding to standard output until a signal ends it.
///
/// If standard output is not read, lines are buffered, and the oldest entries in the mailbox are dropped and counted.
/// Neither the relay nor the handling of signals waits for the reader.
struct Headless: ~Copyable {
    /// The maximum number of events that are removed from the mailbox at a time.
    private static let batchSize = 256
    /// The minimum time between two readings of the mailbox, in nanoseconds.
    ///
    /// The mailbox wakes this thread only when it becomes non-empty, so reading it in intervals spares the relay the
    /// cost of waking it for every entry.
    private static let readInterval: Int64 = 10_000_000
    /// The interval, in milliseconds, at which time advances while a finding may arise from the absence of a message.
    private static let tickInterval: Int32 = 1000
    /// The maximum time to write the last lines, in milliseconds.
    private static let finalFlushTime: Int32 = 1000

    private let relay: RunningRelay
    /// The configuration in effect.
    private var configuration: ProgramConfiguration
    /// The token that peers must present; `nil` if none is required.
    private var token: String?
    /// Reads the configuration of file, environment and flags.
    private let readConfiguration: () throws(Program.InvalidConfiguration) -> ProgramConfiguration
    /// The fold of the relay's events.
    ///
    /// Its journal keeps only the last entry, because entries are not needed once they are printed.
    private var session: Session
    private var output = LogOutput()
    private var wall: WallClock
    /// Whether the relay has been stopped.
    private var isStopped = false

    init(
        _ relay: RunningRelay, _ configuration: ProgramConfiguration, token: String?,
        readConfiguration: @escaping () throws(Program.InvalidConfiguration) -> ProgramConfiguration
    ) {
        self.relay = relay
        var limits = Journal.Limits()
        limits.entries = 1
        session = Session(
            relay.endpoint, journal: Journal(limits: limits), guardsGlare: configuration.relay.guardsGlare)
        wall = relay.clock.wall
        (self.configuration, self.token) = (configuration, token)
        self.readConfiguration = readConfiguration
    }

    private var format: LogFormat { configuration.log }

    /// Runs until SIGINT or SIGTERM and through the drain timeout.
    ///
    /// SIGHUP reloads the configuration and the certificate.
    consuming func run() {
        if format == .json {
            appendJSON { encoder, headless in
                encoder.append(
                    EventLogHeader(
                        headless.relay.endpoint, headless.wall, program: Version.number,
                        guardsGlare: headless.configuration.relay.guardsGlare,
                        hasPayloads: headless.configuration.logsPayloads))
            }
        } else {
            output.append(EntryLines.startLine(relay.endpoint))
        }
        loop()
        if relay.drain() { loop() }
        // A departure becomes a finding only if the other peer is still connected a moment later. Pending departures are
        // evaluated now, before the relay closes the remaining peers.
        while processBatch() {}
        _ = session.settleDepartures(at: relay.clock.now)
        log(session.calls.changes)
        relay.stop()
        isStopped = true
        while processBatch() {}
        if format == .json { appendJSON { encoder, headless in encoder.appendEnd(at: headless.relay.clock.now) } }
        output.end(wait: Self.finalFlushTime)
    }

    private mutating func loop() {
        var lastRead = Int64.min / 2
        while true {
            output.flush()
            StandardError.flush()
            // The mailbox signals only that it has become non-empty, so it must be emptied before waiting.
            let now = relay.clock.now
            let remaining = Self.readInterval - (now.nanoseconds - lastRead)
            if remaining <= 0 {
                lastRead = now.nanoseconds
                wall.follow(relay.clock.wall, at: now)
                while output.isClear, processBatch() { output.flush() }
                if output.isClear { advance(to: now) }
            }
            var polled = [
                pollfd(fd: relay.signals, events: Int16(POLLIN), revents: 0), output.polled, StandardError.polled,
            ]
            let timeout =
                remaining > 0 ? Int32(remaining / 1_000_000 + 1) : session.calls.isWaiting ? Self.tickInterval : -1
            poll(&polled, nfds_t(polled.count), output.retryIn.map { timeout < 0 ? $0 : min(timeout, $0) } ?? timeout)
            let signals = relay.readSignals()
            if signals.contains(where: RunningRelay.endSignals.contains) { return }
            if signals.contains(SIGHUP) { reload() }
        }
    }

    /// Reloads the configuration and the certificate.
    ///
    /// If the configuration has errors, they are printed and the previous one remains in effect.
    private mutating func reload() {
        let previousFormat = format
        do throws(Program.InvalidConfiguration) {
            let new = try readConfiguration()
            StandardError.report("configuration reloaded: \(configuration.changes(to: new))")
            configuration.adopt(new)
            configuration.spellings = new.spellings
            TaughtSpellings.current = new.spellings
        } catch {
            for message in error.messages { StandardError.report(message) }
            StandardError.report("configuration not reloaded; the previous one remains in effect")
        }
        do {
            token = try TokenFile.token(of: configuration)
        } catch {
            StandardError.report("the previous token remains in effect")
        }
        relay.server.reload(RelayConfiguration(configuration, token: token, upstream: nil))
        // Without log output no events were folded, so the roster is unknown.
        if previousFormat == .off { relay.server.requestSnapshot() }
    }

    /// Advances the session to `time`, and prints the findings that arise from the absence of messages until then.
    ///
    /// All events before `time` must have been folded.
    private mutating func advance(to time: Instant) {
        guard format != .off else { return }
        _ = session.advance(to: time)
        log(session.calls.changes)
        output.flush()
    }

    /// Removes a batch of events from the mailbox and prints them; returns false if the mailbox was empty.
    private mutating func processBatch() -> Bool {
        let batch = relay.mailbox.take(Self.batchSize)
        if batch.lost > 0 {
            StandardError.report("\(batch.lost) entries lost: \(output.takeLossReason())")
            if !isStopped { relay.server.requestSnapshot() }
        }
        for event in batch.elements {
            if case .entry(let entry) = event, case .noted(.certificate(let news)) = entry.content {
                StandardError.report(news.text)
            }
            if format != .off { log(event) }
        }
        return !batch.elements.isEmpty
    }

    private mutating func log(_ event: RelayEvent) {
        let change = session.fold(event)
        guard let record = change.record else { return log(change.findings) }
        let earlier = change.findings.prefix { $0.time < record.entry.time }
        log(earlier)
        if format == .json {
            let derived = EntryLines.derived(record, session, clock: wall)
            appendJSON { encoder, _ in encoder.append(event, at: record.entry.time, derived: derived) }
        } else {
            output.append(EntryLines.text(record, session, clock: wall))
        }
        log(change.findings.dropFirst(earlier.count))
    }

    /// Prints changes of findings; the ends of informations are not printed.
    private mutating func log(_ changes: some Sequence<FindingChange>) {
        for change in changes where !change.isEnding || change.finding.severity > .information {
            if format == .json {
                let members = FindingLines.members(change, session, clock: wall)
                appendJSON { encoder, _ in encoder.append(derived: "finding", at: change.time, members) }
            } else {
                output.append(FindingLines.text(change, session, clock: wall))
            }
        }
    }

    /// Prints the lines of the event log that `body` encodes.
    private mutating func appendJSON(_ body: (inout EventLogEncoder, borrowing Headless) -> Void) {
        var encoder = EventLogEncoder(payloads: configuration.logsPayloads)
        body(&encoder, self)
        output.append(lines: encoder.bytes)
    }
}
