import Screens
import Sessions

/// Opening, changing and closing screens.
extension Model {
    /// The screen that is shown instead of the panes; `nil` if none is open.
    var screen: (any Screen)? { screens.last }

    /// The number of screens that can be open; opening another one removes the oldest.
    static let screenLimit = 32

    /// Opens `screen` in front of all others.
    mutating func show(_ screen: any Screen) -> [Effect] {
        screens.append(screen)
        if screens.count > Self.screenLimit { screens.removeFirst() }
        return []
    }

    /// The visible screen if it is a `type`.
    func top<S: Screen>(_ type: S.Type) -> S? { screens.last as? S }

    /// Changes the visible screen if it is a `type`.
    mutating func change<S: Screen>(_ type: S.Type, _ body: (inout S, ViewContext) -> Void) -> [Effect] {
        guard var screen = screens.last as? S else { return [] }
        body(&screen, context)
        screens[screens.count - 1] = screen
        return []
    }

    /// Changes the visible screen.
    mutating func changeScreen(_ body: (inout any Screen, ViewContext) -> Void) {
        // It is removed from the array meanwhile: a second reference would make the change copy it.
        guard var screen = screens.popLast() else { return }
        body(&screen, context)
        screens.append(screen)
    }

    /// Opens the current entry, or the ladder of the selected peer.
    mutating func open() -> [Effect] {
        stopFollowing()
        if let number = currentEntry { return show(MessageScreen(number)) }
        return showLadder()
    }

    /// Closes the visible screen, or ends zoom. A draft is closed only after a question.
    mutating func goBack() -> [Effect] {
        if top(DraftScreen.self) != nil {
            question = .leaveDraft
        } else if !screens.isEmpty {
            screens.removeLast()
        } else if let before = beforeZoom {
            beforeZoom = nil
            (focus, detail.top) = (before.focus, before.detailTop)
        }
        return []
    }

    /// Closes the list of findings and selects the entry that proves the selected one.
    mutating func showProof() -> [Effect] { screen?.entry(context).map { go(to: $0) } ?? [] }

    // MARK: The message screen

    /// The shown entry after the open one, or before it if `step` is negative; `nil` if there is none.
    func neighbor(_ step: Int) -> Int? {
        top(MessageScreen.self).flatMap { log.neighbor(of: $0.number, step: step, in: context) }
    }

    /// Opens the neighbor of the open entry and selects it in the log.
    mutating func openNeighbor(_ step: Int) -> [Effect] {
        guard let number = neighbor(step) else { return [] }
        log.select(number)
        return change(MessageScreen.self) { screen, _ in screen.go(to: number) }
    }
}
