public import Events
import Messages
import Reports
import Text

/// The messages between some peers as a sequence diagram: a column for each peer, a row for each arrow.
///
/// ```
///   +0.000   p1 ──── offer ──────────────────────▶ p2
///   +0.002   p1 ──── candidate ×6 (h3 s2 r1) ────▶ p2    a fold: later candidates are added to it
///   +0.149   p1 ◀─── answer ────────────────────── p2
///            ─ ─ ─ ─ ─ 4.2 s idle ─ ─ ─ ─ ─ ─ ─ ─ ─      a gap
///   +4.200   p1 ──── bye ────────────────────────▶ p2
/// ```
/// In front of an upstream server, all ends of the server share a column. A message that it sent on is one arrow from client
/// to client, across that column:
///
/// ```
///   +1.351   p1 ──── offer ─────┼──── +12ms ──────▶ p3
/// ```
/// A message is shown if its author and another recipient have columns, or if its author has one and no other peer
/// received it. The joining and the leaving of the peers are shown, too.
///
/// Rows are in the order of their first entries. Candidates of both sides cross: a run of candidates from one column to
/// the same others is one row, even if there are other candidates in between. Everything else, including a joining or a
/// replay, ends all runs, so that no row is above one that came before all of it; so does a pause longer than
/// ``Options/idle``.
public struct Ladder: Sendable {
    /// Options for the rows.
    public struct Options: Hashable, Sendable {
        /// Whether a run of candidates is one row.
        public var isFolded = true
        /// Whether a pause longer than ``idle`` is shown as a gap.
        public var isSqueezed = true
        /// The longest pause within a run of candidates and without a gap, in nanoseconds; the default is 1 s.
        public var idle: Int64 = 1_000_000_000

        public init() {}
    }

    /// The number of columns, which is the number of peers in a room.
    public static let columnLimit = 100
    /// The number of rows, few enough to draw into a file.
    ///
    /// If there are more, the oldest eighth is removed, so that most appends are cheap.
    public static let rowLimit = 20_000
    /// The number of entries in all rows, which is what a ``Journal`` keeps; if there are more, rows are removed as for
    /// ``rowLimit``.
    public static let entryLimit = 200_000

    /// The peers from left to right, in the order given, each once.
    ///
    /// The order of appearance would change when the oldest rows are removed.
    public let columns: [PeerID]
    /// The column of the upstream server, by its end of the first client's socket; `nil` if it has none.
    public let server: Int?
    /// The number of peers beyond ``columnLimit``, which have no column.
    public let omittedColumns: Int
    /// The options for the rows.
    public let options: Options
    /// The rows from top to bottom.
    public private(set) var rows: [Row] = []
    /// The number of entries that were removed.
    public private(set) var omittedEntries = 0
    /// The number of messages, including those that were removed.
    public private(set) var messages = 0

    private let indices: [PeerID: Int]
    /// The ends of the server, which share its column.
    private let serverEnds: [PeerID]
    /// The row of each entry, in the order of entries.
    private var places: [Place] = []
    /// The rows to which another candidate can be added.
    private var runs: [Path: Int] = [:]
    /// The time of the last entry.
    private var latest = Instant.start

    private struct Place {
        let entry: Int
        let row: Int
    }

    /// A ladder of `peers` without rows.
    ///
    /// - Parameters:
    ///   - peers: The peers from left to right.
    ///   - serverEnds: The upstream server's ends of their sockets, which have one column in the middle; none by default.
    ///   - options: The options for the rows.
    public init(of peers: [PeerID], server serverEnds: [PeerID] = [], options: Options = Options()) {
        var columns: [PeerID] = []
        var seen: Set<PeerID> = []
        for peer in peers where seen.insert(peer).inserted { columns.append(peer) }
        omittedColumns = max(0, columns.count - Self.columnLimit)
        columns = Array(columns.prefix(Self.columnLimit))
        if let end = serverEnds.first {
            server = (columns.count + 1) / 2
            columns.insert(end, at: (columns.count + 1) / 2)
        } else {
            server = nil
        }
        var indices: [PeerID: Int] = [:]
        for (index, peer) in columns.enumerated() { indices[peer] = index }
        for end in serverEnds { indices[end] = server }
        (self.columns, self.indices, self.serverEnds) = (columns, indices, serverEnds)
        self.options = options
    }

    /// A ladder without rows that has the peers of this one, and other options.
    public func emptied(_ options: Options) -> Ladder {
        Ladder(of: columns.indices.filter { $0 != server }.map { columns[$0] }, server: serverEnds, options: options)
    }

    /// A ladder of `peers` with `records`, which are in order.
    public init(_ records: some Sequence<Journal.Record>, of peers: [PeerID], options: Options = Options()) {
        self.init(of: peers, options: options)
        for record in records { append(record) }
    }

    /// The index of the row that shows `entry`; `nil` if there is none.
    public func row(of entry: Int) -> Int? {
        let index = place(atOrAfter: entry)
        guard index < places.count, places[index].entry == entry else { return nil }
        return places[index].row
    }

    /// The numbers of all entries that are shown, in order.
    public var numbers: [Int] { places.map(\.entry) }

    /// The numbers of all entries that the row at index `row` shows, in order; empty for a gap.
    public func entries(of row: Int) -> [Int] {
        guard let first = rows[row].entry, let last = rows[row].lastEntry else { return [] }
        let end = place(atOrAfter: max(last, rows[row].lastOutbound))
        return places[place(atOrAfter: first)...end].filter { $0.row == row }.map(\.entry)
    }

    /// Appends a record; ignores it if it is not later than the last one.
    ///
    /// A message is drawn to `recipients`, those that it is for (``CallBook/recipients(of:)``); the default is all
    /// recipients of its delivery. A candidate that `isSeparate` belongs to no run, because it did not go the way of others.
    /// A report is drawn in the column of `reporter`, the peer whose page it is of.
    public mutating func append(
        _ record: Journal.Record, to recipients: [PeerID]? = nil, isSeparate: Bool = false, reporter: PeerID? = nil
    ) {
        let entry = record.entry
        guard entry.number > (places.last?.entry ?? 0) else { return }
        switch entry.content {
        case .message(let delivery):
            guard let path = path(of: delivery, to: recipients ?? delivery.recipients) else { return }
            append(Arrow(record, delivery, path), at: entry.time, isSeparate: isSeparate)
        case .joined(let peer): append(.joined(peer), of: peer.id, entry)
        case .left(let peer, let reason): append(.left(reason), of: peer, entry)
        case .reported(let report):
            guard let reporter, report.report.isStep else { return }
            append(.reported(report.report), of: reporter, entry)
        case .refused, .noted: break
        }
    }

    /// Returns whether the ladder may show `entry`, as far as its peers tell.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - recipients: The peers that its message is for.
    ///   - reporter: The peer of the page that reports; `nil` if it is not known.
    /// - Returns: Whether a row may show it; not if it is about other peers only.
    public func mayShow(_ entry: Entry, to recipients: [PeerID], reporter: PeerID?) -> Bool {
        switch entry.content {
        case .message(let delivery): path(of: delivery, to: recipients) != nil
        case .joined, .left: entry.peer.map { indices[$0] != nil } ?? false
        case .reported: reporter.map { indices[$0] != nil } ?? false
        case .refused, .noted: false
        }
    }

    /// Records that the upstream server sent the message of entry `inbound` on to `recipient` in `entry`: the arrow of the
    /// message leads there.
    ///
    /// - Returns: Whether the ladder shows the message and the recipient; if not, `entry` is a message like any other.
    public mutating func pass(_ inbound: Int, in entry: Entry, to recipient: PeerID, _ passage: Passage) -> Bool {
        guard let server, let row = row(of: inbound), let column = indices[recipient],
            entry.number > (places.last?.entry ?? 0)
        else { return false }
        switch rows[row].content {
        case .arrow(var arrow):
            arrow.path = arrow.path.passed(by: server, to: column)
            arrow.passage = arrow.passage ?? passage
            rows[row].content = .arrow(arrow)
        case .fold(var fold):
            fold.path = fold.path.passed(by: server, to: column)
            fold.passage = fold.passage ?? passage
            rows[row].content = .fold(fold)
        case .fact, .gap: return false
        }
        rows[row].lastOutbound = entry.number
        appendPlace(of: entry.number, in: row, at: entry.time)
        return true
    }

    private mutating func append(_ event: Fact.Event, of peer: PeerID, _ entry: Entry) {
        // The ends of the server come and go with their clients.
        guard let column = indices[peer], column != server else { return }
        // Reports of a page come between the candidates that it applies.
        if case .reported = event {} else { runs = [:] }
        add(.fact(Fact(column: column, event: event, entry: entry.number)), at: entry.time)
        appendPlace(of: entry.number, in: rows.count - 1, at: entry.time)
    }

    private mutating func append(_ arrow: Arrow, at time: Instant, isSeparate: Bool) {
        let trickles = options.isFolded && arrow.trickles
        if !trickles { runs = [:] }
        let run = isSeparate ? nil : join(arrow, at: time)
        let row = run ?? add(.arrow(arrow), at: time)
        if trickles, !isSeparate { runs[arrow.path] = arrow.kind == .candidate ? row : nil }
        messages += 1
        appendPlace(of: arrow.entry, in: row, at: time)
    }

    /// Adds `arrow` to a run and returns its row; `nil` if there is no such run.
    private mutating func join(_ arrow: Arrow, at time: Instant) -> Int? {
        guard let row = runs[arrow.path], var fold = rows[row].run, fold.count < Fold.limit,
            time.nanoseconds - fold.lastTime.nanoseconds <= options.idle
        else { return nil }
        fold.add(arrow, at: time)
        rows[row].content = .fold(fold)
        return row
    }

    /// Appends a row, and a gap before it after a long pause; returns the index of the row.
    @discardableResult
    private mutating func add(_ content: Row.Content, at time: Instant) -> Int {
        let pause = time.nanoseconds - latest.nanoseconds
        if options.isSqueezed, let last = rows.last, pause > options.idle {
            let delta = latest.nanoseconds - last.time.nanoseconds
            rows.append(Row(time: latest, delta: delta, content: .gap(nanoseconds: pause)))
        }
        let delta = rows.last.map { time.nanoseconds - $0.time.nanoseconds } ?? 0
        rows.append(Row(time: time, delta: delta, content: content))
        return rows.count - 1
    }

    private mutating func appendPlace(of entry: Int, in row: Int, at time: Instant) {
        latest = time
        places.append(Place(entry: entry, row: row))
        if rows.count > Self.rowLimit || places.count > Self.entryLimit { makeRoom() }
    }

    private mutating func makeRoom() {
        var removed = rows.count / 8
        if case .gap = rows[removed].content { removed += 1 }
        rows.removeFirst(removed)
        rows[0].delta = 0
        runs = runs.compactMapValues { $0 < removed ? nil : $0 - removed }
        let kept = places.compactMap { $0.row < removed ? nil : Place(entry: $0.entry, row: $0.row - removed) }
        omittedEntries += places.count - kept.count
        places = kept
    }

    /// The path of a delivery; `nil` if it is not shown.
    ///
    /// An echo of a peer's own message is drawn only if no other peer received it, or if the operator sent it there.
    private func path(of delivery: Delivery, to recipients: [PeerID]) -> Path? {
        guard let from = indices[delivery.author] else { return nil }
        var isEcho = false
        if case .peer(let sender) = delivery.sender { isEcho = recipients != [sender] }
        let to = recipients.compactMap { isEcho && $0 == delivery.author ? nil : indices[$0] }.sorted()
        let kept = delivery.interceptions.flatMap(\.recipients)
        if recipients.isEmpty, !kept.isEmpty, !kept.contains(where: { indices[$0] != nil }) { return nil }
        return to.isEmpty && !recipients.isEmpty ? nil : Path(from: from, to: to)
    }

    private func place(atOrAfter entry: Int) -> Int {
        places.partitioningIndex { $0.entry >= entry }
    }
}
