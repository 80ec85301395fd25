import Analysis
import Connections
import Events
import Findings
import Ladders
import Messages
import Negotiations
import Panes
import Screens
import Sessions

/// The ladder of the selected line, and moving between its rows.
extension Model {
    /// The peers of the ladder for the selected line, in order of arrival; empty if there is no ladder.
    ///
    /// For a message: the author, the recipients and all other peers of the room that have sent messages. For a peer,
    /// and for an entry about it: the peer and those that it has negotiated with. In front of an upstream server, these are
    /// the clients alone; ``ladderServer`` has the server.
    var ladderPeers: [PeerID] {
        guard context.session.endpoint.upstream != nil else { return participants }
        let roster = context.session.roster
        return Set(participants.compactMap { roster.isServer($0) ? roster.partner(of: $0) : $0 }).sorted()
    }

    /// The upstream server's ends of the sockets of ``ladderPeers``; empty unless this is a proxy.
    var ladderServer: [PeerID] { ladderPeers.compactMap(context.session.roster.partner) }

    /// The participants that the selected line is about.
    private var participants: [PeerID] {
        let session = context.session
        if let call = top(CallsScreen.self)?.selected(context) { return [call.pair.first, call.pair.second] }
        if isPeersSelection {
            guard let peer = selectedPeer, let member = session.roster[peer], member.sent + member.received > 0 else {
                return []
            }
            return partners(of: peer)
        }
        guard let entry = currentRecord?.entry else { return [] }
        switch entry.content {
        case .message(let delivery):
            if session.endpoint.upstream != nil {
                let ends = session.clients(of: entry.number) + [delivery.author] + delivery.recipients
                return Set(ends.flatMap(partners)).sorted()
            }
            let peers = Set([delivery.author] + session.calls.recipients(of: entry) + senders(in: delivery.room))
            return peers.count > 1 ? peers.sorted() : partners(of: delivery.author)
        case .joined(let peer): return partners(of: peer.id)
        case .left(let peer, _): return partners(of: peer)
        case .noted(let notice): return notice.peer.map(partners) ?? []
        case .reported(let report): return session.calls.peer(of: report).map(partners) ?? []
        case .refused: return []
        }
    }

    /// The peers of the call that the selected line or screen is about; `nil` if there is none.
    var connectionPair: Pair? {
        let calls = context.session.calls
        if let call = top(CallsScreen.self)?.selected(context) { return call.pair }
        if let ladder = top(LadderScreen.self)?.ladder {
            let peers = ladder.columns.indices.filter { $0 != ladder.server }.map { ladder.columns[$0] }
            if peers.count == 2 { return Pair(peers[0], peers[1]) }
        }
        if isPeersSelection { return selectedPeer.flatMap { calls.negotiations(of: $0).first?.id.pair } }
        guard let record = currentRecord else { return nil }
        if let report = record.entry.report {
            return report.connection.flatMap { calls.connections.owner(of: $0)?.negotiation?.pair }
        }
        return calls.calls(of: record).last?.pair
            ?? record.entry.peer.flatMap { calls.negotiations(of: $0).first?.id.pair }
    }

    /// `peer` and those that it has negotiated with; if there are none, `peer` and the senders of its room.
    private func partners(of peer: PeerID) -> [PeerID] {
        let calls = context.session.calls
        var partners = Set(calls.negotiations(of: peer).compactMap { $0.id.pair.other(than: peer) })
        partners.formUnion(calls.calls(of: peer).compactMap { $0.pair.other(than: peer) })
        if partners.isEmpty, let room = context.session.roster[peer]?.peer.room {
            partners.formUnion(senders(in: room))
        }
        return partners.union([peer]).sorted()
    }

    /// The connected peers of `room` that have sent a message.
    private func senders(in room: String) -> [PeerID] {
        let roster = context.session.roster
        return roster.present(in: room).filter { roster[$0].map { $0.sent > 0 } ?? false }
    }

    mutating func showLadder() -> [Effect] {
        let peers = ladderPeers
        guard !peers.isEmpty else { return [] }
        return show(
            LadderScreen(
                of: peers, server: ladderServer, at: currentEntry, isFollowing: log.isFollowing && screen == nil))
    }

    mutating func changeLadder(_ body: (inout LadderScreen) -> Void) -> [Effect] {
        change(LadderScreen.self) { screen, _ in body(&screen) }
    }

    mutating func changeOptions(_ body: (inout Ladder.Options) -> Void) -> [Effect] {
        change(LadderScreen.self) { screen, _ in screen.change(body) }
    }

    mutating func selectInLadder(_ entry: Int?) -> [Effect] { changeLadder { $0.select(entry) } }

    // MARK: Moving between rows

    private var ladder: LadderScreen? { top(LadderScreen.self) }

    /// The next entry with a finding below the selected row, or above it if `step` is negative; `nil` if there is none.
    func ladderFinding(_ step: Int) -> Int? {
        guard let ladder, let index = ladder.index else { return nil }
        let rows = context.session.calls.findings.entries.compactMap { entry in
            ladder.ladder.row(of: entry).flatMap { ($0 - index) * step > 0 ? (row: $0, entry: entry) : nil }
        }
        return rows.min { ($0.row - $1.row) * step < 0 }?.entry
    }

    /// The offer of the selected answer, or the answer to the selected offer; `nil` if the ladder does not have it.
    var ladderReply: Int? {
        guard let ladder, let entry = ladder.entry(context), let index = ladder.index else { return nil }
        if let reply = context.session.calls.reply(entry) {
            return ladder.ladder.row(of: reply.offer).flatMap { ladder.ladder.rows[$0].entry }
        }
        let row = ladder.ladder.rows[index...].first { row in
            guard case .arrow(let arrow) = row.content, arrow.kind == .answer else { return false }
            return context.session.calls.reply(arrow.entry).map { context.session.row(of: $0.offer) } == entry
        }
        return row?.entry
    }
}
