public import DequeModule
public import Events
public import Filtering

/// The entries that match a filter, found in slices from the newest to the oldest, so that the log is correct from its
/// first screenful on.
///
/// ```
/// journal   1 2 3 4 5 6 7 8 9 │ 10 11       new entries are tested as they arrive,
///           ◀── still to be tested           older ones in slices
/// ```
/// The result of some filters changes later, as marks, findings, transports and ages do. All entries are tested again for these once a
/// second, and the earlier results stay until that is complete.
public struct FilteredView: Sendable {
    /// The estimated cost of one slice, in nanoseconds.
    public static let slice = 4_000_000
    /// The time to read a payload from the file of a recording, in nanoseconds; measured, rounded up.
    private static let readCost = 20_000

    private var compiled: Filter.CompiledFilter
    /// Whether the entries in which the upstream server sent a message on are left out.
    private let hidesOutbound: Bool
    /// The numbers of the matching entries, in order.
    public private(set) var passing = Deque<Int>()
    /// The versions of marks, findings and transports at the last full pass.
    private var state: [Int] = []
    /// The current pass through the journal; `nil` if there is none.
    private var sweep: Sweep?

    private struct Sweep {
        /// The number below which entries are still to be tested.
        var below: Int
        var found = Deque<Int>()
        /// Whether the results are shown before the pass is complete.
        let isFirst: Bool
    }

    /// Creates a view whose entries below number `end` are still to be tested; if `hidesOutbound`, without those in which
    /// the upstream server sent a message on.
    public init(_ filter: Filter, below end: Int, hidesOutbound: Bool = false) {
        self.hidesOutbound = hidesOutbound
        compiled = Filter.CompiledFilter(filter)
        sweep = Sweep(below: end, isFirst: true)
    }

    /// The filter.
    public var filter: Filter { compiled.filter }

    /// Whether entries are still to be tested.
    public var isUnfinished: Bool { sweep != nil }

    /// Whether the first pass is still under way.
    public var isSearching: Bool { sweep?.isFirst == true }

    /// The part of the entries in `journal` that the first pass has tested, in percent; `nil` once it is complete.
    public func percent(of journal: Journal) -> Int? {
        guard let sweep, sweep.isFirst else { return nil }
        return 100 - journal.index(atOrAfter: sweep.below) * 100 / max(1, journal.count)
    }

    /// Tests a new entry.
    public mutating func take(_ record: Journal.Record, _ context: some FilterContext) {
        guard passes(record, context) else { return }
        passing.append(record.entry.number)
        sweep?.found.append(record.entry.number)
    }

    /// Tests an entry again that may have got another result, because the upstream server has sent its message on.
    public mutating func retake(_ record: Journal.Record, _ context: some FilterContext) {
        let number = record.entry.number
        let isPassing = passes(record, context)
        Self.set(number, isPassing, in: &passing)
        // A current pass has tested it already if it has come that far.
        if var sweep, sweep.below <= number {
            Self.set(number, isPassing, in: &sweep.found)
            self.sweep = sweep
        }
    }

    private static func set(_ number: Int, _ isPassing: Bool, in numbers: inout Deque<Int>) {
        let index = ShownEntries.index(in: numbers, atOrAfter: number)
        let isThere = index < numbers.count && numbers[index] == number
        if isPassing, !isThere { numbers.insert(number, at: index) }
        if !isPassing, isThere { numbers.remove(at: index) }
    }

    private mutating func passes(_ record: Journal.Record, _ context: some FilterContext) -> Bool {
        if hidesOutbound, context.passage(of: record.entry.number)?.isOutbound == true { return false }
        return compiled.passes(record, context)
    }

    /// Whether the filter matches an entry, as far as its record without the payload tells; `nil` if the payload decides.
    private mutating func decision(_ outline: Journal.Record, _ context: some FilterContext) -> Bool? {
        if hidesOutbound, context.passage(of: outline.entry.number)?.isOutbound == true { return false }
        return compiled.decision(outline, context)
    }

    /// Begins a new pass if results may have changed: if the filter depends on ages, or if `state`, the versions of marks,
    /// findings and transports, has changed.
    public mutating func renew(below end: Int, _ state: [Int]) {
        guard filter.isVolatile, sweep == nil, filter.asksForAge || state != self.state else { return }
        self.state = state
        forgetNames()
        sweep = Sweep(below: end, isFirst: false)
    }

    /// Resolves names of peers again, as new ones may be known.
    public mutating func forgetNames() { compiled.forget() }

    /// Tests a slice of the entries that are still to be tested.
    public mutating func work(_ journal: Journal, _ context: some FilterContext) {
        guard var sweep else { return }
        var index = journal.index(atOrAfter: sweep.below) - 1
        var cost = 0
        while index >= 0, cost < Self.slice {
            let outline = journal.outline(at: index)
            cost += filter.cost(outline)
            var isPassing = decision(outline, context)
            if isPassing == nil {
                cost += Self.readCost
                isPassing = passes(journal[index], context)
            }
            if isPassing == true { sweep.found.prepend(outline.entry.number) }
            sweep.below = outline.entry.number
            index -= 1
        }
        if sweep.isFirst || index < 0 { passing = sweep.found }
        self.sweep = index < 0 ? nil : sweep
    }

    /// Returns whether entry `number` matches.
    public func passes(_ number: Int) -> Bool {
        let index = ShownEntries.index(in: passing, atOrAfter: number)
        return index < passing.count && passing[index] == number
    }

    /// Returns the next matching entry after `number`; `nil` if there is none.
    public func next(after number: Int) -> Int? {
        let index = ShownEntries.index(in: passing, atOrAfter: number + 1)
        return index < passing.count ? passing[index] : nil
    }

    /// Returns the last matching entry before `number`; `nil` if there is none.
    public func previous(before number: Int) -> Int? {
        let index = ShownEntries.index(in: passing, atOrAfter: number)
        return index > 0 ? passing[index - 1] : nil
    }

    /// Removes entries below `number`, which were evicted from the journal.
    public mutating func forget(before number: Int) {
        while let first = passing.first, first < number { passing.removeFirst() }
    }
}
