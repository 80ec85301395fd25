import Analysis
import Events
import Screens
import Sessions

/// Marking entries and peers, and going to entries.
extension Model {
    mutating func toggleMark() -> [Effect] {
        if screen == nil, subject == .peers {
            guard let peer = selectedPeer else { return [] }
            if markedPeers.remove(peer) == nil { markedPeers.insert(peer) }
            movePeers(by: 1)
            return []
        }
        guard let number = currentEntry else { return [] }
        context.marks.toggle(number)
        if screen == nil, focus == .log, !isFollowing { moveLog(by: 1) }
        return []
    }

    mutating func clearMarks() -> [Effect] {
        context.marks.clear()
        markedPeers = []
        return []
    }

    /// Goes to entry `number`: in the screen that is open, if it has it, or else in the log.
    mutating func go(to number: Int) -> [Effect] {
        guard context.session.journal[number: number] != nil else { return say("#\(number) is not in the journal") }
        if number < cleared { cleared = 0 }
        if let last = frozen, number > last { frozen = nil }
        if !shown.contains(number) { _ = clearFilter() }
        screens.removeAll()
        zoomed = nil
        return select(number)
    }

    /// Goes on to what belongs to the current entry: an opened one stays open.
    mutating func goToReply() -> [Effect] {
        guard let reply else { return [] }
        guard top(MessageScreen.self) != nil else { return go(to: reply) }
        return change(MessageScreen.self) { screen, _ in screen.go(to: reply) }
    }

    /// From an answer to its offer, or from an offer to its answer; `nil` if there is none.
    var reply: Int? {
        guard let number = currentEntry else { return nil }
        return context.session.calls.reply(number)?.offer ?? context.session.calls.answer(to: number)
    }
}
