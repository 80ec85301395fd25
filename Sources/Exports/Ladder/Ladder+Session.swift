public import Analysis
import Connections
public import Events
public import Ladders
import Legs
public import Sessions

extension Ladder {
    /// Appends a record of `session`, with what the session knows of it: the peers that it is for, its way through an
    /// upstream server, and the peer of a page that reports.
    public mutating func append(_ record: Journal.Record, of session: Session) {
        let passage = session.passage(of: record.entry.number)
        if case .outbound(let exchange)? = passage {
            let isChanged = Sessions.Passage.passed([exchange]).isChanged
            let passage = Ladder.Passage(elapsed: exchange.elapsed, isChanged: isChanged)
            if pass(exchange.inbound, in: record.entry, to: exchange.recipient, passage) { return }
        }
        append(
            record, to: session.calls.recipients(of: record.entry), isSeparate: passage == .swallowed,
            reporter: record.entry.report.flatMap { session.calls.peer(of: $0) })
    }

    /// Appends entry `index` of the journal of `session`; returns whether its payload was read from the file of a
    /// recording, which takes longer.
    public mutating func append(at index: Int, of session: Session) -> Bool {
        let outline = session.journal.outline(at: index)
        let entry = outline.entry
        guard outline.isOutline else {
            append(outline, of: session)
            return false
        }
        let isOutbound = if case .outbound? = session.passage(of: entry.number) { true } else { false }
        let reporter = entry.report.flatMap { session.calls.peer(of: $0) }
        guard isOutbound || mayShow(entry, to: session.calls.recipients(of: entry), reporter: reporter) else {
            return false
        }
        append(session.journal[index], of: session)
        return true
    }

    /// The ladder of a call, from its first to its last entry.
    public init(of call: Call, _ session: Session) {
        self.init(
            of: [call.pair.first, call.pair.second],
            server: session.endpoint.upstream == nil ? [] : session.roster.serverEnds)
        let journal = session.journal
        let (first, last) = (journal.index(atOrAfter: call.first), journal.index(atOrAfter: call.last + 1))
        for index in first..<max(first, last) { _ = append(at: index, of: session) }
    }
}
