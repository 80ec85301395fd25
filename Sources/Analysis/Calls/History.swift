import Connections
public import Events
import Findings
import Negotiations
import Synchronization

/// The states of a call book after earlier entries that the journal still has.
///
/// A copy of the book is kept every ``spacing`` entries; a state between two copies is folded again. Copies share the
/// storage that did not change between them. In a large room each message changes many calls, so there are fewer copies.
/// Copies of archived entries share nothing with the journal, so these are few.
///
/// ```
///          archived                  │ in memory
/// entries  1 ········ 9217 ········· │ 18433 ······ 19457 ······ 20481 ····
/// copies   ┴           ┴             │   ┴            ┴            ┴
///                at 12000: the copy of 9217, and 2783 entries, of which copies are kept for the next state
/// ```
public struct History: Sendable {
    /// The least number of entries between two copies; these are folded again in a few milliseconds.
    static let spacing = 1024
    /// The number of entries between two copies for each current call, if that is more than ``spacing``.
    static let entriesPerCall = 4
    /// The largest number of entries in memory that are folded again, so that the operator does not wait.
    static let reach = 2048

    /// The copies of entries in memory, in order of ``CallBook/number``.
    private var copies: [CallBook] = []
    /// The copies of archived entries, in order, and the number of entries between two of them.
    private var sparse: [CallBook] = []
    private var sparseSpacing = spacing
    /// The number of copies of archived entries; default 64, so that a state among a million entries of small rooms takes
    /// at most 0.4 s.
    private let sparseLimit: Int
    private let recent = RecentStates()

    /// An empty history.
    public init() { self.init(sparseLimit: 64) }

    /// An empty history that keeps `sparseLimit` copies of archived entries.
    init(sparseLimit: Int) { self.sparseLimit = sparseLimit }

    /// The number of copies.
    var count: Int { copies.count + sparse.count }

    /// Keeps a copy of `book` if the last copy is far enough back.
    public mutating func record(_ book: CallBook) {
        guard copies.last.map({ Self.isDue(book, after: $0) }) ?? true else { return }
        copies.append(book)
    }

    private static func isDue(_ book: CallBook, after last: CallBook) -> Bool {
        book.number >= last.number + max(spacing, entriesPerCall * book.list.current.count)
    }

    /// The state after entry `number`, at its time; `nil` if the entries that it follows from are no longer in
    /// `journal`, or if too many of them are in memory.
    public func state(at number: Int, in journal: Journal) -> CallBook? {
        let (way, latest) = recent.states
        let last = [copies, sparse, way, [latest].compactMap(\.self)].compactMap { books in
            books.last { $0.number <= number }
        }
        guard let base = last.max(by: { $0.number < $1.number }) else { return nil }
        var index = journal.index(atOrAfter: base.number + 1)
        guard number - base.number <= Self.reach || index < journal.archivedCount else { return nil }
        // If entries between the copy and `number` are missing, the state is not known.
        guard base.number + 1 >= (journal.firstNumber ?? .max) || base.number == number else { return nil }
        var book = base
        book.connections.isReplayed = true
        var passed: [CallBook] = []
        while index < journal.count, journal.number(at: index) <= number {
            let record = journal[index]
            // The file of the recording no longer has the payload.
            guard !record.isOutline else { return nil }
            book.fold(record.entry, record.parsed)
            if Self.isDue(book, after: passed.last ?? base) { passed.append(book) }
            index += 1
        }
        if number - base.number > Self.reach { recent.setWay(passed) }
        recent.setLatest(book)
        return book
    }

    /// Removes most of the copies before entry `number`, as these entries are archived.
    public mutating func archive(before number: Int) {
        while copies.count > 1, copies[1].number < number {
            let copy = copies.removeFirst()
            guard sparse.last.map({ copy.number >= $0.number + sparseSpacing }) ?? true else { continue }
            sparse.append(copy)
            guard sparse.count > sparseLimit else { continue }
            sparseSpacing *= 2
            sparse = sparse.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        }
    }

    /// Removes the copies that are not needed for the entries from `first` on.
    public mutating func forget(before first: Int) {
        sparse.removeFirst(sparse.prefix { $0.number + 1 < first }.count)
        guard let oldest = copies.first, oldest.number + 1 < first else { return }
        copies.removeFirst(copies.prefix { $0.number + 1 < first }.count)
    }
}

/// The states that were asked for last: the next frame shows the same one, and the next step leads to one nearby.
private final class RecentStates: Sendable {
    /// The copies that were made on the way to the last state far from all others, in order, and the state that was asked for
    /// last.
    typealias States = (way: [CallBook], latest: CallBook?)

    private let current = Mutex<States>(([], nil))

    var states: States { current.withLock { $0 } }

    func setWay(_ way: [CallBook]) { current.withLock { $0.way = way } }

    func setLatest(_ book: CallBook) { current.withLock { $0.latest = book } }
}
