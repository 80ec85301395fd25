import Analysis
import Events
import Findings
public import Recordings

extension Session {
    /// Applies the next event of a recording, at its time.
    ///
    /// - Returns: The effects of the event, with the changes of findings that arose from the time before it.
    public mutating func fold(_ recorded: RecordedEvent) -> Change {
        // An entry advances the time itself.
        if case .event(.entry(let entry)) = recorded.content { return fold(entry, at: recorded.place) }
        var change = Change()
        change.isAlarm = advance(to: recorded.time)
        change.findings = calls.changes
        switch recorded.content {
        case .event(let event):
            let folded = fold(event)
            change.findings += folded.findings
            change.isAlarm = change.isAlarm || folded.isAlarm
        case .lost(let count): lose(count)
        case .end:
            // No later event evaluates departures.
            change.isAlarm = settleDepartures(at: recorded.time) || change.isAlarm
            change.findings += calls.changes
        }
        return change
    }
}
