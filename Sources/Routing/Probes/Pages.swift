import Events
import Reports

/// The pages whose probes are connected, with the limits on what they report.
///
/// A page is identified by the random session of its first report, so that it keeps its id if its probe reconnects.
/// The limits are those of all pages together; a socket by itself is limited where it is read.
///
/// ```
/// socket 1 ── page (session a) ──► page 1          socket 4 ── page (session a) ──► page 1, reconnected
/// socket 1 ── state, call, … ────► entry, or report without an entry
/// ```
struct Pages: Sendable {
    /// The number of connected pages: 256, several for each member of a team.
    static let limit = 256
    /// The number of sessions whose ids are remembered: 1024, so that pages can reconnect.
    static let sessionLimit = 1024
    /// The reports of all pages in a second, or five times as many in a burst: 4000, which take some milliseconds.
    static let rate = 4000
    /// The open connections of a page: 64, more than a large mesh has.
    static let connectionLimit = 64
    /// The least time in which a connection sends three statistics, in nanoseconds: 900 ms, as the probe sends them each
    /// second, and once more when the state changes.
    static let statisticsInterval: Int64 = 900_000_000

    /// A connected page.
    private struct Page {
        let id: PageID
        let address: String
        let session: String
        /// The difference between the relay's clock and that of the page, in nanoseconds.
        var offset: Int64
        /// The open connections, with the times of their last two statistics and the selected pairs in them.
        var connections: [Int: (times: [Instant], pair: String?)] = [:]
    }

    /// The result of a report.
    enum Result: Hashable {
        /// The report becomes an entry; statistics do if the selected pair is another one.
        case entry(PageReport)
        /// The report is passed on without an entry.
        case report(PageReport)
        /// The report is of a page that is not accepted, because there are too many.
        case refused
        /// The report is discarded.
        case discarded
    }

    private var pages: [Int: Page] = [:]
    private var ids: [String: PageID] = [:]
    /// The sessions in ``ids``, the oldest first.
    private var sessions: [String] = []
    private var lastPage = 0
    private var limiter = RateLimiter(rate: Pages.rate)
    /// Whether the limits on the number of reports, statistics and connections hold.
    private let isLimited: Bool
    /// The socket that the last report has replaced by another one of its page; `nil` if there is none.
    private(set) var replaced: Int?
    /// The number of reports that were discarded since the last notice.
    private(set) var discarded = 0

    /// No pages.
    ///
    /// - Parameter isLimited: Whether the limits on the number of reports, statistics and connections hold. Default true;
    ///   false for a recording, which was limited when it was read.
    init(isLimited: Bool = true) { self.isLimited = isLimited }

    /// Applies a report of the probe on socket number `socket`.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - socket: The number of the probe's socket.
    ///   - address: The IP address and port of the probe.
    ///   - time: The time of arrival.
    /// - Returns: What becomes of the report.
    mutating func receive(_ report: PeerReport, on socket: Int, from address: String, at time: Instant) -> Result {
        replaced = nil
        if case .page(let facts) = report.content { return connect(facts, report, on: socket, from: address, at: time) }
        guard let page = pages[socket], !isLimited || limiter.take(1, at: time) else {
            discarded += 1
            return .discarded
        }
        let dated = date(report, of: page, at: time)
        guard let connection = report.connection else { return report.isEntry ? .entry(dated) : .report(dated) }
        guard
            let known = page.connections[connection]
                ?? (!isLimited || page.connections.count < Self.connectionLimit ? ([], nil) : nil)
        else {
            discarded += 1
            return .discarded
        }
        pages[socket]?.connections[connection] = known
        if case .call(let call) = report.content, call.method == .close {
            pages[socket]?.connections[connection] = nil
        }
        guard case .statistics(let statistics) = report.content else {
            return report.isEntry ? .entry(dated) : .report(dated)
        }
        if isLimited, known.times.count == 2, time.nanoseconds - known.times[0].nanoseconds < Self.statisticsInterval {
            return .discarded
        }
        let pair = statistics.selectedPair?.text ?? known.pair
        pages[socket]?.connections[connection] = (known.times.suffix(1) + [time], pair)
        return pair == known.pair ? .report(dated) : .entry(dated)
    }

    private mutating func connect(
        _ facts: PageFacts, _ report: PeerReport, on socket: Int, from address: String, at time: Instant
    ) -> Result {
        // The decoder bounds the time of a page to 2⁵³ ms.
        let offset = time.nanoseconds &- facts.now &* 1000
        if let page = pages[socket] {
            pages[socket]?.offset = offset
            return .report(date(report, of: page, at: time))
        }
        // A page that has changed its network connects again before its old socket is known to be gone.
        let former = facts.session.isEmpty ? nil : pages.first { $0.value.session == facts.session }
        guard former != nil || pages.count < Self.limit else { return .refused }
        let page = Page(
            id: ids[facts.session] ?? nextID(facts.session), address: address, session: facts.session,
            offset: offset, connections: former?.value.connections ?? [:])
        if let former { pages[former.key] = nil }
        replaced = former?.key
        pages[socket] = page
        return .entry(date(report, of: page, at: time))
    }

    private mutating func nextID(_ session: String) -> PageID {
        lastPage += 1
        let id = PageID(lastPage)
        guard !session.isEmpty, ids[session] == nil else { return id }
        ids[session] = id
        sessions.append(session)
        if sessions.count > Self.sessionLimit { ids[sessions.removeFirst()] = nil }
        return id
    }

    /// Returns `report` with the time of its event by the relay's clock.
    ///
    /// The offset includes the way of the page's first report, so events seem later than they were, by a millisecond on
    /// one machine. A page can tell any time, so none is later than the arrival, or more than a minute before it.
    private func date(_ report: PeerReport, of page: Page, at time: Instant) -> PageReport {
        let scaled = report.time.multipliedReportingOverflow(by: 1000)
        let told = scaled.partialValue.addingReportingOverflow(page.offset)
        let earliest = time.advanced(by: -60_000_000_000)
        let isTold = !scaled.overflow && !told.overflow
        let occurred = isTold ? min(time, max(earliest, Instant(nanoseconds: told.partialValue))) : time
        return PageReport(page: page.id, occurred: occurred, address: page.address, report)
    }

    /// Removes the page of a socket that was closed; returns it, or `nil` if there is none.
    mutating func disconnect(_ socket: Int) -> PageID? { pages.removeValue(forKey: socket)?.id }

    /// Counts a report that was discarded before it was decoded.
    mutating func countDiscarded() { discarded += 1 }

    /// Returns the number of discarded reports, and resets it.
    mutating func takeDiscarded() -> Int {
        defer { discarded = 0 }
        return discarded
    }
}

extension PeerReport {
    /// Whether the report becomes an entry: a step of the connection, an error, or a line of the page's own.
    ///
    /// Other reports repeat what messages tell, or come often.
    var isEntry: Bool {
        switch content {
        case .page, .visibility, .mark, .configuration, .candidateError, .channel, .media: true
        case .statistics, .gathered, .negotiationNeeded: false
        case .call(let call):
            switch call.method {
            case .createOffer, .createAnswer, .addIceCandidate: !call.hasSucceeded
            case .construct, .setLocalDescription, .setRemoteDescription, .restartIce, .close, .setConfiguration: true
            }
        case .state(let machine, let state):
            switch machine {
            case .signaling, .gathering: false
            case .ice: ["checking", "connected", "disconnected", "failed"].contains(state)
            case .connection: !["new", "connecting"].contains(state)
            case .dtls, .sctp: ["connected", "failed"].contains(state)
            }
        case .socket(let socket): socket.event == "close" || socket.event == "error"
        case .track(let track): track.event != "added" && track.event != "unmuted"
        case .element(let element): isFailure || element.event == "resized" && !element.isLocal
        }
    }
}
