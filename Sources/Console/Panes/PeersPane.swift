import Signaling

/// The peers who are here, or the words for who has just started the program.
enum PeersPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        canvas.drawTitle(
            "1 Peers \(model.roster.present.count)",
            in: rect,
            isFocused: model.focus == .peers
        )
        if model.roster.present.isEmpty {
            drawEmpty(model, in: rect.below(1), on: &canvas)
            return
        }
        let columns = Columns(width: rect.columns)
        let heads = columns.heads.map { TextLine(text: $0, style: .chrome) }
        drawRow(heads, columns, row: rect.row + 1, rect, on: &canvas)
        let present = model.roster.present
        let top = present.firstIndex { $0.number == model.peers.top } ?? 0
        for (line, peer) in present.dropFirst(top).prefix(rect.rows - 2).enumerated() {
            guard let member = model.roster[peer] else { continue }
            let row = rect.row + 2 + line
            drawRow(columns.texts(member, model), columns, row: row, rect, on: &canvas)
            guard model.peers.cursor == peer.number else { continue }
            canvas.put("▸", row: row, column: rect.column, .key)
            if model.focus == .peers { canvas.select(row: row, column: rect.column, width: rect.columns) }
        }
    }

    /// What to do when nobody has been here yet.
    static func welcome(_ place: Model.Place) -> [String] {
        [
            "",
            "  Nobody is here yet. To see a call:",
            "",
            "    1  open  \(place.page)  in two browser tabs",
            "    2  press \"Start camera and join\" in both",
            "",
            "  Or point your own client at",
            "       \(place.socket)/?room=NAME&name=WHO",
            "  What it says goes to all others in its room, and below.",
            "",
        ]
    }

    private static func drawEmpty(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let welcome = welcome(model.place)
        if Areas.isFirstRun(model), rect.rows >= welcome.count {
            for (line, text) in welcome.enumerated() {
                canvas.put(text, row: rect.row + line, column: rect.column, width: rect.columns)
            }
        } else {
            canvas.put(
                "  Nobody is here: open  \(model.place.page)  in two tabs",
                row: rect.row,
                column: rect.column,
                width: rect.columns
            )
        }
    }

    private static func drawRow(
        _ texts: [TextLine],
        _ columns: Columns,
        row: Int,
        _ rect: Rect,
        on canvas: inout Canvas
    ) {
        var column = rect.column + 2
        for (text, shape) in zip(texts, columns.shapes) {
            let width = min(shape.width, rect.column + rect.columns - column)
            canvas.put(text.text, row: row, column: column, width: width, text.style, alignment: shape.alignment)
            column += shape.width + 2
        }
    }

    /// Which columns there is room for.
    private struct Columns {
        let shapes: [(head: String, width: Int, alignment: Canvas.Alignment)]

        /// What goes first where there is no room for all.
        private static let dispensable = ["LAST", "CLIENT", "OUT"]

        init(width: Int) {
            let isWide = width >= 90
            var shapes: [(head: String, width: Int, alignment: Canvas.Alignment)] = [
                ("PEER", 14, .left), ("ROOM", isWide ? 12 : 10, .left), ("CLIENT", 6, .left),
                ("NEGOTIATION", 17, .left), ("IN", 5, .right), ("OUT", 5, .right), ("LAST", 4, .right),
            ]
            func used() -> Int { shapes.reduce(2) { $0 + $1.width + 2 } }
            for head in Self.dispensable where used() - 2 > width { shapes.removeAll { $0.head == head } }
            if width - used() >= 12 { shapes.append(("ADDRESS", width - used(), .left)) }
            self.shapes = shapes
        }

        var heads: [String] { shapes.map(\.head) }

        func texts(_ member: Roster.Member, _ model: Model) -> [TextLine] {
            shapes.map { shape in
                shape.head == "NEGOTIATION"
                    ? NegotiationWords.short(member.peer.id, model)
                    : TextLine(text: text(shape.head, member, model))
            }
        }

        private func text(_ head: String, _ member: Roster.Member, _ model: Model) -> String {
            switch head {
            case "PEER": model.roster.label(member.peer.id)
            case "ROOM": member.peer.room
            case "CLIENT": member.peer.isAware ? "aware" : "plain"
            case "IN": String(member.said)
            case "OUT": String(member.heard)
            case "LAST": member.last.map { Measure.age($0, at: model.now) } ?? "-"
            default: member.peer.address
            }
        }
    }
}
