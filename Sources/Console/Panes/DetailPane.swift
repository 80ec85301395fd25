import Analysis
import Events
import Messages
import SDP
import Sessions

/// The selected line of the log, or the selected peer, in full.
enum DetailPane {
    /// How many sections of a description are named above its text.
    static let shownSections = 32

    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(model, columns: rect.columns)
        let height = rect.rows - 1
        let top = max(0, min(model.detailTop, lines.count - height))
        let last = min(lines.count, top + height)
        let place = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        let note = [model.showsSecrets ? "SECRETS" : "", place].filter { !$0.isEmpty }.joined(separator: " ")
        let title = ["3 Detail", title(model)].filter { !$0.isEmpty }.joined(separator: " ")
        canvas.drawTitle(title, note: note, in: rect, isFocused: model.focus == .detail)
        for (row, line) in lines[top..<max(top, last)].enumerated() {
            canvas.put(line, row: rect.row + 1 + row, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    private static func title(_ model: Model) -> String {
        if model.subject == .peers { return model.selectedPeer.map(model.session.roster.label) ?? "" }
        guard let record = model.selectedRecord else { return "" }
        let line = LogLine(record, model.session.roster)
        return "#\(line.number) \(line.kind) \(line.route)"
    }

    /// All of it, in lines of the pane's width.
    static func lines(_ model: Model, columns: Int) -> [TextLine] {
        let width = max(1, columns - 3)
        guard model.subject == .log, let entry = model.selectedRecord?.entry.number else {
            return content(model, width: width)
        }
        let findings = model.session.calls.findings.of(entry: entry)
        guard !findings.isEmpty else { return content(model, width: width) }
        // A low pane has room for what is wrong, and for what was said; why it is wrong can wait.
        if !model.isZoomed, !model.areas.isSideBySide {
            let explanations = findings.flatMap { FindingWords.explanation($0, model, width: width) }
            return findings.flatMap { FindingWords.sentence($0, model, width: width) }
                + content(model, width: width, explanations: explanations)
        }
        let lines = findings.flatMap { finding in
            FindingWords.sentence(finding, model, width: width)
                + FindingWords.explanation(finding, model, width: width)
        }
        return lines + [TextLine(text: "")] + content(model, width: width)
    }

    private static func content(_ model: Model, width: Int, explanations: [TextLine] = []) -> [TextLine] {
        if model.subject == .peers {
            let member = model.selectedPeer.flatMap { model.session.roster[$0] }
            return member.map { peer($0, model, width: width) } ?? []
        }
        guard let record = model.selectedRecord else { return [] }
        guard case .message(let transit) = record.entry.content else {
            return TextLine.folded(MessageHead.fact(record, model), width: width) + explanations
        }
        let reading = Reading(transit.message)
        let route = MessageHead.route(transit, record.entry, model)
        let lines = understood(reading) + [route] + MessageHead.state(transit, record, model)
        let head = TextLine.folded(lines, width: width)
        return head + explanations + [TextLine(text: "")] + body(reading, transit.message.payload, model, width: width)
    }

    // MARK: Messages

    private static func body(_ reading: Reading, _ payload: [UInt8], _ model: Model, width: Int) -> [TextLine] {
        let showsSecrets = model.showsSecrets
        let lines =
            reading.isText
            ? ShownEntry.text(reading, payload, showsSecrets: showsSecrets).lines(numbered: false)
            : HexDump.lines(ShownBytes(payload, limit: HexDump.limit, showsSecrets: showsSecrets), width: width)
        return lines.flatMap { $0.folded(width: width) }
    }

    private static func understood(_ reading: Reading) -> [TextLine] {
        if let description = reading.description {
            let rest = description.media.count - shownSections
            return [overview(description)] + description.media.prefix(shownSections).map(section)
                + (rest > 0 ? [TextLine(text: "… \(rest) more", style: .chrome)] : [])
        }
        guard let candidate = reading.candidate else {
            return [TextLine(text: [reading.kind.rawValue, Secrets.masked(reading.summary)].joined(separator: "  "))]
        }
        let extensions = candidate.extensions.map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") }
        return [
            TextLine(text: "\(candidate.type)  \(candidate.transport)  \(candidate.address)  port \(candidate.port)"),
            TextLine(
                text: (["component \(candidate.component)", "priority \(candidate.priority)"]
                    + ["foundation \(candidate.foundation)"] + extensions).joined(separator: "  ")
            ),
        ]
    }

    private static func overview(_ description: SessionDescription) -> TextLine {
        let facts: [String?] = [
            Measure.count(description.media.count, "m-line"),
            description.bundle.isEmpty ? nil : "BUNDLE " + description.bundle.joined(separator: " "),
            description.attribute("setup").map { "setup:\($0)" },
            description.attribute("ice-ufrag").map { "ufrag \($0)" },
            description.attribute("fingerprint").map { "fp \($0.drop { $0 != " " }.dropFirst().prefix(8))…" },
        ]
        return TextLine(text: facts.compactMap(\.self).joined(separator: " · "), style: Style(bold: true))
    }

    private static func section(_ media: MediaDescription) -> TextLine {
        let state = media.isRejected ? "rejected" : media.direction.rawValue
        let mid = media.mid.map { "mid \($0)" } ?? ""
        let text = ["m\(media.index) \(media.kind)", state, media.codecNames.joined(separator: " "), mid]
        return TextLine(text: text.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    // MARK: Peers

    private static func peer(_ member: Roster.Member, _ model: Model, width: Int) -> [TextLine] {
        let peer = member.peer
        let client = peer.isAware ? "aware (signal-console.v1)" : "plain"
        let lines = [
            TextLine(text: "\(peer.id) \(peer.name ?? "without a name") in \(peer.room)", style: Style(bold: true)),
            TextLine(text: "\(client) client from \(peer.address), here since +\(member.joined.text) s"),
            TextLine(text: "\(Measure.count(member.said, "message")) said, \(member.heard) heard"),
        ]
        return NegotiationWords.standing(peer.id, model).flatMap {
            FindingWords.sentence($0, model, width: width)
        }
            + TextLine.folded(lines, width: width) + NegotiationWords.lines(peer.id, model, width: width)
    }
}
