import Events
import Legs
import Panes
import Screens
import Sessions

/// Messages that an upstream server sent on: as rows of the log, and as the entries of one message.
extension Model {
    /// Shows such messages once, or also as the server sent them on.
    mutating func toggleLegs() -> [Effect] {
        log.toggleLegs(in: context)
        return report(
            log.joinsLegs
                ? "a message that the server sent on is one line again"
                : "each message is shown on its way to the server and from it: v joins them again")
    }

    /// The entries of the current message on its way: that of the client, then those of the server; empty if the server
    /// did not send it on.
    private var legs: [Int] {
        guard let number = currentEntry else { return [] }
        let session = context.session
        switch session.passage(of: number) {
        case .passed(let exchanges)?: return [number] + exchanges.map(\.outbound)
        case .outbound(let exchange)?:
            return [exchange.inbound] + (session.passage(of: exchange.inbound)?.exchanges.map(\.outbound) ?? [number])
        default: return []
        }
    }

    /// The entry of the current message after the current one, beginning again with that of the client; `nil` if there is
    /// none.
    var nextLeg: Int? {
        guard let index = legs.firstIndex(where: { $0 == currentEntry }) else { return nil }
        let next = legs[(index + 1) % legs.count]
        return context.session.journal.kept(next)
    }

    /// Opens ``nextLeg``.
    mutating func openNextLeg() -> [Effect] {
        guard let nextLeg else { return [] }
        return change(MessageScreen.self) { screen, _ in screen.go(to: nextLeg) }
    }

    /// The entry in which the server sent the description of entry `number` on with changes; `nil` if it did not.
    func changedCounterpart(of number: Int) -> Int? {
        guard let passage = context.session.passage(of: number) else { return nil }
        switch passage {
        case .passed(let exchanges): return exchanges.first { Passage.passed([$0]).isChanged }?.outbound
        case .outbound(let exchange): return Passage.passed([exchange]).isChanged ? exchange.inbound : nil
        case .swallowed, .made: return nil
        }
    }
}
