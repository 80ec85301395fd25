import Drawing
import Events
import Screens
import Sessions
import Text

/// The peers who are here, or the words for who has just started the program.
enum PeersPane {
    static func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        canvas.drawTitle(
            "1 Peers \(model.context.session.roster.present.count)",
            note: note(model),
            in: rect,
            isFocused: model.focus == .peers
        )
        if model.context.session.roster.present.isEmpty {
            drawEmpty(model, in: rect.below(1), on: &canvas)
            return
        }
        let columns = columns(rect.columns)
        columns.drawHeads(row: rect.row + 1, column: rect.column + 2, on: &canvas)
        let present = model.shownPeers
        let top = present.firstIndex { $0.number == model.peers.top } ?? 0
        for (line, peer) in present.dropFirst(top).prefix(rect.rows - 2).enumerated() {
            guard let member = model.context.session.roster[peer] else { continue }
            let row = rect.row + 2 + line
            columns.draw(row: row, column: rect.column + 2, on: &canvas) { text($0.name, member, model) }
            if model.markedPeers.contains(peer) {
                canvas.put("◆", row: row, column: rect.column + 1, width: 1, .key)
            }
            guard model.peers.cursor == peer.number else { continue }
            canvas.put("▸", row: row, column: rect.column, .key)
            if model.focus == .peers { canvas.select(row: row, column: rect.column, width: rect.columns) }
        }
    }

    /// `by name, reversed`, where that is not as they came.
    private static func note(_ model: Model) -> String {
        let order = model.context.settings.order
        guard order != .join || model.context.settings.reverse else { return "" }
        return "by \(order.rawValue)" + (model.context.settings.reverse ? ", reversed" : "")
    }

    /// What to do when nobody has been here yet.
    static func welcome(_ place: Endpoint) -> [String] {
        let tabs = [
            "",
            "  Nobody is here yet. To see a call:",
            "",
            "    1  open  \(place.page)  in two browser tabs",
            "    2  press \"Start camera and join\" in both",
        ]
        let clients = [
            "",
            "  Or point your own client at",
            // Where the relay listens on every address, nobody can go to that.
            "       ws\(place.page.dropFirst("http".count))?room=NAME&name=WHO",
            "  What it says goes to all others in its room, and below.",
            "",
        ]
        return tabs + elsewhere(place) + clients
    }

    /// How one gets here from another machine, and what its browser will say; nothing if that is not possible.
    private static func elsewhere(_ place: Endpoint) -> [String] {
        var lines: [String] = []
        if let first = place.pages.first {
            let others = place.pages.count > 1 ? "  (T lists \(place.pages.count) addresses)" : ""
            lines.append("       on another machine  \(first)\(others)")
            if !place.isSecure {
                lines.append("       where a camera needs https: start with --tls-self-signed")
            }
        }
        if place.fingerprint != nil {
            lines.append("       accept its certificate if T shows the same")
        }
        return lines
    }

    private static func drawEmpty(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let welcome = welcome(model.context.session.endpoint)
        if Areas.isFirstRun(model), rect.rows >= welcome.count {
            for (line, text) in welcome.enumerated() {
                canvas.put(text, row: rect.row + line, column: rect.column, width: rect.columns)
            }
        } else {
            canvas.put(
                "  Nobody is here: open  \(model.context.session.endpoint.page)  in two tabs",
                row: rect.row,
                column: rect.column,
                width: rect.columns
            )
        }
    }

    private enum Name: Hashable, Sendable {
        case peer, room, client, negotiation, said, heard, queued, roundTrip, last, address
    }

    private static func columns(_ width: Int) -> TableColumns<Name> {
        let isWide = width >= 90
        return TableColumns(
            [
                .init(name: .peer, head: "PEER", width: 14),
                .init(name: .room, head: "ROOM", width: isWide ? 12 : 10),
                .init(name: .client, head: "CLIENT", width: 6, rank: 3),
                .init(name: .negotiation, head: "NEGOTIATION", width: 17),
                .init(name: .said, head: "IN", width: 5, alignment: .right),
                .init(name: .heard, head: "OUT", width: 5, alignment: .right, rank: 2),
                .init(name: .queued, head: "QUEUED", width: 6, alignment: .right, rank: 5),
                .init(name: .roundTrip, head: "RTT", width: 5, alignment: .right, rank: 6),
                .init(name: .last, head: "LAST", width: 4, alignment: .right, rank: 4),
                .init(name: .address, head: "ADDRESS", width: 12, rank: 7),
            ], width: width - 2)
    }

    private static func text(_ name: Name, _ member: Roster.Member, _ model: Model) -> TextLine {
        switch name {
        case .peer: return TextLine(text: model.context.session.roster.label(member.peer.id))
        case .room: return TextLine(text: member.peer.room)
        case .client: return TextLine(text: member.peer.isAware ? "aware" : "plain")
        case .negotiation: return NegotiationWords.short(member.peer.id, model.context.session)
        case .said: return TextLine(text: String(member.said))
        case .heard: return TextLine(text: String(member.heard))
        case .queued:
            let queued = model.context.session.gauges?.peers[member.peer.id]?.queued ?? 0
            return TextLine(text: Format.bytes(queued), style: queued > 0 ? Style(.warning) : .plain)
        case .roundTrip:
            return TextLine(
                text: model.context.session.gauges?.peers[member.peer.id]?.roundTrip.map(Format.roundTrip) ?? "-")
        case .last: return TextLine(text: member.last.map { Format.age($0, at: model.context.session.now) } ?? "-")
        case .address: return TextLine(text: member.peer.address)
        }
    }
}
