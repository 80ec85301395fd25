import Screens
import Sessions

/// Going from an entry that is open to its neighbours.
extension Model {
    /// The number of the entry that the log shows `step` before or behind the one that is open; `nil` if there is none.
    func neighbour(_ step: Int) -> Int? {
        guard let number = top(MessageScreen.self)?.number else { return nil }
        let shown = shown
        let index = step < 0 ? shown.index(atOrAfter: number) - 1 : shown.index(atOrAfter: number + 1)
        return (0..<shown.count).contains(index) ? shown.number(at: index) : nil
    }

    /// Opens the neighbour of the entry that is open; the log's cursor goes along.
    mutating func openNeighbour(_ step: Int) -> [Effect] {
        guard let number = neighbour(step) else { return [] }
        (isFollowing, log.cursor) = (false, number)
        return change(MessageScreen.self) { screen, _ in screen.go(to: number) }
    }
}
