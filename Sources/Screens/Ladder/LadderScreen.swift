import Analysis
import Connections
import Drawing
public import Events
import Exports
import Findings
public import Ladders
import Legs
import Negotiations
import Sessions

/// A sequence diagram of the messages between some peers, one arrow a line, with the detail of the selected one.
///
/// ```
/// ─Ladder room demo · alice ⇄ bob ──────── 34 messages · candidates folded · FOLLOW ──
///     +TIME    Δms alice                                       bob
/// ───────────────────┬──────────────────────────────────────────┬─────────────────────
///     1.351   +147   ├──────────── offer #4 2.9K ──────────────▶│
/// ▸   1.502   +149   │◀─────────── answer #7 2.1K ──────────────┤  re:#4 151ms
/// ─#7 answer bob→alice ───────────────────────────────────────────────────────────────
///   …
/// ```
/// Each call of ``settle(in:)`` adds new entries. Rows outlive the entries that the journal drops, until a change of the
/// options rebuilds the ladder.
public struct LadderScreen: Screen {
    public static let place = FocusArea.ladder

    public private(set) var ladder: Ladder
    /// The entries still to be added to a ladder that is being rebuilt, in order.
    private var backlog: ArraySlice<Int> = []
    /// The number of the last entry that was added or skipped.
    private var lastEntry = 0
    /// The version of the findings for which the ladder was built: they tell which messages a server did not send on.
    private var findingsVersion = 0
    /// The version of the connections for which the ladder was built: they tell whose reports are drawn.
    private var connectionsVersion = 0
    /// Whether there are entries that have not been added yet.
    public private(set) var isUnfinished = true
    /// The maximum number of entries added at a time, a few milliseconds of work, so that keys are handled in between.
    private static let batchSize = 4000
    /// The number of entries that can be added in the time in which one is read from the file of a recording.
    private static let readWork = 20
    /// The entry under the cursor; its row can show others as well.
    private var cursor: Int?
    /// The screen line of the cursor, counted from 0; it is kept when rows are added or removed.
    private var line = 0
    private(set) var isFollowing: Bool
    /// The first visible lane.
    private var firstLane = 0
    private(set) var hasRelay = false
    private(set) var colouring = LadderPicture.Colouring.kind

    /// Opens the ladder of `peers` at `entry`; if that is `nil`, it follows the latest entry.
    ///
    /// The ends of an upstream server have one lane in the middle.
    public init(of peers: [PeerID], server: [PeerID] = [], at entry: Int? = nil, isFollowing: Bool = true) {
        ladder = Ladder(of: peers, server: server)
        cursor = entry
        self.isFollowing = isFollowing || entry == nil
        line = .max / 2
    }

    // MARK: Position

    /// The index of the row under the cursor; `nil` if there is none.
    public var index: Int? { cursor.flatMap { ladder.row(of: $0) } }

    public func entry(_ context: ViewContext) -> Int? { index == nil ? nil : cursor }

    public func page(_ context: ViewContext) -> Int { max(1, LadderLayout(context.size).lines - 1) }

    func lanes(_ size: Size) -> LadderLanes {
        LadderLanes(
            peers: ladder.columns.count, hasRelay: hasRelay, width: LadderLayout(size).list.columns, first: firstLane)
    }

    /// Returns the index of the first visible row.
    func top(_ size: Size) -> Int {
        let lines = LadderLayout(size).lines
        return max(0, min((index ?? 0) - min(max(0, line), lines - 1), ladder.rows.count - lines))
    }

    // MARK: Moving

    public mutating func click(row: Int, in context: ViewContext) -> Bool {
        let list = LadderLayout(context.size).list
        let first = list.rows - LadderLayout(context.size).lines
        let target = top(context.size) + row - first
        guard row >= first, row < list.rows, target < ladder.rows.count, let index else { return false }
        if target == index { return true }
        move(by: target - index, in: context)
        isFollowing = false
        return false
    }

    public mutating func move(by lines: Int, in context: ViewContext) {
        guard let index, !ladder.rows.isEmpty else { return }
        if lines < 0 { isFollowing = false }
        var target = min(max(0, index + lines), ladder.rows.count - 1)
        // A row of idle time cannot be selected; it is never the first or the last row.
        if ladder.rows[target].entry == nil { target += lines > 0 ? 1 : -1 }
        go(to: ladder.rows[target].entry, from: index)
    }

    public mutating func moveToLast(in context: ViewContext) { isFollowing = true }

    /// Scrolls by one lane, however many `columns` are requested.
    public mutating func scroll(by columns: Int, in context: ViewContext) {
        firstLane = max(0, firstLane + columns.signum())
    }

    /// Moves the cursor to `entry` if a row shows it.
    public mutating func select(_ entry: Int?) {
        guard let entry, let index else { return }
        isFollowing = false
        go(to: entry, from: index)
    }

    private mutating func go(to entry: Int?, from index: Int) {
        guard let entry, let target = ladder.row(of: entry) else { return }
        cursor = entry
        line += target - index
    }

    public mutating func updatePosition(in context: ViewContext) {
        let version = context.session.calls.findings.version
        if ladder.server != nil, version != findingsVersion { rebuild(ladder.options) }
        findingsVersion = version
        if connectionsVersion != context.session.calls.connections.version {
            connectionsVersion = context.session.calls.connections.version
            rebuildFromJournal()
        }
        catchUp(with: context.session)
        // The row of the cursor may not have been added yet.
        if isUnfinished, !isFollowing, index == nil { return }
        let lines = LadderLayout(context.size).lines
        firstLane = lanes(context.size).visible.lowerBound
        guard let last = ladder.rows.last else { return }
        if isFollowing {
            cursor = last.lastEntry
            line = lines - 1
        } else if index == nil {
            // The row was dropped: the nearest remaining row is selected.
            let next = ladder.rows.first { ($0.entry ?? 0) >= cursor ?? 0 }
            cursor = next?.entry ?? last.lastEntry
        }
        line = (index ?? 0) - top(context.size)
    }

    /// Adds up to ``batchSize`` entries to the ladder.
    private mutating func catchUp(with session: Session) {
        let journal = session.journal
        var work = 0
        func append(at index: Int) { work += ladder.append(at: index, of: session) ? Self.readWork : 1 }
        while work < Self.batchSize, let number = backlog.popFirst() {
            if let index = journal.index(of: number) { append(at: index) }
        }
        let last = journal.lastNumber ?? 0
        if backlog.isEmpty, lastEntry < last {
            var index = journal.index(atOrAfter: lastEntry + 1)
            while work < Self.batchSize, index < journal.count {
                append(at: index)
                index += 1
            }
            if index == journal.count {
                lastEntry = last
            } else if index > 0 {
                lastEntry = max(lastEntry, journal.number(at: index - 1))
            }
        }
        isUnfinished = !backlog.isEmpty || lastEntry < last
    }

    // MARK: Options

    public mutating func toggleFollow() { isFollowing.toggle() }
    public mutating func toggleRelay() { hasRelay.toggle() }

    public mutating func nextColouring() {
        let all = LadderPicture.Colouring.allCases
        colouring = all[((all.firstIndex(of: colouring) ?? 0) + 1) % all.count]
    }

    /// Changes the options of the ladder, which is then rebuilt in batches from the entries that the journal still has.
    public mutating func change(_ body: (inout Ladder.Options) -> Void) {
        var options = ladder.options
        body(&options)
        rebuild(options)
    }

    public mutating func reload(in context: ViewContext) {
        rebuildFromJournal()
        while isUnfinished { catchUp(with: context.session) }
    }

    private mutating func rebuildFromJournal() {
        ladder = ladder.emptied(ladder.options)
        (lastEntry, backlog, isUnfinished) = (0, [], true)
    }

    private mutating func rebuild(_ options: Ladder.Options) {
        let before = ladder
        ladder = before.emptied(options)
        if before.omittedEntries > 0 {
            // With other options there may be room for entries that were omitted.
            lastEntry = 0
        } else {
            backlog = before.numbers[...]
        }
        isUnfinished = true
    }
}
