import Analysis
import Connections
import Drawing
import Events
import Findings
public import Ladders
import Negotiations
public import Sessions
import Text

/// Exports a ladder as plain text, for tickets and mail.
///
/// It has all rows, is as wide as its labels require, and shows no addresses of peers.
public enum LadderText {
    /// The maximum distance of two lanes in columns; longer labels are shortened.
    private static let maximumSpacing = 72
    /// The width of the notes in columns.
    private static let notesWidth = 60

    /// Returns the text of `ladder`, with names and findings from `session`; it ends with a line break.
    public static func text(_ ladder: Ladder, _ session: Session) -> String {
        let captions = LadderCaptions(ladder: ladder, session: session)
        let lanes = LadderLanes(peers: ladder.columns.count, spacing: spacing(ladder), notesWidth: notesWidth)
        let picture = LadderPicture(captions: captions, lanes: lanes, colouring: .nothing)
        let size = Size(columns: lanes.width, rows: 1)
        func line(_ draw: (inout Canvas) -> Void) -> String {
            var canvas = Canvas(size: size)
            draw(&canvas)
            return canvas.text
        }
        let lines =
            head(captions) + [
                "", line { picture.drawHeads(row: 0, on: &$0) }, line { picture.drawRule(row: 0, on: &$0) },
            ]
            + ladder.rows.indices.map { index in line { picture.draw(index, row: 0, on: &$0) } }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func head(_ captions: LadderCaptions) -> [String] {
        let ladder = captions.ladder
        let counts = "\(Format.count(ladder.messages, "message")) in \(Format.count(ladder.rows.count, "row"))"
        let omitted = ladder.omittedEntries > 0 ? ", \(Format.grouped(ladder.omittedEntries)) older left out" : ""
        return ["signal-console: \(captions.peerNames)", counts + omitted, ""].map(Printable.line)
            + ladder.columns.indices.map { column -> String in
                if column == ladder.server {
                    return Printable.line("  \(captions.name(column)) · \(captions.session.endpoint.upstream ?? "")")
                }
                let peer = captions.session.roster[ladder.columns[column]]?.peer
                let facts = [
                    "\(ladder.columns[column])", captions.name(column), peer.map { "room \($0.room)" },
                    peer.map { $0.isAware ? "aware" : "plain" },
                ]
                return Printable.line("  " + facts.compactMap(\.self).joined(separator: " · "))
            }
    }

    /// Returns the distance of two lanes that the longest label requires, within bounds.
    private static func spacing(_ ladder: Ladder) -> Int {
        let widths = ladder.rows.map { row in
            switch row.content {
            case .arrow(let arrow): Printable.width(LadderCaptions.labels(arrow)[0])
            case .fold(let fold): Printable.width(LadderCaptions.labels(fold)[0])
            case .fact(let fact): Printable.width(fact.label)
            case .gap: 0
            }
        }
        return min(maximumSpacing, max(LadderLanes.minimumSpacing, (widths.max() ?? 0) + 8))
    }
}
