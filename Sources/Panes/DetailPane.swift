import Analysis
import Connections
public import Drawing
public import Events
import Exports
import Findings
import Messages
import Negotiations
import SDP
public import Screens
import Sessions

/// The detail pane: the selected entry of the log, or the selected peer, in full.
public struct DetailPane: Hashable, Sendable {
    /// The selection that the pane shows; `nil` inside of a case if nothing is selected.
    public enum Subject: Sendable {
        case peer(PeerID?)
        case entry(Journal.Record?)
    }

    /// The index of the first visible line.
    public var top = 0

    /// Creates a pane that shows the first line.
    public init() {}

    public mutating func move(by lines: Int) { top = max(0, top + lines) }

    /// Limits ``top`` to the lines of `subject`.
    public mutating func clamp(
        to subject: Subject, pageLines: Int, columns: Int, isCompact: Bool, in context: ViewContext
    ) {
        guard top > 0 else { return }
        let count = Self.lines(subject, context, columns: columns, isCompact: isCompact).count
        top = max(0, min(top, count - pageLines))
    }

    /// Draws the pane; a compact one has the explanations of findings below the message.
    public func draw(
        _ subject: Subject, _ context: ViewContext, in rect: Rect, isFocused: Bool, isCompact: Bool,
        on canvas: inout Canvas
    ) {
        let lines = Self.lines(subject, context, columns: rect.columns, isCompact: isCompact)
        let height = rect.rows - 1
        let first = max(0, min(top, lines.count - height))
        let last = min(lines.count, first + height)
        let range = lines.count > height ? "\(first + 1)-\(last)/\(lines.count)" : ""
        let note = [context.showsSecrets ? "SECRETS" : "", range].filter { !$0.isEmpty }.joined(separator: " ")
        let title = ["3 Detail", Self.title(subject, context)].filter { !$0.isEmpty }.joined(separator: " ")
        canvas.drawTitle(title, note: note, in: rect, isFocused: isFocused)
        for (row, line) in lines[first..<max(first, last)].enumerated() {
            canvas.put(line, row: rect.row + 1 + row, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    private static func title(_ subject: Subject, _ context: ViewContext) -> String {
        switch subject {
        case .peer(let peer): return peer.map(context.session.roster.label) ?? ""
        case .entry(let record):
            guard let line = record.map(context.session.line) else { return "" }
            return "#\(line.number) \(line.kind) \(line.route)"
        }
    }

    private static func lines(
        _ subject: Subject, _ context: ViewContext, columns: Int, isCompact: Bool
    ) -> [TextLine] {
        switch subject {
        case .peer(let peer):
            let member = peer.flatMap { context.session.roster[$0] }
            return member.map { lines(of: $0, context.session, width: max(1, columns - 3)) } ?? []
        case .entry(let record):
            return record.map { EntryDetail.lines($0, context, columns: columns, isCompact: isCompact) } ?? []
        }
    }

    private static func lines(of member: Roster.Member, _ session: Session, width: Int) -> [TextLine] {
        let peer = member.peer
        let protocols = peer.isAware ? "aware (signal-console.v1)" : "plain"
        let client = session.endpoint.upstream == nil ? protocols : peer.transport.text
        let lines = [
            TextLine(text: "\(peer.id) \(peer.name ?? "without a name") in \(peer.room)", style: Style(bold: true)),
            TextLine(text: "\(client) client from \(peer.address), here since +\(member.joined.text) s"),
            TextLine(text: "\(Format.count(member.sent, "message")) sent, \(member.received) received"),
        ]
        let findings = NegotiationText.openFindings(peer.id, session)
        return findings.flatMap { FindingText.sentence($0, session, width: width) }
            + TextLine.folded(lines, width: width) + NegotiationText.lines(peer.id, session, width: width)
    }
}
