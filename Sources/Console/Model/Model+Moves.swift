import Drawing
import Events
import Screens
import Sessions

/// Moving cursors, scrolling, and moving the focus between panes.
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
        detail.clamp(
            to: detailSubject, pageLines: layout.lines(of: .detail), columns: layout.detail.columns,
            isCompact: isDetailCompact, in: context)
        changeScreen { $0.settle(in: $1) }
        context.inspect(currentRecord)
    }

    /// The selection that the detail pane shows.
    var detailSubject: DetailPane.Subject { subject == .peers ? .peer(selectedPeer) : .entry(selectedRecord) }

    /// Whether the detail pane is below the lists and has few lines.
    var isDetailCompact: Bool { !isZoomed && !layout.isSideBySide }
}
