import Signaling

/// The selected line of the log, or the selected peer, in full.
enum DetailPane {
    /// How much of a payload is shown, in bytes: as much as one reads by eye, and a frame draws in time.
    static let shownBytes = 32 * 1024
    /// How many sections of a description are named above its text.
    static let shownSections = 32

    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(model, columns: rect.columns)
        let height = rect.rows - 1
        let top = max(0, min(model.detailTop, lines.count - height))
        let last = min(lines.count, top + height)
        let note = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        let title = ["3 Detail", title(model)].filter { !$0.isEmpty }.joined(separator: " ")
        canvas.drawTitle(title, note: note, in: rect, isFocused: model.focus == .detail)
        for (row, line) in lines[top..<max(top, last)].enumerated() {
            canvas.put(line.text, row: rect.row + 1 + row, column: rect.column + 2, width: rect.columns - 2, line.style)
        }
    }

    private static func title(_ model: Model) -> String {
        if model.subject == .peers { return model.selectedPeer.map(model.roster.label) ?? "" }
        guard let record = model.selectedRecord else { return "" }
        let line = LogLine(record, model.roster)
        return "#\(line.number) \(line.kind) \(line.route)"
    }

    /// All of it, in lines of the pane's width.
    static func lines(_ model: Model, columns: Int) -> [TextLine] {
        let width = max(1, columns - 3)
        guard model.subject == .log, let entry = model.selectedRecord?.entry.number else {
            return content(model, width: width)
        }
        let findings = model.calls.findings.of(entry: entry)
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
            let member = model.selectedPeer.flatMap { model.roster[$0] }
            return member.map { peer($0, model, width: width) } ?? []
        }
        guard let record = model.selectedRecord else { return [] }
        guard case .message(let transit) = record.entry.content else {
            return TextLine.folded(fact(record, model), width: width) + explanations
        }
        let reading = Reading(transit.message)
        let lines = understood(reading) + [route(transit, record.entry, model)] + state(transit, record, model)
        let head = TextLine.folded(lines, width: width)
        let text = reading.isText ? reading.description?.text ?? transit.message.text : nil
        let body = text.map { wrapped($0, width: width) } ?? hex(transit.message.payload, width: width)
        return head + explanations + [TextLine(text: "")] + body
    }

    // MARK: Messages

    /// What is inferred of the negotiation right after the message; nothing where it belongs to none, or where what it
    /// follows from is gone.
    private static func state(_ transit: Transit, _ record: Journal.Record, _ model: Model) -> [TextLine] {
        let number = record.entry.number
        let book = number == model.calls.number ? model.calls : model.history.state(at: number, in: model.journal)
        let negotiations = transit.hearers.lazy.compactMap { book?[transit.author, $0, record.negotiationKey] }
        guard record.kind?.isNegotiation == true, let book, let negotiation = negotiations.first else { return [] }
        let pair = negotiation.id.pair
        let states = [pair.first, pair.second].map { "\(model.roster.label($0)) \(negotiation.state(of: $0).rawValue)" }
        let words = "then \(book.progress(of: negotiation)): \(states.joined(separator: ", ")) (inferred)"
        return [TextLine(text: words, style: .chrome)]
    }

    private static func understood(_ reading: Reading) -> [TextLine] {
        if let description = reading.description {
            let rest = description.media.count - shownSections
            return [overview(description)] + description.media.prefix(shownSections).map(section)
                + (rest > 0 ? [TextLine(text: "… \(rest) more", style: .chrome)] : [])
        }
        guard let candidate = reading.candidate else {
            return [TextLine(text: [reading.kind.rawValue, reading.summary].joined(separator: "  "))]
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

    private static func route(_ transit: Transit, _ entry: Entry, _ model: Model) -> TextLine {
        let author = model.roster.label(transit.author)
        let sender =
            switch transit.sender {
            case .peer: "said by \(author)"
            case .replay(let original, _): "sent again by the operator as #\(original) of \(author)"
            }
        let hearers = transit.hearers.map(model.roster.label).joined(separator: ", ")
        let heard = hearers.isEmpty ? "heard by nobody" : "heard by \(hearers)"
        let format = transit.message.opcode == .text ? "text" : "binary"
        let size = "\(Measure.grouped(transit.message.payload.count)) B \(format)"
        return TextLine(
            text: "\(sender) in \(transit.room), \(heard) · \(size) · +\(entry.time.text) s",
            style: .chrome
        )
    }

    private static func wrapped(_ body: String, width: Int) -> [TextLine] {
        let size = body.utf8.count
        let shown = size <= shownBytes ? body : String(decoding: body.utf8.prefix(shownBytes), as: UTF8.self)
        var lines: [TextLine] = []
        for line in shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            lines += TextLine(text: String(line)).folded(width: width, atSpaces: false)
        }
        if lines.last?.text.isEmpty == true { lines.removeLast() }
        return lines + cut(min(size, shownBytes), of: size)
    }

    /// Bytes that are no text, sixteen a line or as many as fit.
    private static func hex(_ bytes: [UInt8], width: Int) -> [TextLine] {
        let perLine = max(1, min(16, width / 3))
        let shown = bytes.prefix(shownBytes / 8)
        let digits = shown.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let lines = stride(from: 0, to: digits.count, by: perLine).map { start in
            TextLine(text: digits[start..<min(digits.count, start + perLine)].joined(separator: " "))
        }
        return lines + cut(shown.count, of: bytes.count)
    }

    /// Says that not all of a payload is shown, where that is so.
    private static func cut(_ shown: Int, of all: Int) -> [TextLine] {
        guard shown < all else { return [] }
        return [
            TextLine(text: "… \(Measure.grouped(shown)) of \(Measure.grouped(all)) bytes shown", style: .chrome)
        ]
    }

    // MARK: Facts and peers

    private static func fact(_ record: Journal.Record, _ model: Model) -> [TextLine] {
        let line = LogLine(record, model.roster)
        var lines = [TextLine(text: "\(line.route) \(line.kind): \(line.summary)")]
        if case .joined(let peer) = record.entry.content {
            lines.append(TextLine(text: "\(peer.id) from \(peer.address)", style: .chrome))
        }
        return lines + [TextLine(text: "+\(record.entry.time.text) s", style: .chrome)]
    }

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
