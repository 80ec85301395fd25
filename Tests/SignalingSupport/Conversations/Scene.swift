package import Analysis
import Connections
package import Events
import Findings
import Messages
import Negotiations
import Routing
package import Testing

/// A conversation whose lines have times, played to a switchboard, with the findings that follow from it.
///
/// ```
/// 0 p1 joins demo name=alice aware
/// 1 p1 offers to=p2 ufrag=ab2c
/// 3 operator arms hold 30 kind:answer
/// 20 -
/// 20 gap
/// ```
///
/// Each line has a time in seconds and an event of ``EventScript``; `-` only advances the time, and `gap` is an entry that
/// is lost. Findings are written as `error answer-without-offer: p2 answered … [#3]`, and as
/// `over glare (information): …` once they are resolved.
package struct Scene {
    package private(set) var book = CallBook()
    package private(set) var entries: [Entry] = []
    /// The entries, and the reports that are none, each with its time.
    package private(set) var events: [(time: Instant, event: RelayEvent)] = []
    /// The findings that were made and resolved, in order.
    package private(set) var found: [String] = []
    private var switchboard: Switchboard
    /// The time of the last line.
    package private(set) var end = Instant.start
    private var script = EventScript()

    /// Plays all lines of `script`; with `loopback` a peer receives its own messages too.
    package init(
        _ script: String, loopback: Bool = false, guardsGlare: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switchboard = Switchboard(loopback: loopback, guardsGlare: guardsGlare)
        for line in script.split(separator: "\n") where !line.hasPrefix("#") {
            if !play(line) { Issue.record("not understood: \(line)", sourceLocation: sourceLocation) }
        }
    }

    private mutating func play(_ line: Substring) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard let seconds = Double(words[0]), words.count > 1 else { return false }
        let time = Instant.seconds(seconds)
        // The console advances the time between events, too.
        while end < time {
            end = min(time, Instant(nanoseconds: end.nanoseconds + 1_000_000_000))
            while let due = switchboard.due, due <= end { receive(.timerFired, at: due) }
            book.advance(to: end)
            recordChanges()
        }
        if words[1] == "-" { return true }
        if words[1] == "gap" {
            _ = switchboard.receive(.noticed(.tooLate(entry: 0)), at: time)
            return true
        }
        let entries = entries
        let event = script.event(line.dropFirst(words[0].count + 1)) { number in
            entries.first { $0.number == number }?.delivery
        }
        guard let event else { return false }
        receive(event, at: time)
        return true
    }

    private mutating func receive(_ event: Switchboard.Event, at time: Instant) {
        for action in switchboard.receive(event, at: time) {
            switch action {
            case .record(let entry):
                entries.append(entry)
                events.append((time, .entry(entry)))
                book.fold(entry, entry.delivery.map { ParsedMessage($0.message) })
                recordChanges()
            case .report(let report):
                events.append((time, .report(report)))
                book.fold(report, at: time)
                recordChanges()
            case .deliver, .close, .closeProbe: break
            }
        }
    }

    private mutating func recordChanges() {
        for finding in book.changes.lazy.filter({ !$0.isEnding }).map(\.finding) {
            if let resolution = finding.resolution {
                found.append("over \(finding.rule.name) (\(finding.severity.name)): \(resolution.sentence.text())")
            } else {
                let evidence = finding.evidence.map { "#\($0)" }.joined(separator: " ")
                let text = "\(finding.severity.name) \(finding.rule.name): \(finding.sentence.text())"
                found.append("\(text) [\(evidence)]")
            }
        }
    }
}
