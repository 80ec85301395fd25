import Analysis
import Connections
import Drawing
import Events
import Findings
import Negotiations
import Panes
import Screens
import Sessions

/// Navigation: moving cursors and the focus, scrolling, opening and closing screens.
extension Model {
    /// The lines of a page of the focused pane or the open screen; one line of the previous page stays visible.
    var page: Int { screen?.page(context) ?? max(1, layout.lines(of: focus) - 1) }

    /// Moves the cursor by `lines`, or scrolls what has no cursor.
    mutating func move(by lines: Int) -> [Effect] {
        if screen != nil {
            changeScreen { $0.move(by: lines, in: $1) }
            return []
        }
        switch focus {
        case .peers:
            peers.move(by: lines, in: context)
            detail.top = 0
        case .log: moveLog(by: lines)
        case .detail: return scrollDetail(by: lines)
        case .events: events.move(by: lines, pageLines: layout.lines(of: .events), in: context)
        }
        return []
    }

    mutating func moveLog(by lines: Int) {
        log.move(by: lines, in: context)
        detail.top = 0
    }

    /// Moves to the last line; the log follows new entries again.
    mutating func moveToLast() -> [Effect] {
        if screen != nil {
            changeScreen { $0.moveToLast(in: $1) }
        } else if focus == .log {
            log.isFollowing = true
        } else {
            return move(by: Scrolling.far)
        }
        return []
    }

    /// Scrolls the open screen or the summaries of the log sideways.
    mutating func scroll(by columns: Int) -> [Effect] {
        if screen != nil {
            changeScreen { $0.scroll(by: columns, in: $1) }
        } else {
            log.scroll(by: columns)
        }
        return []
    }

    /// Scrolls the detail pane, whichever pane has the focus.
    mutating func scrollDetail(by lines: Int) -> [Effect] {
        stopFollowing()
        detail.move(by: lines)
        return []
    }

    /// Keeps the log on its entry if the detail pane shows it: a new entry would replace what the operator reads.
    mutating func stopFollowing() {
        if subject == .log { log.isFollowing = false }
    }

    // MARK: Focus

    mutating func focus(on pane: Pane) -> [Effect] {
        focus = pane
        if pane == .detail { stopFollowing() }
        if pane == .peers || pane == .log, subject != pane {
            subject = pane
            detail.top = 0
        }
        return []
    }

    /// Moves the focus by `step` visible panes.
    mutating func cycleFocus(by step: Int) -> [Effect] {
        let layout = layout
        let panes = Pane.allCases.filter { layout[$0].rows > 0 }
        // A terminal that is too small has no panes.
        guard !panes.isEmpty else { return [] }
        let index = panes.firstIndex(of: focus) ?? 0
        return focus(on: panes[(index + step + panes.count) % panes.count])
    }

    /// Gives the focused pane the whole body of the screen, or restores all panes.
    mutating func toggleZoom() -> [Effect] {
        if isZoomed { return goBack() }
        beforeZoom = (focus, detail.top)
        return []
    }

    // MARK: Limits

    /// Moves cursors and scroll positions back into their lists, after an event of any kind.
    mutating func clampPositions() {
        let layout = layout
        if layout[focus].rows == 0, [.detail, .events].contains(focus) { focus = subject }
        peers.clamp(pageLines: layout.lines(of: .peers), in: context)
        if log.clamp(pageLines: layout.lines(of: .log), in: context), subject == .log { detail.top = 0 }
        context.inspect(currentRecord)
        if screen == nil {
            detail.clamp(
                to: detailSubject, pageLines: layout.lines(of: .detail), columns: layout.detail.columns,
                isCompact: isDetailCompact, in: context)
        }
        changeScreen { $0.updatePosition(in: $1) }
        context.inspect(currentRecord)
    }

    /// The selection that the detail pane shows.
    var detailSubject: DetailPane.Subject { subject == .peers ? .peer(selectedPeer) : .entry(selectedRecord) }

    /// Whether the detail pane is below the lists and has few lines.
    var isDetailCompact: Bool { !isZoomed && !layout.isSideBySide }

    // MARK: Screens

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

    /// Closes the visible screen, or ends zoom; a draft is closed only after a question.
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

    /// Opens the explanation of the selected finding.
    mutating func explainFinding() -> [Effect] {
        top(FindingsScreen.self)?.selected(context).map { show(ExplanationScreen($0.number)) } ?? []
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
