public import Analysis
public import Events
import Messages
import SDP

/// Everything that a stream of relay events amounts to: who is here, what was said, who negotiates with whom, what is
/// wrong, and what is intercepted.
///
/// It is the only fold of that stream: the console, the log output and the readers of recordings all use it. Two
/// sessions that were given the same events, and the same time at the end, are equal.
///
/// ```
/// RelayEvent ─► fold ───► journal, roster, calls, history, intercepts, statistics, notable events
/// time ───────► advance ─► calls (what shows only because nothing came), statistics, bans that are over
/// ```
public struct Session: Sendable {
    /// Where the relay can be reached.
    public private(set) var endpoint: Endpoint
    /// The entries that are kept.
    public private(set) var journal: Journal
    /// Who is here.
    public private(set) var roster = Roster()
    /// Who negotiates with whom, and what is wrong with it.
    public private(set) var calls = CallBook()
    /// The same as it was after each entry.
    public private(set) var history = History()
    /// The intercept rules, held messages and bans.
    public private(set) var interventions: InterceptState
    /// How much was said.
    public private(set) var statistics = Statistics()
    /// The latest notable events.
    public private(set) var happenings = EventItems()
    /// What the relay last measured of itself; `nil` before the first time.
    public private(set) var gauges: Gauges?
    /// The number of events that were lost on their way here.
    public private(set) var lost = 0
    /// The time of the last entry, or the last that it was advanced to.
    public private(set) var now = Instant.start
    /// The m-sections of recent descriptions.
    private var known = MSectionCache()

    /// A session without any event.
    ///
    /// - Parameters:
    ///   - endpoint: Where the relay can be reached.
    ///   - journal: The journal to fill, with its limits.
    ///   - guardsGlare: Whether the glare guard works in all rooms from the start, which no entry tells.
    public init(_ endpoint: Endpoint, journal: Journal = Journal(), guardsGlare: Bool = false) {
        self.endpoint = endpoint
        self.journal = journal
        interventions = InterceptState(guardsGlare: guardsGlare)
    }

    /// What an event changed, beside the session itself.
    public struct Change: Sendable {
        /// The record of the entry; `nil` if the event was none.
        public var record: Journal.Record?
        /// The number of the first entry that is kept, if older ones had to make room.
        public var firstKept: Int?
        /// Whether an error was found that was not known before.
        public var isAlarm = false
    }

    /// Adds `event`, the next of the stream.
    public mutating func fold(_ event: RelayEvent) -> Change {
        switch event {
        case .entry(let entry): return fold(entry)
        case .census(let census):
            roster.correct(census.peers, at: now)
            calls.correct(census.peers)
            interventions.correct(census)
        case .gauges(let gauges): self.gauges = gauges
        }
        return Change()
    }

    /// Notes that `count` events did not arrive.
    public mutating func lose(_ count: Int) {
        guard count > 0 else { return }
        lost += count
        happenings.noteLoss(count, at: now)
    }

    /// Advances the time to `now`, and shows what it brings; returns whether an error was found.
    public mutating func advance(to now: Instant) -> Bool {
        self.now = max(self.now, now)
        calls.advance(to: self.now)
        statistics.advance(to: self.now)
        interventions.advance(to: self.now)
        return noteFindings()
    }

    /// Evaluates departures that are still pending at `now`, as no later event will; returns whether an error was found.
    public mutating func settleDepartures(at now: Instant) -> Bool {
        self.now = max(self.now, now)
        calls.beginChanges()
        calls.settleDepartures(at: self.now)
        return noteFindings()
    }

    private mutating func fold(_ entry: Entry) -> Change {
        now = max(now, entry.time)
        let reading = entry.transit.map { ParsedMessage($0.message, &known) }
        let record = Journal.Record(entry, reading)
        roster.fold(entry)
        interventions.fold(entry)
        if case .noted(.certificate(.reloaded(let fingerprint, _))) = entry.content, endpoint.fingerprint != nil {
            endpoint.fingerprint = fingerprint
        }
        calls.fold(entry, reading)
        history.note(calls)
        happenings.note(entry, reading, roster)
        var change = Change(record: record)
        change.isAlarm = noteFindings()
        let evicted = journal.append(record)
        for old in evicted {
            roster.forget(old.entry)
            calls.forget(old.entry)
        }
        if !evicted.isEmpty, let first = journal.firstNumber {
            history.forget(before: first)
            change.firstKept = first
        }
        statistics.fold(entry, record.kind ?? .other)
        return change
    }

    private mutating func noteFindings() -> Bool {
        happenings.note(calls, roster, at: now)
        return calls.changes.contains { $0.isOpen && $0.severity == .error }
    }
}
