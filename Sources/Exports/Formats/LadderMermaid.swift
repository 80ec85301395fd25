import Analysis
import Connections
import Events
import Findings
public import Ladders
import Messages
import Negotiations
public import Sessions
import Text

/// Exports a ladder as a Mermaid sequence diagram, which README files and issue trackers can render.
///
/// ```
/// sequenceDiagram
///     participant p1 as alice
///     participant p2 as bob
///     p1->>p2: offer #35;4 2.9K +1.351
/// ```
/// Participants are identified by peer ids. Names and labels are escaped, so that Mermaid reads none of their characters
/// as syntax.
public enum LadderMermaid {
    /// The maximum length of a diagram in characters; Mermaid's `maxTextSize` is 50,000.
    public static let limit = 48_000
    /// The maximum length of a name or label in scalars.
    private static let labelLimit = 80

    /// Returns the diagram of `ladder`, limited to the latest rows that fit ``limit``.
    public static func text(_ ladder: Ladder, _ session: Session) -> String {
        let captions = LadderCaptions(ladder: ladder, session: session)
        var lines = ["sequenceDiagram"]
        let isOperated = ladder.rows.contains { row in
            if case .arrow(let arrow) = row.content { arrow.isOperated } else { false }
        }
        if isOperated { lines.append("    participant op as operator") }
        for column in ladder.columns.indices {
            lines.append("    participant \(ladder.columns[column]) as \(escaped(captions.name(column)))")
        }
        var remaining = limit - lines.reduce(200) { $0 + $1.unicodeScalars.count + 1 }
        var rows: [String] = []
        var omitted = ladder.rows.count
        for index in ladder.rows.indices.reversed() {
            let text = row(index, captions).map { "    \($0)\n" }.joined()
            remaining -= text.unicodeScalars.count
            if remaining < 0 { break }
            rows.append(text)
            omitted -= 1
        }
        if omitted > 0 { lines.append("    Note over \(span(ladder)): \(omitted) earlier rows are left out") }
        return lines.map { $0 + "\n" }.joined() + rows.reversed().joined()
    }

    private static func row(_ index: Int, _ captions: LadderCaptions) -> [String] {
        let (ladder, row) = (captions.ladder, captions.ladder.rows[index])
        let time = " +\(row.time.text)"
        switch row.content {
        case .arrow(let arrow):
            let isDashed = arrow.kind == .candidate || arrow.kind == .endOfCandidates
            let label = LadderCaptions.sizedLabel(arrow) + way(arrow.passage)
            return arrows(arrow.path, label: label + time, isDashed: isDashed, isOperated: arrow.isOperated, in: ladder)
                + notes(index, captions)
        case .fold(let fold):
            let label = LadderCaptions.labels(fold)[0] + way(fold.passage)
            return arrows(fold.path, label: label + time, isDashed: true, isOperated: false, in: ladder)
                + notes(index, captions)
        case .fact(let fact):
            return ["Note over \(ladder.columns[fact.column]): \(escaped(fact.label + time))"] + notes(index, captions)
        case .gap(let nanoseconds):
            return ["Note over \(span(ladder)): \(escaped(LadderCaptions.idle(nanoseconds)))"]
        }
    }

    /// Returns ` via server +12ms` for a message that the upstream server sent on; else nothing.
    private static func way(_ passage: Ladder.Passage?) -> String {
        passage.map { " via \(Peer.serverName) \(LadderCaptions.time($0))" } ?? ""
    }

    private static func arrows(
        _ path: Ladder.Path, label: String, isDashed: Bool, isOperated: Bool, in ladder: Ladder
    ) -> [String] {
        let sender = ladder.columns[path.from].description
        if path.isUnheard { return ["\(sender)-x\(sender): \(escaped(label + " undelivered"))"] }
        let arrow = isDashed ? "-->>" : "->>"
        return path.to.map { "\(isOperated ? "op" : sender)\(arrow)\(ladder.columns[$0]): \(escaped(label))" }
    }

    private static func notes(_ index: Int, _ captions: LadderCaptions) -> [String] {
        captions.findings(inRow: index).prefix(4).map {
            "Note over \(span(captions.ladder)): \(escaped("\($0.sign) \($0.rule.title)"))"
        }
    }

    /// Returns the participants that a note spans, the first and the last: `p1,p2`.
    private static func span(_ ladder: Ladder) -> String {
        guard let first = ladder.columns.first, let last = ladder.columns.last else { return "op" }
        return first == last ? first.description : "\(first),\(last)"
    }

    /// Escapes `text` for Mermaid and HTML: all ASCII characters except a few harmless ones become entities like `#35;`.
    private static func escaped(_ text: String) -> String {
        let printable = Printable.line(text).unicodeScalars
        var escaped = ""
        for scalar in printable.prefix(labelLimit) {
            escaped += isHarmless(scalar) ? String(scalar) : "#\(scalar.value);"
        }
        return escaped + (printable.count > labelLimit ? "…" : "")
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "/", "=", "+", "-", "_", "?": true
        default: !scalar.isASCII
        }
    }
}
