/// The call book as it was after each entry that the journal still has.
///
/// Every so many entries a copy is kept; between two of them the entries are folded again.
///
/// ```
/// entries  1 ········ 256 ········ 512 ········ 768 ·····
/// copies   ┴           ┴            ┴            ┴
///                             at 600: the copy of 512, and 88 entries
/// ```
public struct History: Sendable {
    /// How many entries lie between two copies: as many as are folded again in a few milliseconds.
    static let spacing = 256

    /// The copies, each of the state after its ``CallBook/number``.
    private var copies: [CallBook] = []

    /// A history of nothing yet.
    public init() {}

    /// Keeps `book`, the state after its last entry, where the last copy is far enough back.
    public mutating func note(_ book: CallBook) {
        guard copies.last.map({ book.number >= $0.number + Self.spacing }) ?? true else { return }
        copies.append(book)
    }

    /// The state after entry `number`, at its time; nil where the entries that it follows from are gone.
    public func state(at number: Int, in journal: Journal) -> CallBook? {
        guard let base = copies.last(where: { $0.number <= number }) else { return nil }
        var book = base
        var index = journal.index(atOrAfter: base.number + 1)
        // What lies between is whole, or it is not known what was in it.
        guard base.number + 1 >= (journal.first?.entry.number ?? .max) || base.number == number else { return nil }
        while index < journal.count, journal[index].entry.number <= number {
            let entry = journal[index].entry
            book.fold(entry, entry.transit.map { Reading($0.message) })
            index += 1
        }
        return book
    }

    /// Forgets the copies that no entry from `first` on follows from.
    public mutating func forget(before first: Int) {
        copies.removeAll { $0.number + 1 < first }
    }
}
