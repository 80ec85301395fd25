import Connections
public import Events
import Findings
import Negotiations

/// The states of a call book after earlier entries that the journal still has.
///
/// A copy of the book is kept every ``spacing`` entries; a state between two copies is folded again. Copies share the
/// storage that did not change between them. In a large room each message changes many calls, so there are fewer copies.
///
/// ```
/// entries  1 ········ 512 ········ 1024 ······· 1536 ····
/// copies   ┴           ┴            ┴            ┴
///                             at 1200: the copy of 1024, and 176 entries
/// ```
public struct History: Sendable {
    /// The least number of entries between two copies; these are folded again in a few milliseconds.
    static let spacing = 512
    /// The number of entries between two copies for each current call, if that is more than ``spacing``.
    static let entriesPerCall = 4
    /// The largest number of entries that are folded again, so that the operator does not wait.
    static let reach = 2048

    /// The copies, in order of ``CallBook/number``.
    private var copies: [CallBook] = []

    /// An empty history.
    public init() {}

    /// Keeps a copy of `book` if the last copy is far enough back.
    public mutating func record(_ book: CallBook) {
        let spacing = max(Self.spacing, Self.entriesPerCall * book.list.current.count)
        guard copies.last.map({ book.number >= $0.number + spacing }) ?? true else { return }
        copies.append(book)
    }

    /// The state after entry `number`, at its time; `nil` if the entries that it follows from are no longer in
    /// `journal`, or are more than ``reach``.
    public func state(at number: Int, in journal: Journal) -> CallBook? {
        guard let base = copies.last(where: { $0.number <= number }), number - base.number <= Self.reach else {
            return nil
        }
        var book = base
        book.connections.isReplayed = true
        var index = journal.index(atOrAfter: base.number + 1)
        // If entries between the copy and `number` are missing, the state is not known.
        guard base.number + 1 >= (journal.firstNumber ?? .max) || base.number == number else { return nil }
        while index < journal.count, journal[index].entry.number <= number {
            book.fold(journal[index].entry, journal[index].parsed)
            index += 1
        }
        return book
    }

    /// Removes the copies that are not needed for the entries from `first` on.
    public mutating func forget(before first: Int) {
        guard let oldest = copies.first, oldest.number + 1 < first else { return }
        copies.removeFirst(copies.prefix { $0.number + 1 < first }.count)
    }
}
