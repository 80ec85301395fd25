import Connections
import Findings
import Negotiations
import SignalingSupport
import Synchronization
import Testing

@testable import Analysis
@testable import Events
@testable import SDP

/// The state at any entry is the fold of the entries up to it.
@Suite struct HistoryTests {
    /// Calls of a few entries each, some of which fail.
    private static let script: String = {
        var lines = ["0 p1 joins demo", "0 p2 joins demo"]
        for call in 0..<150 {
            let time = 1 + Double(call) * 4
            lines += [
                "\(time) p1 offers ufrag=u\(1000 + call)", "\(time + 0.1) p1 candidate host ufrag=u\(1000 + call)",
                call % 3 == 0 ? "\(time + 0.2) p2 offers" : "\(time + 0.2) p2 answers",
                "\(time + 0.3) p2 candidate host", call % 4 == 0 ? "\(time + 3.9) p1 bye" : "\(time + 3.9) p2 answers",
            ]
        }
        return lines.joined(separator: "\n")
    }()

    private static func look(_ book: CallBook) -> String {
        let calls = book.calls.map { call in
            let states = call.negotiations.map { negotiation in
                "\(book.progress(of: negotiation)) \(negotiation.rounds) \(negotiation[PeerID(1)].candidates.text)"
            }
            return "\(call.first)-\(call.last) \(call.ended.map(\.text) ?? "live") \(states)"
        }
        return calls.joined(separator: "\n") + "\n" + book.findings.all.map { "\($0)" }.joined(separator: "\n")
    }

    @Test func theStateAtAnEntryIsTheFoldOfTheEntriesUpToIt() {
        let entries = Self.entries(4)
        var journal = Journal()
        var book = CallBook()
        var history = History()
        var looks: [Int: String] = [:]
        // The copies are of the entries 1, 1 + spacing, 1 + 2 * spacing.
        let borders = [1, 1 + History.spacing, 1 + 2 * History.spacing]
        let numbers =
            borders.flatMap { [$0, $0 + 1, $0 + 2] } + borders.dropFirst().map { $0 - 1 } + [100, entries.count]
        for entry in entries {
            book.fold(entry)
            _ = journal.append(Journal.Record(entry))
            history.record(book)
            if numbers.contains(entry.number) { looks[entry.number] = Self.look(book) }
        }
        #expect(history.count == borders.count)
        for number in numbers + numbers.reversed() {
            #expect(history.state(at: number, in: journal).map(Self.look) == looks[number], "at \(number)")
        }
    }

    @Test func thereIsAStateAtEveryEntryOfHundredsOfCalls() {
        let pairs = (0..<300).map { (2 * $0 + 1, 2 * $0 + 2) }
        var lines = pairs.flatMap { ["0 p\($0) joins r\($0)", "0 p\($1) joins r\($0)"] }
        for round in 1...6 { lines += pairs.flatMap { ["\(round) p\($0) offers", "\(round).5 p\($1) answers"] } }
        let entries = Scene(lines.joined(separator: "\n")).entries
        var (journal, book, history) = (Journal(), CallBook(), History())
        for entry in entries {
            book.fold(entry)
            _ = journal.append(Journal.Record(entry))
            history.record(book)
        }
        #expect(book.callCount == 300 && entries.count > 2 * History.reach)
        for number in stride(from: 1, through: entries.count, by: 300) {
            #expect(history.state(at: number, in: journal)?.number == number)
        }
    }

    @Test func thereIsNoStateWithoutTheEntriesBeforeIt() {
        var limits = Journal.Limits()
        limits.entries = 300
        var journal = Journal(limits: limits)
        var book = CallBook()
        var history = History()
        let entries = Scene(Self.script).entries
        for entry in entries {
            book.fold(entry)
            for gone in journal.append(Journal.Record(entry)) { book.forget(gone.entry) }
            history.record(book)
            history.forget(before: journal.firstNumber ?? 0)
        }
        #expect(history.state(at: 10, in: journal) == nil)
        #expect(history.state(at: entries.count - 299, in: journal) == nil, "the entries before it are gone")
        #expect(history.state(at: entries.count, in: journal).map(\.number) == entries.count)
    }

    /// Contents of entries by their numbers, as a file would have them.
    private struct Contents: EntryStore {
        let contents: [Entry.Content]

        func content(at place: EntryPlace) -> Entry.Content? { contents[place.offset] }
    }

    /// The calls of the script, again and again, with the numbers and times that follow.
    private static func entries(_ cycles: Int) -> [Entry] {
        let (joins, once) = (Array(Scene(script).entries.prefix(2)), Array(Scene(script).entries.dropFirst(2)))
        return joins
            + (0..<cycles).flatMap { cycle in
                once.map { entry in
                    Entry(
                        number: entry.number + cycle * once.count,
                        time: entry.time.advanced(by: Int64(cycle) * 700_000_000_000), content: entry.content)
                }
            }
    }

    /// Contents of entries, and the number of times that they were read.
    private final class CountedContents: EntryStore {
        private let contents: [Entry.Content]
        private let reads = Mutex(0)

        init(_ contents: [Entry.Content]) { self.contents = contents }

        func content(at place: EntryPlace) -> Entry.Content? {
            reads.withLock { $0 += 1 }
            return contents[place.offset]
        }

        /// Returns the number of reads since the last call.
        func takeReads() -> Int {
            reads.withLock { count in
                defer { count = 0 }
                return count
            }
        }
    }

    /// As an operator looks at a state for several frames, and steps forward and back.
    @Test func aStateNearTheLastOneIsFoldedFromFewEntries() {
        let entries = Self.entries(16)
        let store = CountedContents(entries.map(\.content))
        var limits = Journal.Limits()
        (limits.bytes, limits.archivedBytes) = (1_000_000, .max)
        var journal = Journal(limits: limits, store: store)
        var (book, history) = (CallBook(), History(sparseLimit: 3))
        for entry in entries {
            book.fold(entry)
            _ = journal.append(Journal.Record(entry), at: EntryPlace(file: 0, offset: entry.number - 1))
            history.record(book)
            if journal.archivedCount > 0 { history.archive(before: journal.number(at: journal.archivedCount)) }
        }
        #expect(history.state(at: 7500, in: journal)?.number == 7500)
        #expect(store.takeReads() > History.reach, "far from each copy")
        #expect(history.state(at: 7500, in: journal)?.number == 7500)
        #expect(store.takeReads() == 0)
        for number in [7501, 7502, 7501, 7500, 7499, 7498] {
            #expect(history.state(at: number, in: journal)?.number == number)
            #expect(store.takeReads() <= History.spacing, "\(number)")
        }
    }

    @Test func aStateOfArchivedEntriesIsFoldedFromFewCopies() throws {
        let entries = Self.entries(16)
        var limits = Journal.Limits()
        (limits.bytes, limits.archivedBytes) = (1_000_000, .max)
        var journal = Journal(limits: limits, store: Contents(contents: entries.map(\.content)))
        var (book, history, looks) = (CallBook(), History(sparseLimit: 3), [Int: String]())
        // Far ones, and some on both sides of the one before.
        let numbers = [1, 300, 9000, 8999, 9001, 8400, 5000, 11_000, 2600, 2599, entries.count - 1]
        for entry in entries {
            book.fold(entry)
            _ = journal.append(Journal.Record(entry), at: EntryPlace(file: 0, offset: entry.number - 1))
            history.record(book)
            if journal.archivedCount > 0 { history.archive(before: journal.number(at: journal.archivedCount)) }
            if numbers.contains(entry.number) { looks[entry.number] = Self.look(book) }
        }
        #expect(entries.count > 11_000 && journal.archivedCount > 10_000)
        #expect(history.count <= 3 + (journal.count - journal.archivedCount) / History.spacing + 2)
        for number in numbers {
            #expect(history.state(at: number, in: journal).map(Self.look) == looks[number], "at \(number)")
        }
    }

    @Test func thereIsNoStateWithoutThePayloadsBeforeIt() {
        struct Nothing: EntryStore {
            func content(at place: EntryPlace) -> Entry.Content? { nil }
        }
        let entries = Scene(Self.script).entries
        var limits = Journal.Limits()
        (limits.bytes, limits.archivedBytes) = (1, .max)
        var (journal, book, history) = (Journal(limits: limits, store: Nothing()), CallBook(), History())
        for entry in entries {
            book.fold(entry)
            _ = journal.append(Journal.Record(entry), at: EntryPlace(file: 0, offset: 0))
            history.record(book)
        }
        #expect(history.state(at: 100, in: journal) == nil)
    }
}
