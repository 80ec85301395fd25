import Signaling

/// Where one is in the list of findings.
///
/// The finding under the cursor stays where it is on the screen, whatever comes and is got over meanwhile.
struct FindingsPosition: Hashable, Sendable {
    /// The number of the finding under the cursor; nil for whichever is the first.
    var cursor: Int?
    /// The line of the cursor among those in sight, counted from 0.
    var line = 0
}

/// What is wrong, as the console counts, lists and goes through it.
extension Model {
    /// How many findings stand that are worse than an information, and the worst of them.
    var alarm: (count: Int, worst: Severity)? {
        var (count, worst) = (0, Severity.information)
        for finding in calls.findings.all where finding.stands && finding.severity > .information {
            count += 1
            worst = max(worst, finding.severity)
        }
        return count > 0 ? (count, worst) : nil
    }

    // MARK: In the log

    /// Shows only entries with findings, or all again.
    mutating func toggleOnlyFindings() -> [Effect] {
        passing = passing == nil ? calls.findings.entries : nil
        return []
    }

    /// Takes the newest entry among those that pass, where it proves something.
    mutating func passIfMarked(_ entry: Int) {
        if passing != nil, calls.findings.marks(entry: entry) { passing?.append(entry) }
    }

    /// Looks anew for what passes, once a second: an entry may come to prove something long after it came.
    mutating func refreshPassing() {
        if passing != nil { passing = calls.findings.entries }
    }

    /// The next entry with a finding behind that under the cursor of the log; nil where there is none.
    var nextFinding: Int? {
        let (cursor, shown) = (log.cursor ?? 0, shown)
        return (passing ?? calls.findings.entries).first { $0 > cursor && shown.contains($0) }
    }

    /// The last entry with a finding before that under the cursor of the log; nil where there is none.
    var previousFinding: Int? {
        let (cursor, shown) = (log.cursor ?? 0, shown)
        return (passing ?? calls.findings.entries).last { $0 < cursor && shown.contains($0) }
    }

    /// Puts the log's cursor on `entry`, where there is one.
    mutating func select(_ entry: Int?) -> [Effect] {
        guard let entry else { return [] }
        isFollowing = false
        (focus, subject, detailTop) = (.log, .log, 0)
        log.cursor = entry
        return []
    }

    // MARK: In their list

    mutating func openFindings() -> [Effect] {
        findings = FindingsPosition()
        return []
    }

    /// The finding under the cursor of their list; nil where there is none.
    var selectedFinding: Finding? {
        findings?.cursor.flatMap { calls.findings[$0] } ?? calls.findings.sorted.first
    }

    /// Moves the cursor of the list; on its first line it stays with the first finding, whichever that is.
    mutating func moveFindings(by lines: Int) {
        guard let position = findings else { return }
        let sorted = calls.findings.sorted
        guard !sorted.isEmpty else { return }
        let index = Self.index(of: position, in: sorted)
        let target = min(max(0, index + lines), sorted.count - 1)
        findings = FindingsPosition(
            cursor: target == 0 ? nil : sorted[target].number, line: position.line + target - index)
    }

    /// Closes the list and goes to the entry that brought the selected finding to light.
    mutating func showProof() -> [Effect] {
        let entry = selectedFinding?.proof.last
        (findings, opened) = (nil, nil)
        if let entry, !shown.contains(entry) { passing = nil }
        return select(entry)
    }

    /// The index in `sorted` of the finding under the cursor.
    static func index(of position: FindingsPosition, in sorted: [Finding]) -> Int {
        position.cursor.flatMap { cursor in sorted.firstIndex { $0.number == cursor } } ?? 0
    }

    /// Puts the cursor back into `lines` lines.
    mutating func settleFindings(lines: Int) {
        guard var position = findings else { return }
        let sorted = calls.findings.sorted
        if position.cursor.map({ calls.findings[$0] == nil }) == true { position.cursor = nil }
        let index = Self.index(of: position, in: sorted)
        position.line = index - FindingsPane.top(index, line: position.line, count: sorted.count, lines: lines)
        findings = position
    }
}
