public import DequeModule
public import Events
public import Filtering

/// The entries that pass a filter, found little by little, the newest first: the log is right from the first screenful
/// on, however long the rest takes.
///
/// ```
/// journal   1 2 3 4 5 6 7 8 9 │ 10 11       an entry is tested when it comes,
///           ◀── still to be tested           and those before it in slices of so much work
/// ```
/// What some filters say of an entry changes later (a mark, a finding, an age): these are looked at anew once a second,
/// and what was found before stands until all have been.
public struct FilteredView: Sendable {
    /// How much work one slice is, in nanoseconds at most.
    public static let slice = 4_000_000

    private var sieve: Filter.CompiledFilter
    /// The numbers of those that pass, in order.
    public private(set) var passing = Deque<Int>()
    /// That of marks and findings when all was last looked at.
    private var state: [Int] = []
    /// A pass through the journal from the newest entry to the oldest.
    private var sweep: Sweep?

    private struct Sweep {
        /// The entries below this number are still to be tested.
        var below: Int
        var found = Deque<Int>()
        /// Whether `found` is already what is shown.
        let isFirst: Bool
    }

    /// Nothing is tested yet; the journal's entries below `end` are to be.
    public init(_ filter: Filter, below end: Int) {
        sieve = Filter.CompiledFilter(filter)
        sweep = Sweep(below: end, isFirst: true)
    }

    public var filter: Filter { sieve.filter }

    /// Whether entries are still to be tested.
    public var isUnfinished: Bool { sweep != nil }

    /// Whether not all that pass are known yet.
    public var isSearching: Bool { sweep?.isFirst == true }

    /// Tests an entry that has just come.
    public mutating func take(_ record: Journal.Record, _ context: some FilterContext) {
        guard sieve.passes(record, context) else { return }
        passing.append(record.entry.number)
        sweep?.found.append(record.entry.number)
    }

    /// Looks at all entries anew, if that may lead to something else: if it asks for an age, or if `state`,
    /// that of marks and findings, is another.
    public mutating func renew(below end: Int, _ state: [Int]) {
        guard filter.isVolatile, sweep == nil, filter.asksForAge || state != self.state else { return }
        self.state = state
        forgetNames()
        sweep = Sweep(below: end, isFirst: false)
    }

    /// Asks again who is meant by a name: one may have become known.
    public mutating func forgetNames() { sieve.forget() }

    /// Does a slice of the work.
    public mutating func work(_ journal: Journal, _ context: some FilterContext) {
        guard var sweep else { return }
        var index = journal.index(atOrAfter: sweep.below) - 1
        var cost = 0
        while index >= 0, cost < Self.slice {
            let record = journal[index]
            cost += filter.cost(record)
            if sieve.passes(record, context) { sweep.found.prepend(record.entry.number) }
            sweep.below = record.entry.number
            index -= 1
        }
        if sweep.isFirst || index < 0 { passing = sweep.found }
        self.sweep = index < 0 ? nil : sweep
    }

    /// Whether entry `number` passes.
    public func passes(_ number: Int) -> Bool {
        let index = ShownEntries.index(in: passing, atOrAfter: number)
        return index < passing.count && passing[index] == number
    }

    /// The next one behind entry `number` that passes; `nil` if there is none.
    public func next(after number: Int) -> Int? {
        let index = ShownEntries.index(in: passing, atOrAfter: number + 1)
        return index < passing.count ? passing[index] : nil
    }

    /// The last one before entry `number` that passes; `nil` if there is none.
    public func previous(before number: Int) -> Int? {
        let index = ShownEntries.index(in: passing, atOrAfter: number)
        return index > 0 ? passing[index - 1] : nil
    }

    /// Lets go of entries that the journal no longer has.
    public mutating func forget(before number: Int) {
        while let first = passing.first, first < number { passing.removeFirst() }
    }
}
