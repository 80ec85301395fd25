import Signaling

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

    /// From the list to the entry that brought the selected finding to light.
    mutating func showProof() -> [Effect] {
        let entry = screen?.entry(self)
        screens.removeAll()
        zoomed = nil
        if let entry, !shown.contains(entry) { passing = nil }
        return select(entry)
    }
}
