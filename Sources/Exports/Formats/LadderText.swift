public import Analysis
import Drawing
import Events
public import Sessions
import Text

/// A ladder as plain text, all rows, as wide as it needs to be.
///
/// For a ticket or a mail; peers by name, without their addresses.
public enum LadderText {
    /// The greatest distance of two lanes; a longer summary is cut.
    private static let mostSpacing = 72
    private static let mostNotes = 60

    /// The text of `ladder`, with what `session` knows of its peers and entries; it ends with a line break.
    public static func text(_ ladder: Ladder, _ session: Session) -> String {
        let words = LadderWords(ladder: ladder, session: session)
        let lanes = LadderLanes(peers: ladder.columns.count, spacing: spacing(ladder), notesWidth: mostNotes)
        let picture = LadderPicture(words: words, lanes: lanes, colouring: .nothing)
        let size = Size(columns: lanes.width, rows: 1)
        func line(_ draw: (inout Canvas) -> Void) -> String {
            var canvas = Canvas(size: size)
            draw(&canvas)
            return canvas.text
        }
        let lines =
            head(words) + ["", line { picture.drawHeads(row: 0, on: &$0) }, line { picture.drawRule(row: 0, on: &$0) }]
            + ladder.rows.indices.map { index in line { picture.draw(index, row: 0, on: &$0) } }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func head(_ words: LadderWords) -> [String] {
        let ladder = words.ladder
        let counts = "\(Format.count(ladder.messages, "message")) in \(Format.count(ladder.rows.count, "row"))"
        let omitted = ladder.omittedEntries > 0 ? ", \(Format.grouped(ladder.omittedEntries)) older left out" : ""
        return ["signal-console: \(words.parties)", counts + omitted, ""].map(Printable.line)
            + ladder.columns.indices.map { column in
                let peer = words.session.roster[ladder.columns[column]]?.peer
                let facts = [
                    "\(ladder.columns[column])", words.name(column), peer.map { "room \($0.room)" },
                    peer.map { $0.isAware ? "aware" : "plain" },
                ]
                return Printable.line("  " + facts.compactMap(\.self).joined(separator: " · "))
            }
    }

    /// As far apart as the longest label needs, within bounds.
    private static func spacing(_ ladder: Ladder) -> Int {
        let widths = ladder.rows.map { row in
            switch row.content {
            case .arrow(let arrow): Printable.width(LadderWords.labels(arrow)[0])
            case .fold(let fold): Printable.width(LadderWords.labels(fold)[0])
            case .fact(let fact): Printable.width(fact.label)
            case .gap: 0
            }
        }
        return min(mostSpacing, max(LadderLanes.leastSpacing, (widths.max() ?? 0) + 8))
    }
}
