import Analysis
import Configuration
import Connections
import EventLog
import Events
import Findings
import Negotiations
import Redaction
import Sessions
import Text

/// The lines that the log has for a finding: when it is opened, changes, is resolved, or ends with its call.
enum FindingLines {
    /// ```
    /// 2026-…Z  !2  error  glare  alice and bob offered at once (#3, #4) and neither gave way in 3 s  [failed]
    /// 2026-…Z  !2  over  glare  a later offer, #8, was answered  [answered]
    /// 2026-…Z  !2  ended  glare  alice and bob offered at once (#3, #4) and neither gave way in 3 s
    /// ```
    static func text(_ change: FindingChange, _ session: Session, clock: WallClock) -> String {
        let words = Words(change, session)
        let status =
            change.isEnding ? "ended" : words.resolution == nil ? change.finding.severity.name : "over"
        let parts =
            [
                clock.timestamp(change.time), "!\(change.finding.number)", status, change.finding.rule.name,
                words.resolution ?? words.sentence,
            ] + (words.progress.map { ["[\($0)]"] } ?? [])
        return Printable.line(parts.joined(separator: "  "))
    }

    /// ```
    /// {"t":4.000000000,"type":"finding","finding":2,"clock":"2026-…Z","event":"found","rule":"glare","severity":"error",…}
    /// ```
    static func members(_ change: FindingChange, _ session: Session, clock: WallClock) -> [(StaticString, LogValue)] {
        let (finding, words) = (change.finding, Words(change, session))
        let event = change.isEnding ? "ended" : words.resolution == nil ? "found" : "resolved"
        var members: [(StaticString, LogValue)] = [
            ("finding", .integer(finding.number)), ("clock", .text(clock.timestamp(change.time))),
            ("event", .text(event)), ("rule", .text(finding.rule.name)),
            ("severity", .text(finding.severity.name)),
            ("peers", .json("[" + finding.peers.map { "\"\($0)\"" }.joined(separator: ",") + "]")),
            ("proof", .json("[" + finding.evidence.map(String.init).joined(separator: ",") + "]")),
            ("text", .text(words.sentence)),
        ]
        if let cause = finding.cause { members.append(("cause", .integer(cause))) }
        if let progress = words.progress { members.append(("progress", .text(progress))) }
        if let resolution = words.resolution { members.append(("resolution", .text(resolution))) }
        return members
    }

    /// The sentences of a finding, without secrets.
    private struct Words {
        let sentence: String
        let resolution: String?
        let progress: String?

        init(_ change: FindingChange, _ session: Session) {
            let finding = change.finding
            sentence = Secrets.masked(finding.sentence.text(session.roster.label))
            resolution = (finding.resolution?.sentence.text(session.roster.label)).map(Secrets.masked)
            progress = session.calls.progress(of: finding)?.rawValue
        }
    }
}
