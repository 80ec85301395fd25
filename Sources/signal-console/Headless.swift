import Analysis
import Configuration
import Events
import Glibc
import Mailbox
import Messages
import Relay
import Routing
import Sessions
import Terminal

/// The program without a screen: a line for each entry and each finding on standard output, until a signal ends it.
///
/// Where nobody reads them the lines wait, the oldest entries are lost and counted, and neither the relay nor a signal
/// waits for the reader.
struct Headless: ~Copyable {
    /// Entries that become lines at once.
    private static let batchSize = 256
    /// The least time from one look at what has come to the next, in nanoseconds: while something waits the relay need
    /// not wake anybody.
    private static let pause: Int64 = 10_000_000
    /// How often it is looked for what shows only because nothing came, in milliseconds.
    private static let tickTime: Int32 = 1000
    /// How long the last lines may take at the end, in milliseconds.
    private static let farewellTime: Int32 = 1000

    private let session: Session
    /// What holds, and how it is read anew.
    private var configuration: Configuration
    /// What a peer must show; `nil` if it need not.
    private var token: String?
    private let reread: () throws(SignalConsole.WrongConfiguration) -> Configuration
    /// What the relay's events amount to.
    ///
    /// An entry is no longer needed once it is a line, so the journal keeps the last one only.
    private var events: Sessions.Session
    private var output = LogOutput()
    private var wall: WallClock
    /// Whether the relay is gone.
    private var isOver = false

    init(
        _ session: Session, _ configuration: Configuration, token: String?,
        reread: @escaping () throws(SignalConsole.WrongConfiguration) -> Configuration
    ) {
        self.session = session
        var limits = Journal.Limits()
        limits.entries = 1
        events = Sessions.Session(
            session.place, journal: Journal(limits: limits), guardsGlare: configuration.relay.guardsGlare)
        wall = session.clock.wall
        (self.configuration, self.token) = (configuration, token)
        self.reread = reread
    }

    private var format: LogFormat { configuration.log }

    /// Runs until INT or TERM and on through the drain timeout; HUP has configuration and certificate read anew.
    consuming func run() {
        output.append(EntryLines.start(session.place, format))
        loop()
        if session.drain() { loop() }
        // Who has just left may be waited for: the end of the others is no answer.
        while take() {}
        _ = events.settleDepartures(at: session.clock.now)
        logFindings()
        session.stopRelay()
        isOver = true
        while take() {}
        output.end(wait: Self.farewellTime)
    }

    private mutating func loop() {
        var looked = Int64.min / 2
        while true {
            output.flush()
            StandardError.flush()
            // The mailbox says only once that it is no longer empty: it is emptied before anything is waited for.
            let moment = session.clock.now
            let early = Self.pause - (moment.nanoseconds - looked)
            if early <= 0 {
                looked = moment.nanoseconds
                wall.follow(session.clock.wall, at: moment)
                while output.isClear, take() { output.flush() }
                if output.isClear { pass(until: moment) }
            }
            var polled = [
                pollfd(fd: session.signals, events: Int16(POLLIN), revents: 0), output.polled, StandardError.polled,
            ]
            // Without anything that may show by not coming, nothing but an event wakes it.
            let rest = early > 0 ? Int32(early / 1_000_000 + 1) : events.calls.isWaiting ? Self.tickTime : -1
            poll(&polled, nfds_t(polled.count), output.retryIn.map { rest < 0 ? $0 : min(rest, $0) } ?? rest)
            let signals = session.readSignals()
            if signals.contains(where: Session.endings.contains) { return }
            if signals.contains(SIGHUP) { reload() }
        }
    }

    /// Reads the configuration anew and applies what can be; what is wrong with it leaves all as it is, but for the
    /// certificate.
    private mutating func reload() {
        let before = format
        do throws(SignalConsole.WrongConfiguration) {
            let new = try reread()
            StandardError.say("configuration read anew: \(configuration.changes(to: new).words)")
            configuration.adopt(new)
            configuration.spellings = new.spellings
            TaughtSpellings.current = new.spellings
        } catch {
            for line in error.lines { StandardError.say(line) }
            StandardError.say("configuration not read anew, the old one goes on")
        }
        do {
            token = try TokenFile.token(of: configuration)
        } catch {
            StandardError.say("the old token goes on")
        }
        session.relay.reload(RelayConfiguration(configuration, token: token))
        // Where nothing was printed nobody knows who is here.
        if before == .off { session.relay.takeCensus() }
    }

    /// What shows by `moment` only because nothing came; all that was written down before it has been taken in.
    private mutating func pass(until moment: Instant) {
        guard format != .off else { return }
        _ = events.advance(to: moment)
        logFindings()
        output.flush()
    }

    /// Turns what has come into lines; false if there was nothing.
    private mutating func take() -> Bool {
        let batch = session.mailbox.take(Self.batchSize)
        if batch.lost > 0 {
            StandardError.say("\(batch.lost) entries lost: \(output.takeReasonOfLoss())")
            if !isOver { session.relay.takeCensus() }
        }
        for report in batch.elements {
            if case .entry(let entry) = report, case .noted(.certificate(let news)) = entry.content {
                StandardError.say(news.words)
            }
            if format != .off { log(report) }
        }
        return !batch.elements.isEmpty
    }

    private mutating func log(_ report: RelayEvent) {
        guard let record = events.fold(report).record else { return }
        output.append(EntryLines.line(record, events.roster, events.calls, wall, format))
        logFindings()
    }

    /// A line for each finding that the last entry, or the time, brought or got over.
    private mutating func logFindings() {
        let now = session.clock.now
        for finding in events.calls.changes {
            output.append(FindingLines.line(finding, events.calls, events.roster, at: now, wall, format))
        }
        for finding in events.calls.endings where finding.severity > .information {
            output.append(
                FindingLines.line(finding, hasEnded: true, events.calls, events.roster, at: now, wall, format))
        }
    }
}
