import Analysis
import Events
import Filtering
import Sessions

/// What a filter asks about an entry, answered from the model.
struct EntryFacts: FilterContext {
    private let roster: Roster
    private let calls: CallBook
    private let marks: Marks
    private let journal: Journal
    let now: Instant

    init(_ model: Model) {
        roster = model.session.roster
        calls = model.session.calls
        marks = model.marks
        journal = model.session.journal
        now = model.session.now
    }

    func names(of peer: PeerID) -> [String] {
        [peer.description, roster[peer]?.peer.name].compactMap(\.self)
    }

    func hasFinding(_ entry: Int) -> Bool { calls.findings.marks(entry: entry) }

    func isMarked(_ entry: Int) -> Bool { marks.contains(entry) }

    func previousTime(_ record: Journal.Record) -> Instant? {
        let index = journal.index(atOrAfter: record.entry.number) - 1
        return index >= 0 ? journal[index].entry.time : nil
    }

    func calls(of record: Journal.Record) -> [Int] { calls.calls(of: record).map(\.number) }

    func room(of peer: PeerID) -> String? { roster[peer]?.peer.room }
}
