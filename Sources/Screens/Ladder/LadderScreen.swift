public import Analysis
import Drawing
public import Events
import Exports
import Sessions

/// What some peers said to each other, an arrow a line, and the selected one in full.
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
/// The ladder is kept up by what came since the screen was last settled. Rows outlive the entries that the journal lets
/// go, until something makes the ladder anew.
public struct LadderScreen: Screen {
    public static let place = Place.ladder

    public private(set) var ladder: Ladder
    /// Entries of the ladder that it has yet to be given anew, in order.
    private var backlog: ArraySlice<Int> = []
    /// The last entry that was looked at.
    private var seen = 0
    /// Whether there are entries that it has not been given yet.
    public private(set) var isUnfinished = true
    /// How many entries are looked at in one go, so that no key waits: a few milliseconds' worth.
    private static let slice = 4000
    /// The entry under the cursor, which its row may show with others.
    private var cursor: Int?
    /// The line of the cursor among those in sight, counted from 0: it stays there, whatever comes and goes.
    private var line = 0
    private(set) var isFollowing: Bool
    /// The first lane in sight.
    private var firstLane = 0
    private(set) var hasRelay = false
    private(set) var colouring = LadderPicture.Colouring.kind

    /// The ladder of `peers`, at `entry`, or following the newest.
    public init(of peers: [PeerID], at entry: Int? = nil, isFollowing: Bool = true) {
        ladder = Ladder(of: peers)
        cursor = entry
        self.isFollowing = isFollowing || entry == nil
        line = .max / 2
    }

    // MARK: Where one is

    /// The index of the row under the cursor; `nil` if there are none.
    public var index: Int? { cursor.flatMap { ladder.row(of: $0) } }

    public func entry(_ context: ViewContext) -> Int? { index == nil ? nil : cursor }

    public func page(_ context: ViewContext) -> Int { max(1, LadderLayout(context.size).lines - 1) }

    func lanes(_ size: Size) -> LadderLanes {
        LadderLanes(
            peers: ladder.columns.count, hasRelay: hasRelay, width: LadderLayout(size).list.columns, first: firstLane)
    }

    /// The index of the first row in sight.
    func top(_ size: Size) -> Int {
        let lines = LadderLayout(size).lines
        return max(0, min((index ?? 0) - min(max(0, line), lines - 1), ladder.rows.count - lines))
    }

    // MARK: Moving

    public mutating func press(row: Int, in context: ViewContext) -> Bool {
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
        // Idle time is nothing to stand on; it is never at either end.
        if ladder.rows[target].entry == nil { target += lines > 0 ? 1 : -1 }
        go(to: ladder.rows[target].entry, from: index)
    }

    public mutating func moveToLast(in context: ViewContext) { isFollowing = true }

    /// A lane a time, however many columns that is.
    public mutating func scroll(by columns: Int, in context: ViewContext) {
        firstLane = max(0, firstLane + columns.signum())
    }

    /// Puts the cursor on `entry`, where a row shows it.
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

    public mutating func settle(in context: ViewContext) {
        catchUp(with: context.session.journal, context.session.calls)
        // The row of the cursor may be yet to come.
        if isUnfinished, !isFollowing, index == nil { return }
        let lines = LadderLayout(context.size).lines
        firstLane = lanes(context.size).visible.lowerBound
        guard let last = ladder.rows.last else { return }
        if isFollowing {
            cursor = last.lastEntry
            line = lines - 1
        } else if index == nil {
            // Its row has made room: the nearest that is left.
            let next = ladder.rows.first { ($0.entry ?? 0) >= cursor ?? 0 }
            cursor = next?.entry ?? last.lastEntry
        }
        line = (index ?? 0) - top(context.size)
    }

    /// Gives the ladder some more of what it has yet to be given.
    private mutating func catchUp(with journal: Journal, _ calls: CallBook) {
        func append(_ record: Journal.Record) {
            ladder.append(record, to: calls.recipients(of: record.entry))
        }
        for number in backlog.prefix(Self.slice) {
            if let record = journal[number: number] { append(record) }
        }
        backlog = backlog.dropFirst(Self.slice)
        let last = journal.last?.entry.number ?? 0
        if backlog.isEmpty, seen < last {
            let start = journal.index(atOrAfter: seen + 1)
            let end = min(journal.count, start + Self.slice)
            for index in start..<end { append(journal[index]) }
            seen = end > start ? journal[end - 1].entry.number : last
        }
        isUnfinished = !backlog.isEmpty || seen < last
    }

    // MARK: Looking

    public mutating func toggleFollow() { isFollowing.toggle() }
    public mutating func toggleRelay() { hasRelay.toggle() }

    public mutating func nextColouring() {
        let all = LadderPicture.Colouring.allCases
        colouring = all[((all.firstIndex(of: colouring) ?? 0) + 1) % all.count]
    }

    /// Changes what is drawn together, and makes the ladder anew, little by little, from what the journal still has.
    public mutating func change(_ body: (inout Ladder.Options) -> Void) {
        var options = ladder.options
        body(&options)
        let before = ladder
        ladder = Ladder(of: before.columns, options: options)
        if before.omittedEntries > 0 {
            // With other options there may be room for what had to go.
            seen = 0
        } else {
            backlog = before.numbers[...]
        }
        isUnfinished = true
    }
}
