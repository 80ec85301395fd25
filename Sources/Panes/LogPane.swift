import Analysis
import Connections
public import Events
public import Filtering
import Findings
import Legs
import Negotiations
public import Screens
public import Sessions

/// The log pane: which entries are shown, and which of them is selected.
///
/// Entries are identified by number, so that cursor and scroll position stay where they are while entries come and go.
public struct LogPane: Sendable {
    /// The number of the entry under the cursor.
    public private(set) var cursor: Int?
    /// The number of the first visible entry.
    public private(set) var top: Int?
    /// Whether the cursor stays on the newest entry.
    public var isFollowing = true
    /// The filter and the entries that pass it; `nil` if there is no filter.
    public private(set) var filtered: FilteredView?
    /// The view before it was limited to entries with findings; `nil` if it is not limited.
    public var viewBeforeFindings: View?
    /// The last entry that is shown while the view is frozen; `nil` if it is not.
    public private(set) var frozen: Int?
    /// The first entry that is shown since the view was cleared; 0 if it was not.
    public private(set) var cleared = 0
    /// Whether a message that the upstream server sent on is shown once, and not also as the server sent it.
    public private(set) var joinsLegs = true
    /// The entries of a proxy that have a row if legs are joined.
    private var rows = JoinedRows()
    /// The number of columns that the summaries are scrolled to the right.
    public private(set) var left = 0

    /// The entries that are shown.
    public func shown(_ context: ViewContext) -> ShownEntries { shown(context, from: cleared, through: frozen) }

    private func shown(_ context: ViewContext, from first: Int, through last: Int?) -> ShownEntries {
        let passing = context.settings.filter == .hide ? filtered?.passing : nil
        let rows = hidesOutbound(context) ? rows.numbers : nil
        return ShownEntries(context.session.journal, passing: passing ?? rows, from: first, through: last)
    }

    /// The number of entries that the log has without a filter.
    func rowCount(_ context: ViewContext) -> Int {
        hidesOutbound(context) ? rows.numbers.count : context.session.journal.count
    }

    /// Whether the entries in which the upstream server sent a message on are left out.
    private func hidesOutbound(_ context: ViewContext) -> Bool {
        joinsLegs && context.session.endpoint.upstream != nil
    }

    /// The number of the entry whose row shows entry `number`.
    public func row(of number: Int, in context: ViewContext) -> Int {
        joinsLegs ? context.session.row(of: number) : number
    }

    /// The entry under the cursor; `nil` if it is not shown.
    public func selected(_ context: ViewContext) -> Journal.Record? {
        cursor.flatMap { shown(context).contains($0) ? context.session.journal[number: $0] : nil }
    }

    /// Creates a pane that follows the newest entry, without a filter.
    public init() {}

    // MARK: Moving

    public mutating func move(by lines: Int, in context: ViewContext) {
        let shown = shown(context)
        guard !shown.isEmpty else { return }
        if lines < 0 { isFollowing = false }
        let index = shown.index(atOrAfter: cursor ?? 0)
        cursor = shown.number(at: min(max(0, index + lines), shown.count - 1))
    }

    /// Puts the cursor on entry `number` and stops following.
    public mutating func select(_ number: Int) { (isFollowing, cursor) = (false, number) }

    /// Selects the entry at a visible line.
    ///
    /// Returns whether the operator had selected it before; `nil` if the line has no entry.
    public mutating func select(line: Int, pageLines: Int, in context: ViewContext) -> Bool? {
        let shown = shown(context)
        let index = shown.index(atOrAfter: top ?? 0) + line - (showsStart(context, pageLines: pageLines) ? 1 : 0)
        guard index >= 0, index < shown.count else { return nil }
        let number = shown.number(at: index)
        defer { select(number) }
        return cursor == number && !isFollowing
    }

    public mutating func scroll(by columns: Int) { left = max(0, min(Self.maxLeft, left + columns)) }

    /// The largest number of columns to scroll by; few summaries are longer.
    private static let maxLeft = 240

    /// Makes entry `number` visible, if necessary by removing the filter.
    public mutating func reveal(_ number: Int, in context: ViewContext) {
        if number < cleared { cleared = 0 }
        if let last = frozen, number > last { frozen = nil }
        if !shown(context).contains(row(of: number, in: context)) { clearFilter() }
    }

    /// Puts the cursor on a shown entry and scrolls it into view; a pane without lines keeps its scroll position.
    ///
    /// - Returns: Whether the cursor has moved.
    public mutating func clamp(pageLines: Int, in context: ViewContext) -> Bool {
        let shown = shown(context)
        // If no entry passes the filter, the cursor keeps its place for when more entries are shown.
        guard let last = shown.last else { return false }
        // The entry under the cursor may not have been found yet.
        if filtered?.isSearching == true, context.settings.filter == .hide, !isFollowing { return false }
        let before = cursor
        if isFollowing { cursor = last }
        let index = min(shown.index(atOrAfter: cursor ?? 0), shown.count - 1)
        cursor = shown.number(at: index)
        if pageLines > 0 {
            let first = Scrolling.top(
                shown.index(atOrAfter: top ?? 0), cursor: index, count: shown.count, lines: pageLines)
            top = shown.number(at: first)
        }
        return cursor != before
    }

    // MARK: Freezing and clearing

    /// Stops showing new entries, or shows them again.
    public mutating func toggleFreeze(in context: ViewContext) {
        frozen = frozen == nil ? context.session.journal.lastNumber ?? 0 : nil
    }

    /// The number of entries that have arrived since the view was frozen; 0 if it is not frozen.
    public func unseen(_ context: ViewContext) -> Int {
        frozen.map { shown(context, from: max(cleared, $0 + 1), through: nil).count } ?? 0
    }

    /// Hides all entries up to the last shown one, or shows them again.
    public mutating func toggleClear(in context: ViewContext) {
        cleared = cleared > 0 ? 0 : (frozen ?? context.session.journal.lastNumber ?? 0) + 1
    }

    // MARK: Finding entries

    /// The next shown entry with a finding, or the previous one if `step` is negative; `nil` if there is none.
    public func finding(_ step: Int, in context: ViewContext) -> Int? {
        let (shown, findings) = (shown(context), context.session.calls.findings)
        var entry = cursor ?? 0
        while let next = step > 0 ? findings.next(after: entry) : findings.previous(before: entry) {
            let row = row(of: next, in: context)
            if step > 0 ? row > cursor ?? 0 : row < cursor ?? .max, shown.contains(row) { return row }
            entry = next
        }
        return nil
    }

    /// The next shown entry that passes the filter, or the previous one if `step` is negative; `nil` if there is none.
    public func match(_ step: Int, in context: ViewContext) -> Int? {
        let entry = cursor ?? 0
        let match = step > 0 ? filtered?.next(after: entry) : filtered?.previous(before: entry)
        return match.flatMap { shown(context).contains($0) ? $0 : nil }
    }

    /// The shown entry directly after entry `number`, or before it if `step` is negative; `nil` if there is none.
    public func neighbor(of number: Int, step: Int, in context: ViewContext) -> Int? {
        let shown = shown(context)
        let index = step < 0 ? shown.index(atOrAfter: number) - 1 : shown.index(atOrAfter: number + 1)
        return (0..<shown.count).contains(index) ? shown.number(at: index) : nil
    }

    // MARK: Filter

    /// The text that is shown in place of the filter, in an export without secrets; `nil` to show the filter itself.
    public var filterLabel: String?

    /// The filter as the operator has written it; empty if there is none.
    public var filterText: String { filtered?.filter.text ?? "" }

    /// Shows the entries that pass `filter`; all if it is `nil`.
    public mutating func setFilter(_ filter: Filter?, in context: ViewContext) {
        guard filter?.text != filtered?.filter.text else { return }
        let end = (context.session.journal.lastNumber ?? 0) + 1
        filtered = filter.map { FilteredView($0, below: end, hidesOutbound: hidesOutbound(context)) }
        continueSearch(in: context)
    }

    /// Shows messages that the upstream server sent on once, or also as it sent them on.
    public mutating func toggleLegs(in context: ViewContext) {
        joinsLegs.toggle()
        if joinsLegs, let cursor { self.cursor = row(of: cursor, in: context) }
        let filter = filtered?.filter
        filtered = nil
        setFilter(filter, in: context)
    }

    public mutating func clearFilter() { (filtered, viewBeforeFindings) = (nil, nil) }

    /// Tests some of the entries that have not been tested yet, the newest first.
    public mutating func continueSearch(in context: ViewContext) {
        guard filtered?.isUnfinished == true else { return }
        filtered?.work(context.session.journal, EntryFacts(context))
    }

    /// Tests an entry that has just been added to the journal.
    public mutating func append(_ record: Journal.Record, in context: ViewContext) {
        let isOutbound = takeLegs(record, in: context)
        if context.session.endpoint.upstream != nil, !isOutbound { rows.append(record.entry.number) }
        guard filtered != nil else { return }
        filtered?.take(record, EntryFacts(context))
    }

    /// Tests the entry of the client again if the upstream server has sent its message on in `record`; returns whether it
    /// has.
    private mutating func takeLegs(_ record: Journal.Record, in context: ViewContext) -> Bool {
        guard case .outbound(let exchange)? = context.session.passage(of: record.entry.number) else { return false }
        guard let inbound = context.session.journal[number: exchange.inbound] else { return false }
        if filtered != nil { filtered?.retake(inbound, EntryFacts(context)) }
        return true
    }

    /// Tests entries again if findings, marks, transports or ages may have changed the result.
    public mutating func refreshFilter(in context: ViewContext) {
        let asks = filtered?.filter.asksForConnections == true
        let connections = asks ? context.session.calls.connections.revision : 0
        filtered?.renew(
            below: (context.session.journal.lastNumber ?? 0) + 1,
            [
                context.session.calls.findings.version, context.marks.version,
                context.session.roster.transportVersion,
                connections,
            ])
        continueSearch(in: context)
    }

    /// Resolves the names in the filter again: the roster was replaced.
    public mutating func resolveNames() { filtered?.forgetNames() }

    /// Removes the entries before `number`, which the journal no longer has.
    public mutating func removeEntries(before number: Int) {
        filtered?.forget(before: number)
        rows.forget(before: number)
    }

    // MARK: Saved view

    /// The filter, cursor and scroll position of the log, saved for returning to them.
    public struct View: Hashable, Sendable {
        public let filter: String
        public let mode: FilterMode
        fileprivate let cursor: Int?
        fileprivate let top: Int?
        fileprivate let isFollowing: Bool
    }

    /// The current view.
    public func view(_ context: ViewContext) -> View {
        View(filter: filterText, mode: context.settings.filter, cursor: cursor, top: top, isFollowing: isFollowing)
    }

    /// Restores the cursor and the scroll position of `view`; its filter is text and must be compiled by the caller.
    public mutating func restorePosition(of view: View) {
        (cursor, top, isFollowing) = (view.cursor, view.top, view.isFollowing)
    }
}
