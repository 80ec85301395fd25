import Analysis
import Events
import Messages
import Screens
import Sessions

/// Whose ladder it is that a line of the panes leads to, and how one goes about in it.
extension Model {
    /// The peers of the ladder that the selected line leads to, in order of arrival; empty if it leads to none.
    ///
    /// From a message: its author and those who heard it; if their room has more than two, all of it who take part.
    /// From a peer, or its coming or going: that peer and those it talks with.
    var ladderPeers: [PeerID] {
        if let call = top(CallsScreen.self)?.selected(self.context) { return [call.pair.first, call.pair.second] }
        if screen == nil, subject == .peers {
            guard let peer = selectedPeer, let member = context.session.roster[peer], member.said + member.heard > 0
            else {
                return []
            }
            return partners(peer)
        }
        guard let entry = currentRecord?.entry else { return [] }
        switch entry.content {
        case .message(let transit):
            let pair = Set([transit.author] + context.session.calls.recipients(of: entry))
            let room = context.session.roster.present(in: transit.room).filter {
                context.session.roster[$0].map { $0.said > 0 } ?? false
            }
            let all = pair.union(room)
            return all.count > 1 ? all.sorted() : partners(transit.author)
        case .joined(let peer): return partners(peer.id)
        case .left(let peer, _): return partners(peer)
        case .noted(.discarded(let discard)): return partners(discard.sender)
        case .refused, .noted: return []
        }
    }

    /// `peer`, those it has or had calls with, and, if there are none, those of its room who have said something.
    private func partners(_ peer: PeerID) -> [PeerID] {
        var partners = Set(context.session.calls.negotiations(of: peer).compactMap { $0.id.pair.other(than: peer) })
        partners.formUnion(context.session.calls.calls(of: peer).compactMap { $0.pair.other(than: peer) })
        if partners.isEmpty, let room = context.session.roster[peer]?.peer.room {
            partners.formUnion(
                context.session.roster.present(in: room).filter {
                    context.session.roster[$0].map { $0.said > 0 } ?? false
                })
        }
        return partners.union([peer]).sorted()
    }

    mutating func showLadder() -> [Effect] {
        let peers = ladderPeers
        guard !peers.isEmpty else { return [] }
        let entry = currentEntry
        return show(LadderScreen(of: peers, at: entry, isFollowing: isFollowing && screen == nil))
    }

    /// The ladder, if it is the uppermost screen.
    private var ladder: LadderScreen? { top(LadderScreen.self) }

    mutating func changeLadder(_ body: (inout LadderScreen) -> Void) -> [Effect] {
        change(LadderScreen.self) { screen, _ in body(&screen) }
    }

    mutating func changeOptions(_ body: (inout Ladder.Options) -> Void) -> [Effect] {
        change(LadderScreen.self) { screen, _ in screen.change(body) }
    }

    // MARK: From row to row

    /// The next entry of the ladder with a finding, below the cursor's row; `nil` if there is none.
    var nextLadderFinding: Int? { ladderFinding { $0 > $1 }.min { $0.row < $1.row }?.entry }

    /// The last one above the cursor's row.
    var previousLadderFinding: Int? { ladderFinding { $0 < $1 }.max { $0.row < $1.row }?.entry }

    private func ladderFinding(_ isThere: (Int, Int) -> Bool) -> [(row: Int, entry: Int)] {
        guard let ladder, let index = ladder.index else { return [] }
        return context.session.calls.findings.entries.compactMap { entry in
            ladder.ladder.row(of: entry).flatMap { isThere($0, index) ? ($0, entry) : nil }
        }
    }

    /// The offer of the answer under the ladder's cursor, or the answer of the offer; `nil` if there is none.
    var ladderReply: Int? {
        guard let ladder, let entry = ladder.entry(self.context), let index = ladder.index else { return nil }
        if let reply = context.session.calls.reply(entry) {
            return ladder.ladder.row(of: reply.offer) == nil ? nil : reply.offer
        }
        let row = ladder.ladder.rows[index...].first { row in
            guard case .arrow(let arrow) = row.content, arrow.kind == .answer else { return false }
            return context.session.calls.reply(arrow.entry)?.offer == entry
        }
        return row?.entry
    }
}
