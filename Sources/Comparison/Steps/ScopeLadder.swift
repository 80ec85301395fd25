import Analysis
import Connections
import Events
import Ladders
import Legs
import Messages
import Sessions

/// The ladder of the peers in a scope, with each message as a row of its own, and the roles of its columns.
struct ScopeLadder {
    let ladder: Ladder
    /// The participant of each column of the ladder.
    let participants: [Participant]
    /// Whether there are more entries than are read, or more peers than a ladder has columns.
    let isTruncated: Bool

    /// Makes the ladder of the entries in `scope`, which are found in `index`.
    init(_ session: Session, _ scope: Scope, _ index: EntryIndex) {
        let ends = scope.peers.filter { session.roster.isServer($0) }
        let clients = scope.peers.filter { !session.roster.isServer($0) }
        let partners = clients.compactMap { session.roster.partner(of: $0) }
        let servers = ends + partners.filter { session.roster.isServer($0) && !ends.contains($0) }
        var options = Ladder.Options()
        (options.isFolded, options.isSqueezed) = (false, false)
        var ladder = Ladder(of: clients, server: servers, options: options)
        let (numbers, isCut) = index.numbers(of: clients + servers, scope)
        for number in numbers {
            guard let record = session.journal[number: number] else { continue }
            Self.append(record, to: &ladder, session, scope)
        }
        self.ladder = ladder
        isTruncated = isCut || ladder.omittedColumns > 0
        participants = Self.participants(of: ladder, isCall: scope.pair != nil)
    }

    /// Appends a record, of which the console's ladder shows the same.
    private static func append(
        _ record: Journal.Record, to ladder: inout Ladder, _ session: Session, _ scope: Scope
    ) {
        let number = record.entry.number
        let passage = session.passage(of: number)
        if case .outbound(let exchange)? = passage {
            let isChanged = Sessions.Passage.passed([exchange]).isChanged
            let passage = Ladder.Passage(elapsed: exchange.elapsed, isChanged: isChanged)
            if ladder.pass(exchange.inbound, in: record.entry, to: exchange.recipient, passage) { return }
        }
        var reporter: PeerID?
        if let report = record.entry.report {
            reporter = session.calls.peer(of: report)
            // A page may have connections to several peers.
            if let pair = scope.pair, let connection = report.connection,
                let id = session.calls.connections.owner(of: connection)?.negotiation, id.pair != pair
            {
                return
            }
        }
        ladder.append(record, to: session.calls.recipients(of: record.entry), reporter: reporter)
    }

    /// Returns the participant of each column.
    ///
    /// In a call, the author of the first offer that the other peer received is 1. In a whole recording, which may have
    /// none, the peers are in the order in which they negotiate, and then in that of arrival.
    private static func participants(of ladder: Ladder, isCall: Bool) -> [Participant] {
        var order: [Int] = []
        func add(_ column: Int) {
            if column != ladder.server, !order.contains(column) { order.append(column) }
        }
        let arrows = ladder.rows.compactMap { row -> Ladder.Arrow? in
            if case .arrow(let arrow) = row.content { arrow } else { nil }
        }
        let offer = arrows.first { isCall && $0.kind == .offer && !$0.path.isUnheard }
        if let offer { add(offer.path.from) }
        for arrow in arrows where arrow.kind.isNegotiation { add(arrow.path.from) }
        for column in ladder.columns.indices { add(column) }
        var participants = [Participant](repeating: .server, count: ladder.columns.count)
        for (number, column) in order.enumerated() { participants[column] = .peer(number + 1) }
        return participants
    }
}
