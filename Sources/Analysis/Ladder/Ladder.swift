public import Events
import Messages
import Text

/// What some peers said to each other as a sequence diagram: a column for each peer, a row for each arrow.
///
/// ```
///   +0.000   p1 ──── offer ──────────────────────▶ p2
///   +0.002   p1 ──── candidate ×6 (h3 s2 r1) ────▶ p2    a fold: it takes in candidates from here on
///   +0.149   p1 ◀─── answer ────────────────────── p2
///            ─ ─ ─ ─ ─ 4.2 s idle ─ ─ ─ ─ ─ ─ ─ ─ ─      a gap
///   +4.200   p1 ──── bye ────────────────────────▶ p2
/// ```
/// A message is in it if its author and one other who heard it have columns, or if its author has one and nobody
/// heard it, or nobody but the author itself. So are the joining and the leaving of those peers.
///
/// Rows stand in order of their first entries. Trickling crosses: a run of candidates from one column to the same
/// others is one row, whatever trickles elsewhere meanwhile. Anything else, a fact or a replay too, ends all runs, so
/// that no row stands above one that came before all of it; so does a pause longer than ``Options/idle``.
public struct Ladder: Sendable {
    /// What is drawn together, and what is left out.
    public struct Options: Hashable, Sendable {
        /// Whether a run of candidates is one row.
        public var isFolded = true
        /// Whether a pause longer than ``idle`` is a row of its own.
        public var isSqueezed = true
        /// The longest pause within a run of candidates, and the longest that is no gap, in nanoseconds; default 1 s.
        public var idle: Int64 = 1_000_000_000

        public init() {}
    }

    /// Columns; as many as a room has peers.
    public static let columnLimit = 100
    /// Rows; more than anybody reads, few enough to draw into a file.
    ///
    /// When there would be more, the oldest eighth goes at once, so that the next append stays cheap.
    public static let rowLimit = 20_000
    /// Entries in all rows, as many as a ``Journal`` keeps; makes room as ``rowLimit`` does.
    public static let entryLimit = 200_000

    /// The peers from left to right, in the order given, each once.
    ///
    /// Not in order of appearance, which would change when the oldest rows go.
    public let columns: [PeerID]
    /// How many peers beyond ``columnLimit`` were given and have no column: the last ones.
    public let omittedColumns: Int
    /// What is drawn together.
    public let options: Options
    /// The rows from top to bottom.
    public private(set) var rows: [Row] = []
    /// How many entries have been here and made room for later ones.
    public private(set) var omittedEntries = 0
    /// How many messages have been here, those that made room included.
    public private(set) var messages = 0

    private let indices: [PeerID: Int]
    /// Where each entry is shown, in order of entries.
    private var places: [Place] = []
    /// The rows that can take in another candidate.
    private var runs: [Path: Int] = [:]
    /// When the last entry was.
    private var latest = Instant.start

    private struct Place {
        let entry: Int
        let row: Int
    }

    /// A ladder of `peers` that has no rows yet.
    public init(of peers: [PeerID], options: Options = Options()) {
        var columns: [PeerID] = []
        var indices: [PeerID: Int] = [:]
        for peer in peers where indices[peer] == nil {
            indices[peer] = columns.count
            columns.append(peer)
        }
        self.columns = Array(columns.prefix(Self.columnLimit))
        self.indices = indices.filter { $0.value < Self.columnLimit }
        omittedColumns = columns.count - self.columns.count
        self.options = options
    }

    /// The ladder of `peers` over `records`, which come in order.
    public init(_ records: some Sequence<Journal.Record>, of peers: [PeerID], options: Options = Options()) {
        self.init(of: peers, options: options)
        for record in records { append(record) }
    }

    /// The index of the row that shows `entry`; `nil` if none does, or no longer.
    public func row(of entry: Int) -> Int? {
        let index = place(atOrAfter: entry)
        guard index < places.count, places[index].entry == entry else { return nil }
        return places[index].row
    }

    /// The numbers of all entries that are in a row, in order.
    public var numbers: [Int] { places.map(\.entry) }

    /// The numbers of all entries that the row at index `row` shows, in order; empty for a gap.
    public func entries(of row: Int) -> [Int] {
        guard let first = rows[row].entry, let last = rows[row].lastEntry else { return [] }
        return places[place(atOrAfter: first)...place(atOrAfter: last)].filter { $0.row == row }.map(\.entry)
    }

    /// Takes in a record, which comes after all that are here: one that does not is passed over.
    ///
    /// A message is drawn to `recipients` if more heard it than it is for (``CallBook/recipients(of:)``).
    public mutating func append(_ record: Journal.Record, to recipients: [PeerID]? = nil) {
        let entry = record.entry
        guard entry.number > (places.last?.entry ?? 0) else { return }
        switch entry.content {
        case .message(let transit):
            guard let path = path(of: transit, to: recipients ?? transit.hearers) else { return }
            append(Arrow(record, transit, path), at: entry.time)
        case .joined(let peer): append(.joined(peer), of: peer.id, entry)
        case .left(let peer, let departure): append(.left(departure), of: peer, entry)
        case .refused, .noted: break
        }
    }

    private mutating func append(_ event: Fact.Event, of peer: PeerID, _ entry: Entry) {
        guard let column = indices[peer] else { return }
        runs = [:]
        add(.fact(Fact(column: column, event: event, entry: entry.number)), at: entry.time)
        note(entry.number, in: rows.count - 1, at: entry.time)
    }

    private mutating func append(_ arrow: Arrow, at time: Instant) {
        let trickles = options.isFolded && arrow.trickles
        if !trickles { runs = [:] }
        let row = join(arrow, at: time) ?? add(.arrow(arrow), at: time)
        if trickles { runs[arrow.path] = arrow.kind == .candidate ? row : nil }
        messages += 1
        note(arrow.entry, in: row, at: time)
    }

    /// The row of the run that `arrow` goes on, with `arrow` in it; `nil` if it goes on none.
    private mutating func join(_ arrow: Arrow, at time: Instant) -> Int? {
        guard let row = runs[arrow.path], var fold = rows[row].run, fold.count < Fold.limit,
            time.nanoseconds - fold.lastTime.nanoseconds <= options.idle
        else { return nil }
        fold.take(arrow, at: time)
        rows[row].content = .fold(fold)
        return row
    }

    /// Appends a row, and a gap before it if nothing was for long: no run goes on over one.
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

    private mutating func note(_ entry: Int, in row: Int, at time: Instant) {
        latest = time
        places.append(Place(entry: entry, row: row))
        if rows.count > Self.rowLimit || places.count > Self.entryLimit { makeRoom() }
    }

    private mutating func makeRoom() {
        var gone = rows.count / 8
        if case .gap = rows[gone].content { gone += 1 }
        rows.removeFirst(gone)
        rows[0].delta = 0
        runs = runs.compactMapValues { $0 < gone ? nil : $0 - gone }
        let kept = places.compactMap { $0.row < gone ? nil : Place(entry: $0.entry, row: $0.row - gone) }
        omittedEntries += places.count - kept.count
        places = kept
    }

    /// From where to where `transit` is drawn; `nil` if it concerns no two of the peers.
    ///
    /// An echo of a peer's own message is drawn only if no other peer received it, or if the operator sent it there.
    private func path(of transit: Delivery, to recipients: [PeerID]) -> Path? {
        guard let from = indices[transit.author] else { return nil }
        var isEcho = false
        if case .peer(let sender) = transit.sender { isEcho = recipients != [sender] }
        let to = recipients.compactMap { isEcho && $0 == transit.author ? nil : indices[$0] }.sorted()
        let kept = transit.interceptions.flatMap(\.receivers)
        if recipients.isEmpty, !kept.isEmpty, !kept.contains(where: { indices[$0] != nil }) { return nil }
        return to.isEmpty && !recipients.isEmpty ? nil : Path(from: from, to: to)
    }

    private func place(atOrAfter entry: Int) -> Int {
        places.partitioningIndex { $0.entry >= entry }
    }
}
