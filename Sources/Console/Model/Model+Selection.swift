import Analysis
import Connections
import Drawing
import Events
import Findings
import Negotiations
import Panes
import Screens
import Sessions

/// The peers and entries that a command applies to: those that are marked or selected.
extension Model {
    /// Whether commands apply to the peers pane.
    var isPeersSelection: Bool { screen == nil && subject == .peers }

    /// The peer under the cursor of the peers pane.
    var selectedPeer: PeerID? { peers.selected(context) }

    /// The entry under the cursor of the log.
    var selectedRecord: Journal.Record? { log.selected(context) }

    /// The number of the entry that is selected on the open screen, or in the log; `nil` if there is none.
    var currentEntry: Int? {
        if let screen { return screen.entry(context) }
        return subject == .log ? selectedRecord?.entry.number : nil
    }

    /// The record of ``currentEntry``.
    var currentRecord: Journal.Record? { currentEntry.flatMap { context.session.journal[number: $0] } }

    /// The entries that a command applies to: in the panes the marked ones if there are any, else the current one.
    var targetEntries: [Int] {
        context.marks.isEmpty || screen != nil ? [currentEntry].compactMap(\.self) : context.marks.numbers
    }

    /// The selected peer, or the author of the current entry.
    var actionPeer: PeerID? { isPeersSelection ? selectedPeer : currentRecord?.entry.peer }

    /// The connected peers that a command applies to: in the panes the marked ones if there are any, else
    /// ``actionPeer``.
    var targetPeers: [PeerID] {
        let marked = context.session.roster.present.filter(peers.marked.contains)
        if isPeersSelection, !marked.isEmpty { return marked }
        return [actionPeer].compactMap(\.self).filter(context.session.roster.isPresent)
    }

    /// The room of the selected peer or message; `nil` if there is none.
    var targetRoom: String? {
        if let peer = actionPeer, let room = context.session.roster[peer]?.peer.room { return room }
        return currentRecord?.entry.delivery?.room
    }

    /// The held message that a command applies to: the selected one, or else the one held for the longest time.
    ///
    /// While the log follows, the entry under its cursor was not selected by the operator and is ignored.
    var targetHeld: HeldMessage? {
        if let rules = top(RulesScreen.self) {
            guard case .held(let held) = rules.selected(context) else { return nil }
            return held
        }
        if screen != nil { return currentEntry.flatMap { context.session.intercepts.held($0) } }
        return (log.isFollowing ? nil : currentEntry).flatMap { context.session.intercepts.held($0) }
            ?? context.session.intercepts.held.first
    }

    // MARK: Marks

    mutating func toggleMark() -> [Effect] {
        if top(CallsScreen.self) != nil { return change(CallsScreen.self) { $0.toggleMark(in: $1) } }
        if isPeersSelection {
            peers.toggleMark(in: context)
            detail.top = 0
        } else if let number = currentEntry {
            context.marks.toggle(number)
            if screen == nil, focus == .log, !log.isFollowing { moveLog(by: 1) }
        }
        return []
    }

    mutating func clearMarks() -> [Effect] {
        context.marks.clear()
        peers.clearMarks()
        return []
    }

    // MARK: Going to an entry

    /// Selects `entry` in the log.
    mutating func select(_ entry: Int?) -> [Effect] {
        guard let entry else { return [] }
        (focus, subject, detail.top) = (.log, .log, 0)
        log.select(log.row(of: entry, in: context))
        return []
    }

    /// Closes all screens and selects entry `number` in the log.
    mutating func go(to number: Int) -> [Effect] {
        guard context.session.journal.contains(number) else {
            return report("#\(number) is not in the journal")
        }
        log.reveal(number, in: context)
        screens.removeAll()
        beforeZoom = nil
        return select(number)
    }

    /// Goes to the shown entry after the current one, or before it if `step` is negative; an open message is replaced by it.
    mutating func step(by step: Int) -> [Effect] {
        if top(MessageScreen.self) != nil { return openNeighbor(step) }
        guard screen == nil else {
            changeScreen { $0.move(by: step, in: $1) }
            return []
        }
        guard let current = log.selected(context)?.entry.number,
            let number = log.neighbor(of: current, step: step, in: context)
        else { return [] }
        log.select(number)
        detail.top = 0
        return select(number)
    }

    /// Goes to the entry of `text`: a number, seconds since the start with `s`, or a time of day.
    mutating func go(toEntryAt text: String) -> [Effect] {
        if let number = Int(text.drop { $0 == "#" }) { return go(to: number) }
        guard let time = EntryTime(text) else {
            return report("at takes a number or a time, such as 7.5s or 14:03:22, not '\(text)'")
        }
        let journal = context.session.journal
        guard !journal.isEmpty,
            let limit = time.limit(
                from: journal.time(at: 0), through: journal.time(at: journal.count - 1), context.wall)
        else { return report("there is no entry before \(text)") }
        let index = journal.index(after: Instant(nanoseconds: limit))
        return index > 0 ? go(to: journal.number(at: index - 1)) : report("there is no entry before \(text)")
    }

    /// The offer of the current answer, or the answer to the current offer; `nil` if there is none.
    var reply: Int? {
        guard let number = currentEntry else { return nil }
        return context.session.calls.reply(number)?.offer ?? context.session.calls.answer(to: number)
    }

    /// Goes to ``reply``; the message screen stays open and shows it.
    mutating func goToReply() -> [Effect] {
        guard let reply else { return [] }
        guard top(MessageScreen.self) != nil else { return go(to: reply) }
        return change(MessageScreen.self) { screen, _ in screen.go(to: reply) }
    }
}
