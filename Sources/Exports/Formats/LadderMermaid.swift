public import Analysis
import Events
import Messages
public import Sessions
import Text

/// A ladder as a sequence diagram of Mermaid, which README files and issue trackers draw.
///
/// ```
/// sequenceDiagram
///     participant p1 as alice
///     participant p2 as bob
///     p1->>p2: offer #35;4 2.9K +1.351
/// ```
/// Peers stand by their ids; all other words have every sign that Mermaid could read as its own as an entity.
public enum LadderMermaid {
    /// How long a diagram may be, in characters: Mermaid draws none above its own `maxTextSize` of 50,000.
    public static let limit = 48_000
    /// Scalars of a name or a label.
    private static let wordLimit = 80

    /// The diagram of `ladder`: where it would be too long, its latest rows.
    public static func text(_ ladder: Ladder, _ session: Session) -> String {
        let words = LadderWords(ladder: ladder, session: session)
        var lines = ["sequenceDiagram"]
        let isOperated = ladder.rows.contains { row in
            if case .arrow(let arrow) = row.content { arrow.isOperated } else { false }
        }
        if isOperated { lines.append("    participant op as operator") }
        for column in ladder.columns.indices {
            lines.append("    participant \(ladder.columns[column]) as \(escaped(words.name(column)))")
        }
        var room = limit - lines.reduce(200) { $0 + $1.unicodeScalars.count + 1 }
        var rows: [String] = []
        var left = ladder.rows.count
        for index in ladder.rows.indices.reversed() {
            let text = row(index, words).map { "    \($0)\n" }.joined()
            room -= text.unicodeScalars.count
            if room < 0 { break }
            rows.append(text)
            left -= 1
        }
        if left > 0 { lines.append("    Note over \(span(ladder)): \(left) earlier rows are left out") }
        return lines.map { $0 + "\n" }.joined() + rows.reversed().joined()
    }

    private static func row(_ index: Int, _ words: LadderWords) -> [String] {
        let (ladder, row) = (words.ladder, words.ladder.rows[index])
        let time = " +\(row.time.text)"
        switch row.content {
        case .arrow(let arrow):
            let isDashed = arrow.kind == .candidate || arrow.kind == .endOfCandidates
            let label = LadderWords.sized(arrow)
            return arrows(arrow.path, label + time, isDashed, arrow.isOperated, ladder) + notes(index, words)
        case .fold(let fold):
            return arrows(fold.path, LadderWords.labels(fold)[0] + time, true, false, ladder) + notes(index, words)
        case .fact(let fact):
            return ["Note over \(ladder.columns[fact.column]): \(escaped(fact.label + time))"] + notes(index, words)
        case .gap(let nanoseconds):
            return ["Note over \(span(ladder)): \(escaped(LadderWords.idle(nanoseconds)))"]
        }
    }

    private static func arrows(
        _ path: Ladder.Path, _ label: String, _ isDashed: Bool, _ isOperated: Bool, _ ladder: Ladder
    ) -> [String] {
        let author = ladder.columns[path.from].description
        if path.isUnheard { return ["\(author)-x\(author): \(escaped(label + " unheard"))"] }
        let arrow = isDashed ? "-->>" : "->>"
        return path.to.map { "\(isOperated ? "op" : author)\(arrow)\(ladder.columns[$0]): \(escaped(label))" }
    }

    private static func notes(_ index: Int, _ words: LadderWords) -> [String] {
        words.findings(index).prefix(4).map {
            "Note over \(span(words.ladder)): \(escaped("\($0.sign) \($0.rule.title)"))"
        }
    }

    /// The first peer and the last: `p1,p2`.
    private static func span(_ ladder: Ladder) -> String {
        guard let first = ladder.columns.first, let last = ladder.columns.last else { return "op" }
        return first == last ? first.description : "\(first),\(last)"
    }

    /// `text` with every sign but a few as `#35;`, so that it is words and nothing else to Mermaid and to HTML.
    private static func escaped(_ text: String) -> String {
        let printable = Printable.line(text).unicodeScalars
        var escaped = ""
        for scalar in printable.prefix(wordLimit) {
            escaped += isHarmless(scalar) ? String(scalar) : "#\(scalar.value);"
        }
        return escaped + (printable.count > wordLimit ? "…" : "")
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "/", "=", "+", "-", "_", "?": true
        default: !scalar.isASCII
        }
    }
}
