public import Analysis
import Connections
public import Events
public import Findings
import Messages
import Negotiations
import SDP

/// The state that follows from a stream of relay events: entries, peers, calls, findings and interception.
///
/// It is the only fold of that stream, used by the console and by the log output. Two sessions that were given the same
/// events, and the same time at the end, are equal.
///
/// ```
/// RelayEvent ─► fold ───► journal, roster, calls, history, intercepts, statistics, notable events
/// time ───────► advance ─► calls (findings about missing messages), statistics, expired bans
/// ```
public struct Session: Sendable {
    /// The addresses at which the relay is reached.
    public private(set) var endpoint: Endpoint
    /// Whether the glare guard was on in all rooms from the start.
    public let guardsGlare: Bool
    /// Whether messages have their payloads.
    public let hasPayloads: Bool
    /// The latest entries.
    public private(set) var journal: Journal
    /// The peers.
    public private(set) var roster = Roster()
    /// The calls, their negotiations and their findings.
    public private(set) var calls = CallBook()
    /// The earlier states of ``calls``.
    public private(set) var history = History()
    /// The intercept rules, held messages and bans.
    public private(set) var intercepts: InterceptState
    /// The counts of messages.
    public private(set) var statistics = Statistics()
    /// The latest notable events.
    public private(set) var eventItems = EventItems()
    /// The last gauges of the relay; `nil` before the first.
    public private(set) var gauges: Gauges?
    /// Whether the upstream server answered when it was last asked; `nil` before that, or unless this is a proxy.
    public private(set) var isUpstreamReachable: Bool?
    /// What happened last to the recording of the events to a file; `nil` if they are not recorded.
    public private(set) var recording: RecordingNews?
    /// The number of events that were lost on their way to the session.
    public private(set) var lost = 0
    /// The time of the last entry, or of the last advance if that is later.
    public private(set) var now = Instant.start
    /// The summaries of recent descriptions.
    private var known = SDPSummaryCache()

    /// Creates a session without events.
    ///
    /// - Parameters:
    ///   - endpoint: The addresses at which the relay is reached.
    ///   - journal: The journal to fill, with its limits.
    ///   - guardsGlare: Whether the glare guard is on in all rooms from the start, which no entry reports.
    ///   - hasPayloads: Whether messages have their payloads; not if the session is of a log without them.
    public init(
        _ endpoint: Endpoint, journal: Journal = Journal(), guardsGlare: Bool = false, hasPayloads: Bool = true
    ) {
        (self.endpoint, self.journal) = (endpoint, journal)
        (self.guardsGlare, self.hasPayloads) = (guardsGlare, hasPayloads)
        intercepts = InterceptState(guardsGlare: guardsGlare)
    }

    /// The effects of an event, beside those on the session.
    public struct Change: Sendable {
        /// The record of the entry; `nil` if the event is none.
        public var record: Journal.Record?
        /// The number of the first entry that is kept, if older ones were evicted.
        public var firstKept: Int?
        /// The changes of findings, in order of time.
        public var findings: [FindingChange] = []
        /// Whether there is a new finding of severity error.
        public var isAlarm = false
    }

    /// Applies `event`, the next of the stream.
    public mutating func fold(_ event: RelayEvent) -> Change {
        switch event {
        case .entry(let entry): return fold(entry)
        case .snapshot(let snapshot):
            roster.correct(snapshot.peers, at: now)
            calls.correct(snapshot.peers, at: now)
            eventItems.append(calls.changes, roster)
            intercepts.correct(snapshot, at: now)
            return Change(findings: calls.changes)
        case .gauges(let gauges):
            self.gauges = gauges
            isUpstreamReachable = gauges.isUpstreamReachable ?? isUpstreamReachable
        case .report(let report):
            calls.fold(report, at: now)
            eventItems.append(calls.changes, roster)
            return Change(findings: calls.changes, isAlarm: hasNewError)
        }
        return Change()
    }

    /// Records that `count` events did not arrive.
    public mutating func lose(_ count: Int) {
        guard count > 0 else { return }
        lost = lost.addingReportingOverflow(count).overflow ? .max : lost + count
        eventItems.appendLoss(of: count, at: now)
    }

    /// Advances the time to `now`; returns whether there is a new finding of severity error.
    public mutating func advance(to now: Instant) -> Bool {
        self.now = max(self.now, now)
        calls.advance(to: self.now)
        statistics.advance(to: self.now)
        intercepts.advance(to: self.now)
        eventItems.append(calls.changes, roster)
        return hasNewError
    }

    /// Evaluates departures that are still pending at `now`, as no later event will; returns whether there is a new error.
    public mutating func settleDepartures(at now: Instant) -> Bool {
        self.now = max(self.now, now)
        calls.beginChanges()
        calls.resolveDepartures(at: self.now)
        eventItems.append(calls.changes, roster)
        return hasNewError
    }

    /// Applies an entry, which can be read from the files of a recording again if it has a `place`.
    mutating func fold(_ entry: Entry, at place: EntryPlace? = nil) -> Change {
        now = max(now, entry.time)
        let parsed = entry.delivery?.parsed(&known)
        let record = Journal.Record(entry, parsed)
        roster.fold(entry)
        intercepts.fold(entry)
        // The gauges report the same, but up to a second later.
        isUpstreamReachable = entry.upstreamAnswered ?? isUpstreamReachable
        if case .noted(.certificate(.reloaded(let fingerprint, _))) = entry.content, endpoint.fingerprint != nil {
            endpoint.fingerprint = fingerprint
        }
        if case .noted(.recording(let news)) = entry.content { recording = news }
        calls.fold(entry, parsed)
        history.record(calls)
        eventItems.append(entry, parsed, calls.changes, roster)
        var change = Change(record: record)
        change.findings = calls.changes
        change.isAlarm = hasNewError
        let evicted = journal.append(record, at: place)
        for old in evicted {
            roster.forget(old.entry)
            calls.forget(old.entry)
        }
        if !evicted.isEmpty, let first = journal.firstNumber {
            history.forget(before: first)
            change.firstKept = first
        }
        if journal.archivedCount > 0 { history.archive(before: journal.number(at: journal.archivedCount)) }
        statistics.fold(entry, record.kind ?? .other)
        return change
    }

    private var hasNewError: Bool {
        calls.changes.contains { !$0.isEnding && $0.finding.isOpen && $0.finding.severity == .error }
    }
}

extension Entry {
    /// Whether the upstream server answered a request, as far as the entry tells.
    fileprivate var upstreamAnswered: Bool? {
        switch content {
        case .joined(let peer): peer.role == .server ? true : nil
        case .noted(.proxied(let report)): if case .failed = report.event { false } else { nil }
        default: nil
        }
    }
}

/// The addresses at which the relay is reached.
public struct Endpoint: Hashable, Sendable {
    /// The URL of the WebSocket: `ws://localhost:8080`.
    public var socket: String
    /// The URL of the page: `http://localhost:8080/`.
    public var page: String
    /// The addresses that the relay listens on: `127.0.0.1 and ::1`.
    public var addresses: String
    /// The URLs of the page for other machines, one for each address, such as `http://192.168.1.5:8080/`; empty if the
    /// relay is reached from this machine only.
    public var pages: [String]
    /// The SHA-256 fingerprint of a self-signed certificate; `nil` if there is none.
    public var fingerprint: String?
    /// The URL of the upstream server, such as `http://localhost:3000`; `nil` unless this is a proxy.
    public var upstream: String?

    public init(
        socket: String, page: String, addresses: String, pages: [String] = [], fingerprint: String? = nil,
        upstream: String? = nil
    ) {
        (self.socket, self.page, self.addresses) = (socket, page, addresses)
        (self.pages, self.fingerprint, self.upstream) = (pages, fingerprint, upstream)
    }

    /// Whether the relay uses TLS.
    public var isSecure: Bool { socket.hasPrefix("wss:") }
}
