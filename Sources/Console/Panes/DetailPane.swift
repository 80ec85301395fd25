import Analysis
import Drawing
import Events
import Exports
import Messages
import SDP
import Screens
import Sessions

/// The selected line of the log, or the selected peer, in full.
public enum DetailPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(model, columns: rect.columns)
        let height = rect.rows - 1
        let top = max(0, min(model.detailTop, lines.count - height))
        let last = min(lines.count, top + height)
        let place = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        let note = [model.context.showsSecrets ? "SECRETS" : "", place].filter { !$0.isEmpty }.joined(separator: " ")
        let title = ["3 Detail", title(model)].filter { !$0.isEmpty }.joined(separator: " ")
        canvas.drawTitle(title, note: note, in: rect, isFocused: model.focus == .detail)
        for (row, line) in lines[top..<max(top, last)].enumerated() {
            canvas.put(line, row: rect.row + 1 + row, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    private static func title(_ model: Model) -> String {
        if model.subject == .peers { return model.selectedPeer.map(model.context.session.roster.label) ?? "" }
        guard let record = model.selectedRecord else { return "" }
        let line = LogLine(record, model.context.session.roster)
        return "#\(line.number) \(line.kind) \(line.route)"
    }

    /// The lines of what is selected, for so many columns with a margin.
    static func lines(_ model: Model, columns: Int) -> [TextLine] {
        if model.subject == .peers {
            let member = model.selectedPeer.flatMap { model.context.session.roster[$0] }
            return member.map { peer($0, model.context.session, width: max(1, columns - 3)) } ?? []
        }
        // A low pane has room for what is wrong and what was said; explanations come last.
        let isCompact = !model.isZoomed && !model.areas.isSideBySide
        return model.selectedRecord.map {
            EntryDetail.lines($0, model.context, columns: columns, isCompact: isCompact)
        } ?? []
    }

    // MARK: Peers

    private static func peer(_ member: Roster.Member, _ session: Session, width: Int) -> [TextLine] {
        let peer = member.peer
        let client = peer.isAware ? "aware (signal-console.v1)" : "plain"
        let lines = [
            TextLine(text: "\(peer.id) \(peer.name ?? "without a name") in \(peer.room)", style: Style(bold: true)),
            TextLine(text: "\(client) client from \(peer.address), here since +\(member.joined.text) s"),
            TextLine(text: "\(Format.count(member.said, "message")) said, \(member.heard) heard"),
        ]
        return NegotiationWords.standing(peer.id, session).flatMap {
            FindingWords.sentence($0, session, width: width)
        }
            + TextLine.folded(lines, width: width) + NegotiationWords.lines(peer.id, session, width: width)
    }
}
