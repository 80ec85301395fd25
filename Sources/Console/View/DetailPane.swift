import Signaling

/// The selected line of the log, or the selected peer, in full.
enum DetailPane {
    /// A line of it.
    struct Line: Hashable {
        let text: String
        var style = Style.plain
    }

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
    static func lines(_ model: Model, columns: Int) -> [Line] {
        let width = max(1, columns - 3)
        if model.subject == .peers {
            let member = model.selectedPeer.flatMap { model.roster[$0] }
            return member.map { folded(peer($0, model), width: width) } ?? []
        }
        guard let record = model.selectedRecord else { return [] }
        guard case .message(let transit) = record.entry.content else {
            return folded(fact(record, model), width: width)
        }
        let reading = Reading(transit.message)
        let head = folded(understood(reading) + [route(transit, record.entry, model)], width: width)
        let text = reading.isText ? reading.description?.text ?? transit.message.text : nil
        let body = text.map { wrapped($0, width: width) } ?? hex(transit.message.payload, width: width)
        return head + [Line(text: "")] + body
    }

    // MARK: Messages

    private static func understood(_ reading: Reading) -> [Line] {
        if let description = reading.description {
            let rest = description.media.count - shownSections
            return [overview(description)] + description.media.prefix(shownSections).map(section)
                + (rest > 0 ? [Line(text: "… \(rest) more", style: .chrome)] : [])
        }
        guard let candidate = reading.candidate else {
            return [Line(text: [reading.kind.rawValue, reading.summary].joined(separator: "  "))]
        }
        let extensions = candidate.extensions.map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") }
        return [
            Line(text: "\(candidate.type)  \(candidate.transport)  \(candidate.address)  port \(candidate.port)"),
            Line(
                text: (["component \(candidate.component)", "priority \(candidate.priority)"]
                    + ["foundation \(candidate.foundation)"] + extensions).joined(separator: "  ")
            ),
        ]
    }

    private static func overview(_ description: SessionDescription) -> Line {
        let facts: [String?] = [
            Measure.count(description.media.count, "m-line"),
            description.bundle.isEmpty ? nil : "BUNDLE " + description.bundle.joined(separator: " "),
            description.attribute("setup").map { "setup:\($0)" },
            description.attribute("ice-ufrag").map { "ufrag \($0)" },
            description.attribute("fingerprint").map { "fp \($0.drop { $0 != " " }.dropFirst().prefix(8))…" },
        ]
        return Line(text: facts.compactMap(\.self).joined(separator: " · "), style: Style(bold: true))
    }

    private static func section(_ media: MediaDescription) -> Line {
        let state = media.isRejected ? "rejected" : media.direction.rawValue
        let mid = media.mid.map { "mid \($0)" } ?? ""
        let text = ["m\(media.index) \(media.kind)", state, media.codecNames.joined(separator: " "), mid]
        return Line(text: text.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    private static func route(_ transit: Transit, _ entry: Entry, _ model: Model) -> Line {
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
        return Line(
            text: "\(sender) in \(transit.room), \(heard) · \(size) · +\(entry.time.text) s",
            style: .chrome
        )
    }

    private static func wrapped(_ body: String, width: Int) -> [Line] {
        let size = body.utf8.count
        let shown = size <= shownBytes ? body : String(decoding: body.utf8.prefix(shownBytes), as: UTF8.self)
        var lines: [Line] = []
        for line in shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            lines += fold(line, width: width).map { Line(text: $0) }
        }
        if lines.last?.text.isEmpty == true { lines.removeLast() }
        return lines + cut(min(size, shownBytes), of: size)
    }

    /// `lines` in words, in pieces that fit the width.
    private static func folded(_ lines: [Line], width: Int) -> [Line] {
        lines.flatMap { line in
            fold(line.text[...], width: width, atSpaces: true).map { Line(text: $0, style: line.style) }
        }
    }

    /// `line` in pieces that fit the width, cut behind the last space where that is wanted and there is one.
    private static func fold(_ line: Substring, width: Int, atSpaces: Bool = false) -> [String] {
        var pieces: [String] = []
        var piece: [Unicode.Scalar] = []
        var used = 0
        for scalar in line.unicodeScalars {
            let columns = Printable.glyph(scalar)?.width ?? 0
            if used + columns > width {
                let space = atSpaces ? piece.lastIndex(of: " ") : nil
                let end = space.map { $0 + 1 } ?? piece.count
                pieces.append(String(String.UnicodeScalarView(piece[..<end])))
                piece.removeFirst(end)
                used = piece.reduce(0) { $0 + (Printable.glyph($1)?.width ?? 0) }
            }
            piece.append(scalar)
            used += columns
        }
        return pieces + [String(String.UnicodeScalarView(piece))]
    }

    /// Bytes that are no text, sixteen a line or as many as fit.
    private static func hex(_ bytes: [UInt8], width: Int) -> [Line] {
        let perLine = max(1, min(16, width / 3))
        let shown = bytes.prefix(shownBytes / 8)
        let digits = shown.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let lines = stride(from: 0, to: digits.count, by: perLine).map { start in
            Line(text: digits[start..<min(digits.count, start + perLine)].joined(separator: " "))
        }
        return lines + cut(shown.count, of: bytes.count)
    }

    /// Says that not all of a payload is shown, where that is so.
    private static func cut(_ shown: Int, of all: Int) -> [Line] {
        guard shown < all else { return [] }
        return [
            Line(text: "… \(Measure.grouped(shown)) of \(Measure.grouped(all)) bytes shown", style: .chrome)
        ]
    }

    // MARK: Facts and peers

    private static func fact(_ record: Journal.Record, _ model: Model) -> [Line] {
        let line = LogLine(record, model.roster)
        var lines = [Line(text: "\(line.route) \(line.kind): \(line.summary)")]
        if case .joined(let peer) = record.entry.content {
            lines.append(Line(text: "\(peer.id) from \(peer.address)", style: .chrome))
        }
        return lines + [Line(text: "+\(record.entry.time.text) s", style: .chrome)]
    }

    private static func peer(_ member: Roster.Member, _ model: Model) -> [Line] {
        let peer = member.peer
        let client = peer.isAware ? "aware (signal-console.v1)" : "plain"
        return [
            Line(text: "\(peer.id) \(peer.name ?? "without a name") in \(peer.room)", style: Style(bold: true)),
            Line(text: "\(client) client from \(peer.address), here since +\(member.joined.text) s"),
            Line(text: "\(Measure.count(member.said, "message")) said, \(member.heard) heard"),
        ] + NegotiationWords.lines(peer.id, model).map { Line(text: $0) }
    }
}
