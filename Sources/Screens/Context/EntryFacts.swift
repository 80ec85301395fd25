import Analysis
public import Events
public import Filtering
import Sessions

/// The context in which the log's filter is evaluated: the session and the operator's marks.
public struct EntryFacts: FilterContext {
    private let roster: Roster
    private let calls: CallBook
    private let marks: Marks
    private let journal: Journal
    public let now: Instant

    public init(_ context: ViewContext) {
        roster = context.session.roster
        calls = context.session.calls
        marks = context.marks
        journal = context.session.journal
        now = context.session.now
    }

    public func names(of peer: PeerID) -> [String] {
        [peer.description, roster[peer]?.peer.name].compactMap(\.self)
    }

    public func hasFinding(_ entry: Int) -> Bool { calls.findings.marks(entry: entry) }

    public func isMarked(_ entry: Int) -> Bool { marks.contains(entry) }

    public func previousTime(_ record: Journal.Record) -> Instant? {
        let index = journal.index(atOrAfter: record.entry.number) - 1
        return index >= 0 ? journal[index].entry.time : nil
    }

    public func calls(of record: Journal.Record) -> [Int] { calls.calls(of: record).map(\.number) }

    public func room(of peer: PeerID) -> String? { roster[peer]?.peer.room }
}
