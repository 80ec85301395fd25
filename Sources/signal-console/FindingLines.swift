import Configuration
import Console
import Signaling

/// A finding in one line, when it appears, grows worse or is got over.
enum FindingLines {
    /// ```
    /// 2026-…Z  !2  error  glare  alice and bob offered at once (#3, #4) and neither gave way in 3 s
    /// 2026-…Z  !2  over  glare  a later offer, #8, was answered
    /// {"finding":2,"time":4.000,"clock":"2026-…Z","event":"found","rule":"glare","severity":"error",…}
    /// ```
    static func line(_ finding: Finding, _ roster: Roster, _ clock: RelayClock, _ format: LogFormat) -> String {
        let words = Secrets.masked(finding.sentence.words(roster.label))
        let over = (finding.resolution?.sentence.words(roster.label)).map(Secrets.masked)
        let time = finding.resolution?.time ?? finding.changed
        guard format == .json else {
            let verdict = over == nil ? finding.severity.word : "over"
            let parts = [clock.timestamp(time), "!\(finding.number)", verdict, finding.rule.name, over ?? words]
            return Printable.line(parts.joined(separator: "  "))
        }
        var members = [
            ("finding", String(finding.number)), ("time", time.text),
            ("clock", JSONString.encode(clock.timestamp(time))), ("event", over == nil ? "\"found\"" : "\"resolved\""),
            ("rule", JSONString.encode(finding.rule.name)), ("severity", JSONString.encode(finding.severity.word)),
            ("peers", "[" + finding.peers.map { "\"\($0)\"" }.joined(separator: ",") + "]"),
            ("proof", "[" + finding.proof.map(String.init).joined(separator: ",") + "]"),
            ("text", JSONString.encode(words)),
        ]
        if let over { members.append(("resolution", JSONString.encode(over))) }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
