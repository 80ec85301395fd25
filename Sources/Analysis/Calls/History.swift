public import Events

/// The call book as it was after entries that the journal still has.
///
/// Every so many entries a copy is kept; between two of them the entries are folded again. A copy shares with the next
/// what did not change between them, so that in a large room, where every message changes many calls, they are fewer.
///
/// ```
/// entries  1 ········ 512 ········ 1024 ······· 1536 ····
/// copies   ┴           ┴            ┴            ┴
///                             at 1200: the copy of 1024, and 176 entries
/// ```
public struct History: Sendable {
    /// How many entries lie between two copies at the least: as many as are folded again in a few milliseconds.
    static let spacing = 512
    /// How many entries there are for each call that goes on, if these are more.
    static let entriesPerCall = 4
    /// How many entries are folded again at the most: what is further from a copy takes too long to be waited for.
    static let reach = 2048

    /// The copies, each of the state after its ``CallBook/number``.
    private var copies: [CallBook] = []

    /// A history of nothing yet.
    public init() {}

    /// Keeps `book`, the state after its last entry, if the last copy is far enough back.
    public mutating func note(_ book: CallBook) {
        let spacing = max(Self.spacing, Self.entriesPerCall * book.live.count)
        guard copies.last.map({ book.number >= $0.number + spacing }) ?? true else { return }
        copies.append(book)
    }

    /// The state after entry `number`, at its time; `nil` if the entries that it follows from are gone, or are more
    /// than ``reach``.
    public func state(at number: Int, in journal: Journal) -> CallBook? {
        guard let base = copies.last(where: { $0.number <= number }), number - base.number <= Self.reach else {
            return nil
        }
        var book = base
        var index = journal.index(atOrAfter: base.number + 1)
        // What lies between is whole, or it is not known what was in it.
        guard base.number + 1 >= (journal.firstNumber ?? .max) || base.number == number else { return nil }
        while index < journal.count, journal[index].entry.number <= number {
            book.fold(journal[index].entry, journal[index].parsed)
            index += 1
        }
        return book
    }

    /// Forgets the copies that no entry from `first` on follows from.
    public mutating func forget(before first: Int) {
        guard let oldest = copies.first, oldest.number + 1 < first else { return }
        copies.removeFirst(copies.prefix { $0.number + 1 < first }.count)
    }
}
