import Signaling

/// Moving about: cursors, panes, what is open.
extension Model {
    /// The lines of a page where the focus is, one of them kept in sight.
    var page: Int {
        if let screen { return screen.page(self) }
        return switch focus {
        case .peers: max(1, areas.peerLines - 1)
        case .log: max(1, areas.logLines - 1)
        case .detail: max(1, areas.detailLines - 1)
        }
    }

    /// More lines than there ever are: so far moves to the end.
    static let far = 1 << 40

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
        }
        return []
    }

    mutating func moveToLast() -> [Effect] {
        if screen != nil {
            changeScreen { $0.moveToLast(in: $1) }
        } else if focus == .log {
            isFollowing = true
        } else {
            return move(by: Self.far)
        }
        return []
    }

    private mutating func movePeers(by lines: Int) {
        let present = roster.present
        guard !present.isEmpty else { return }
        let index = present.firstIndex { $0.number == peers.cursor } ?? 0
        let target = min(max(0, index + lines), present.count - 1)
        peers.cursor = present[target].number
        detailTop = 0
    }

    private mutating func moveLog(by lines: Int) {
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
        let panes = Pane.allCases.filter { $0 != .detail || areas.detail.rows > 0 }
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
        if pane != .detail, subject != pane {
            subject = pane
            detailTop = 0
        }
        return []
    }

    mutating func open() -> [Effect] {
        stopFollowing()
        zoomed = Return(focus: focus, detailTop: detailTop)
        focus = .detail
        return []
    }

    mutating func goBack() -> [Effect] {
        if !screens.isEmpty {
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
        if areas.detail.rows == 0, focus == .detail { focus = subject }
        // A list that is out of sight stays as it is, for when it is seen again.
        settlePeers(lines: areas.peerLines == 0 ? nil : areas.peerLines)
        settleLog(lines: areas.logLines == 0 ? nil : areas.logLines)
        if detailTop > 0 {
            let count = DetailPane.lines(self, columns: areas.detail.columns).count
            detailTop = max(0, min(detailTop, count - areas.detailLines))
        }
        changeScreen { $0.settle(in: $1) }
    }

    private mutating func settlePeers(lines: Int?) {
        let present = roster.present
        if peers.cursor.map({ cursor in present.contains { $0.number == cursor } }) != true {
            // The next one in order takes the place of one who left.
            peers.cursor = (present.first { $0.number > peers.cursor ?? 0 } ?? present.last)?.number
        }
        guard let lines else { return }
        let cursor = present.firstIndex { $0.number == peers.cursor } ?? 0
        let top = present.firstIndex { $0.number >= peers.top ?? 0 } ?? 0
        let settled = Self.top(top, cursor: cursor, count: present.count, lines: lines)
        peers.top = present.isEmpty ? nil : present[settled].number
    }

    private mutating func settleLog(lines: Int?) {
        let shown = shown
        // Where nothing passes the place is kept for when all is shown again.
        guard let last = shown.last else { return }
        let before = log.cursor
        if isFollowing { log.cursor = last }
        let cursor = min(shown.index(atOrAfter: log.cursor ?? 0), shown.count - 1)
        log.cursor = shown.number(at: cursor)
        if log.cursor != before, subject == .log { detailTop = 0 }
        guard let lines else { return }
        let top = shown.index(atOrAfter: log.top ?? 0)
        log.top = shown.number(at: Self.top(top, cursor: cursor, count: shown.count, lines: lines))
    }

    /// The first index in sight: as near to `top` as keeps the cursor in sight and leaves no line empty that need not be.
    static func top(_ top: Int, cursor: Int, count: Int, lines: Int) -> Int {
        let filled = max(0, min(top, count - lines))
        return max(0, min(max(filled, cursor - max(1, lines) + 1), cursor))
    }
}
