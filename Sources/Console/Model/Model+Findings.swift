import Analysis
import Screens
import Sessions

/// What is wrong, as the console counts, lists and goes through it.
extension Model {
    /// How many findings stand that are worse than an information, and the worst of them.
    var alarm: (count: Int, worst: Severity)? { context.session.calls.findings.alarm }

    // MARK: In the log

    /// The next entry with a finding behind that under the cursor of the log; `nil` if none is shown.
    var nextFinding: Int? {
        let shown = shown
        var entry = log.cursor ?? 0
        while let next = context.session.calls.findings.next(after: entry) {
            if shown.contains(next) { return next }
            entry = next
        }
        return nil
    }

    /// The last entry with a finding before that under the cursor of the log; `nil` if none is shown.
    var previousFinding: Int? {
        let shown = shown
        var entry = log.cursor ?? 0
        while let previous = context.session.calls.findings.previous(before: entry) {
            if shown.contains(previous) { return previous }
            entry = previous
        }
        return nil
    }

    /// The next entry that passes the filter behind the one under the cursor; `nil` if there is none.
    var nextMatch: Int? { sifting?.next(after: log.cursor ?? 0).flatMap { shown.contains($0) ? $0 : nil } }

    /// The last entry that passes the filter before the one under the cursor; `nil` if there is none.
    var previousMatch: Int? { sifting?.previous(before: log.cursor ?? 0).flatMap { shown.contains($0) ? $0 : nil } }

    /// Puts the log's cursor on `entry`, if there is one.
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
        let entry = screen?.entry(self.context)
        return entry.map { go(to: $0) } ?? []
    }
}
