import Drawing
import Events
import Screens
import Sessions

/// Moving about: cursors, panes, what is open.
extension Model {
    /// The lines of a page where the focus is, one of them kept in sight.
    var page: Int {
        if let screen { return screen.page(self.context) }
        return switch focus {
        case .peers: max(1, areas.peerLines - 1)
        case .log: max(1, areas.logLines - 1)
        case .detail: max(1, areas.detailLines - 1)
        case .events: max(1, areas.events.rows - 2)
        }
    }

    /// Moves the cursor, or scrolls where there is none.
    mutating func move(by lines: Int) -> [Effect] {
        if screen != nil {
            changeScreen { $0.move(by: lines, in: $1) }
            return []
        }
        switch focus {
        case .peers: movePeers(by: lines)
        case .log: moveLog(by: lines)
        case .detail:
            stopFollowing()
            detailTop = max(0, detailTop + lines)
        case .events: moveEvents(by: lines)
        }
        return []
    }

    private mutating func moveEvents(by lines: Int) {
        let last =
            max(0, context.session.happenings.all.count - max(0, areas.events.rows - 1))
            + context.session.happenings.gone
        let top = min(max(context.session.happenings.gone, (eventsTop ?? last) + lines), last)
        eventsTop = top == last ? nil : top
    }

    mutating func moveToLast() -> [Effect] {
        if screen != nil {
            changeScreen { $0.moveToLast(in: $1) }
        } else if focus == .log {
            isFollowing = true
        } else {
            return move(by: Scrolling.far)
        }
        return []
    }

    /// Scrolls sideways: a screen, or the log's summaries.
    mutating func scroll(by columns: Int) -> [Effect] {
        if screen != nil {
            changeScreen { $0.scroll(by: columns, in: $1) }
        } else {
            logLeft = max(0, min(Self.farthestColumn, logLeft + columns))
        }
        return []
    }

    /// The longest summary, nearly.
    private static let farthestColumn = 240

    /// Scrolls the detail from wherever one is.
    mutating func scrollDetail(by lines: Int) -> [Effect] {
        stopFollowing()
        detailTop = max(0, detailTop + lines)
        return []
    }

    mutating func movePeers(by lines: Int) {
        let present = shownPeers
        guard !present.isEmpty else { return }
        let index = present.firstIndex { $0.number == peers.cursor } ?? 0
        let target = min(max(0, index + lines), present.count - 1)
        peers.cursor = present[target].number
        detailTop = 0
    }

    mutating func moveLog(by lines: Int) {
        let shown = shown
        guard !shown.isEmpty else { return }
        if lines < 0 { isFollowing = false }
        let index = shown.index(atOrAfter: log.cursor ?? 0)
        log.cursor = shown.number(at: min(max(0, index + lines), shown.count - 1))
        detailTop = 0
    }

    mutating func toggleFollow() -> [Effect] {
        isFollowing.toggle()
        return []
    }

    mutating func cycleFocus(by step: Int) -> [Effect] {
        let panes = Pane.allCases.filter { areas[$0].rows > 0 }
        // On a screen that is too small there are none.
        guard !panes.isEmpty else { return [] }
        let index = panes.firstIndex(of: focus) ?? 0
        return focus(on: panes[(index + step + panes.count) % panes.count])
    }

    /// Who reads the detail of an entry keeps it, whatever comes.
    private mutating func stopFollowing() {
        if subject == .log { isFollowing = false }
    }

    mutating func focus(on pane: Pane) -> [Effect] {
        focus = pane
        if pane == .detail { stopFollowing() }
        if pane == .peers || pane == .log, subject != pane {
            subject = pane
            detailTop = 0
        }
        return []
    }

    /// Gives what is under the cursor the whole screen: an entry, or what a peer said and heard.
    mutating func open() -> [Effect] {
        stopFollowing()
        if let number = currentEntry { return show(MessageScreen(number)) }
        return showLadder()
    }

    mutating func goBack() -> [Effect] {
        if top(DraftScreen.self) != nil {
            question = .leaveDraft
        } else if !screens.isEmpty {
            screens.removeLast()
        } else if let before = zoomed {
            zoomed = nil
            focus = before.focus
            detailTop = before.detailTop
        }
        return []
    }

    /// Puts cursors and first lines back inside what there is, after anything has changed.
    mutating func settle() {
        let areas = areas
        if areas[focus].rows == 0, [.detail, .events].contains(focus) { focus = subject }
        // A list that is out of sight stays as it is, for when it is seen again.
        settlePeers(lines: areas.peerLines == 0 ? nil : areas.peerLines)
        settleLog(lines: areas.logLines == 0 ? nil : areas.logLines)
        context.inspect(currentRecord)
        if detailTop > 0 {
            let count = DetailPane.lines(self, columns: areas.detail.columns).count
            detailTop = max(0, min(detailTop, count - areas.detailLines))
        }
        changeScreen { $0.settle(in: $1) }
        context.inspect(currentRecord)
    }

    private mutating func settlePeers(lines: Int?) {
        let present = shownPeers
        if peers.cursor.map({ cursor in present.contains { $0.number == cursor } }) != true {
            // The next one in order takes the place of one who left.
            peers.cursor =
                (context.session.roster.present.first { $0.number > peers.cursor ?? 0 } ?? present.last)?.number
        }
        guard let lines else { return }
        let cursor = present.firstIndex { $0.number == peers.cursor } ?? 0
        let top = present.firstIndex { $0.number == peers.top } ?? 0
        let settled = Scrolling.top(top, cursor: cursor, count: present.count, lines: lines)
        peers.top = present.isEmpty ? nil : present[settled].number
    }

    private mutating func settleLog(lines: Int?) {
        let shown = shown
        // Where nothing passes the place is kept for when all is shown again.
        guard let last = shown.last else { return }
        // What one reads may be yet to be found.
        if sifting?.isSearching == true, context.settings.filter == .hide, !isFollowing { return }
        let before = log.cursor
        if isFollowing { log.cursor = last }
        let cursor = min(shown.index(atOrAfter: log.cursor ?? 0), shown.count - 1)
        log.cursor = shown.number(at: cursor)
        if log.cursor != before, subject == .log { detailTop = 0 }
        guard let lines else { return }
        let top = shown.index(atOrAfter: log.top ?? 0)
        log.top = shown.number(at: Scrolling.top(top, cursor: cursor, count: shown.count, lines: lines))
    }
}
