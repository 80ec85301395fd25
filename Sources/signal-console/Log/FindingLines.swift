import Analysis
import Configuration
import Events
import Sessions
import Text

/// The lines that the log has for a finding: when it is opened, changes, is resolved, or ends with its call.
enum FindingLines {
    /// ```
    /// 2026-…Z  !2  error  glare  alice and bob offered at once (#3, #4) and neither gave way in 3 s  [failed]
    /// 2026-…Z  !2  over  glare  a later offer, #8, was answered  [answered]
    /// 2026-…Z  !2  ended  glare  alice and bob offered at once (#3, #4) and neither gave way in 3 s
    /// {"finding":2,"time":4.000,"clock":"2026-…Z","event":"found","rule":"glare","severity":"error",…}
    /// ```
    static func line(
        _ change: FindingChange, calls: CallBook, roster: Roster, clock: WallClock, format: LogFormat
    ) -> String {
        let (finding, time) = (change.finding, change.time)
        let sentence = Secrets.masked(finding.sentence.text(roster.label))
        let resolution = (finding.resolution?.sentence.text(roster.label)).map(Secrets.masked)
        let progress = calls.progress(of: finding)?.rawValue
        guard format == .json else {
            let status = change.isEnding ? "ended" : resolution == nil ? finding.severity.name : "over"
            let parts =
                [clock.timestamp(time), "!\(finding.number)", status, finding.rule.name, resolution ?? sentence]
                + (progress.map { ["[\($0)]"] } ?? [])
            return Printable.line(parts.joined(separator: "  "))
        }
        let event = change.isEnding ? "ended" : resolution == nil ? "found" : "resolved"
        var members = [
            ("finding", String(finding.number)), ("time", time.text),
            ("clock", JSONString.encode(clock.timestamp(time))), ("event", "\"\(event)\""),
            ("rule", JSONString.encode(finding.rule.name)), ("severity", JSONString.encode(finding.severity.name)),
            ("peers", "[" + finding.peers.map { "\"\($0)\"" }.joined(separator: ",") + "]"),
            ("proof", "[" + finding.evidence.map(String.init).joined(separator: ",") + "]"),
            ("text", JSONString.encode(sentence)),
        ]
        if let cause = finding.cause { members.append(("cause", String(cause))) }
        if let progress { members.append(("progress", JSONString.encode(progress))) }
        if let resolution { members.append(("resolution", JSONString.encode(resolution))) }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
