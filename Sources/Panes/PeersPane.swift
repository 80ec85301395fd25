import Analysis
import Connections
public import Drawing
public import Events
import Exports
import Findings
import Negotiations
public import Screens
public import Sessions
import Text

/// The peers pane: the connected peers, or instructions for the first run.
public struct PeersPane: Sendable {
    /// The peer under the cursor; it may have left since the cursor was last clamped.
    public private(set) var cursor: PeerID?
    /// The first visible peer.
    private var top: PeerID?
    /// The peers that the operator has marked.
    public private(set) var marked: Set<PeerID> = []

    /// Creates a pane with the first peer selected and none marked.
    public init() {}

    // MARK: Selection

    /// The peer under the cursor; `nil` if it has left.
    public func selected(_ context: ViewContext) -> PeerID? {
        cursor.flatMap { context.session.roster.isPresent($0) ? $0 : nil }
    }

    public mutating func move(by lines: Int, in context: ViewContext) {
        let peers = Self.peers(context)
        guard !peers.isEmpty else { return }
        let index = peers.firstIndex { $0 == cursor } ?? 0
        cursor = peers[min(max(0, index + lines), peers.count - 1)]
    }

    /// Selects the peer at a visible line; returns whether it was selected already; `nil` if the line has no peer.
    public mutating func select(line: Int, in context: ViewContext) -> Bool? {
        let peers = Self.peers(context)
        let index = (peers.firstIndex { $0 == top } ?? 0) + line
        guard index < peers.count else { return nil }
        defer { cursor = peers[index] }
        return cursor == peers[index]
    }

    /// Marks the selected peer or removes its mark, and moves to the next one.
    public mutating func toggleMark(in context: ViewContext) {
        guard let peer = selected(context) else { return }
        if marked.remove(peer) == nil { marked.insert(peer) }
        move(by: 1, in: context)
    }

    public mutating func unmark(_ peers: some Sequence<PeerID>) { marked.subtract(peers) }

    public mutating func clearMarks() { marked = [] }

    /// Puts the cursor on a connected peer and scrolls it into view; a pane without lines keeps its scroll position.
    public mutating func clamp(pageLines: Int, in context: ViewContext) {
        let peers = Self.peers(context)
        if cursor.map(peers.contains) != true {
            // The next peer in order of arrival replaces one that left.
            cursor = context.session.roster.present.first { $0 > cursor ?? .relay } ?? peers.last
        }
        guard pageLines > 0 else { return }
        let first = Scrolling.top(
            peers.firstIndex { $0 == top } ?? 0, cursor: peers.firstIndex { $0 == cursor } ?? 0, count: peers.count,
            lines: pageLines)
        top = peers.isEmpty ? nil : peers[first]
    }

    // MARK: Order

    /// The connected peers in the order that the settings ask for.
    private static func peers(_ context: ViewContext) -> [PeerID] {
        let (roster, settings) = (context.session.roster, context.settings)
        guard settings.order != .join || settings.reverse else { return roster.present }
        let sorted = roster.present.enumerated().sorted { one, other in
            let (first, second) = (roster[one.element], roster[other.element])
            let isLess: Bool? =
                switch settings.order {
                case .join: nil
                case .name: less(roster.label(one.element), roster.label(other.element))
                case .room: less(first?.peer.room ?? "", second?.peer.room ?? "")
                // The most active and the most recently active peers come first.
                case .said: less(second?.sent ?? 0, first?.sent ?? 0)
                case .heard: less(second?.received ?? 0, first?.received ?? 0)
                case .last: less(second?.last ?? .start, first?.last ?? .start)
                }
            return isLess ?? (one.offset < other.offset)
        }.map(\.element)
        return settings.reverse ? sorted.reversed() : sorted
    }

    /// Whether `one` precedes `other`; `nil` if they are equal.
    private static func less<Value: Comparable>(_ one: Value, _ other: Value) -> Bool? {
        one == other ? nil : one < other
    }

    // MARK: Drawing

    public func draw(_ context: ViewContext, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let (roster, settings) = (context.session.roster, context.settings)
        let order = settings.order.rawValue + (settings.reverse ? ", reversed" : "")
        let note = settings.order == .join && !settings.reverse ? "" : "by " + order
        canvas.drawTitle("1 Peers \(roster.present.count)", note: note, in: rect, isFocused: isFocused)
        if roster.present.isEmpty {
            Self.drawEmpty(context, in: rect.below(1), on: &canvas)
            return
        }
        let columns = Self.columns(
            rect.columns, isProxy: context.session.endpoint.upstream != nil,
            hasReports: !context.session.calls.connections.isEmpty)
        columns.drawHeads(row: rect.row + 1, column: rect.column + 2, on: &canvas)
        let peers = Self.peers(context)
        let first = peers.firstIndex { $0 == top } ?? 0
        for (line, peer) in peers.dropFirst(first).prefix(rect.rows - 2).enumerated() {
            guard let member = roster[peer] else { continue }
            let row = rect.row + 2 + line
            columns.draw(row: row, column: rect.column + 2, on: &canvas) { Self.text($0.name, member, context) }
            if marked.contains(peer) { canvas.put("◆", row: row, column: rect.column + 1, width: 1, .key) }
            guard cursor == peer else { continue }
            canvas.put("▸", row: row, column: rect.column, .key)
            if isFocused { canvas.select(row: row, column: rect.column, width: rect.columns) }
        }
    }

    /// Whether no peer has connected since the program started.
    public static func isFirstRun(_ context: ViewContext) -> Bool {
        !context.isRecording && context.session.journal.isEmpty && context.session.roster.present.isEmpty
    }

    /// The instructions that are shown until the first peer connects.
    public static func welcome(_ endpoint: Endpoint) -> [String] {
        if let upstream = endpoint.upstream { return proxyWelcome(endpoint, upstream) }
        let tabs = [
            "",
            "  Nobody is here yet. To see a call:",
            "",
            "    1  open  \(endpoint.page)  in two browser tabs",
            "    2  press \"Start camera and join\" in both",
        ]
        let clients = [
            "",
            "  Or point your own client at",
            // A wildcard listen address cannot be connected to; the page has an address that can.
            "       ws\(endpoint.page.dropFirst("http".count))?room=NAME&name=WHO",
            "  Its messages go to all others in its room, and appear below.",
            "",
        ]
        return tabs + otherMachine(endpoint) + clients
    }

    private static func proxyWelcome(_ endpoint: Endpoint, _ upstream: String) -> [String] {
        [
            "",
            "  Nobody is here yet. This is a proxy in front of  \(upstream)",
            "",
            "    1  open  \(endpoint.page)  instead of the address of the server",
            "    2  use the application as usual: each message appears below",
            "",
            "  If its script has an absolute address, as in  new WebSocket(\"wss://…\"),",
            "  write  \(endpoint.socket)  there.",
        ] + otherMachine(endpoint) + [""]
    }

    /// The address for another machine and what its browser requires; no lines if the relay only listens locally.
    private static func otherMachine(_ endpoint: Endpoint) -> [String] {
        var lines: [String] = []
        if let first = endpoint.pages.first {
            let others = endpoint.pages.count > 1 ? "  (T lists \(endpoint.pages.count) addresses)" : ""
            lines.append("       on another machine  \(first)\(others)")
            if !endpoint.isSecure { lines.append("       where a camera needs https: start with --tls-self-signed") }
        }
        if endpoint.fingerprint != nil { lines.append("       accept its certificate if T shows the same") }
        return lines
    }

    private static func drawEmpty(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let welcome = welcome(context.session.endpoint)
        let page = context.session.endpoint.page
        let short = [context.isRecording ? "  No peer is connected" : "  Nobody is here: open  \(page)  in two tabs"]
        let lines = isFirstRun(context) && rect.rows >= welcome.count ? welcome : short
        for (line, text) in lines.enumerated() {
            canvas.put(text, row: rect.row + line, column: rect.column, width: rect.columns)
        }
    }

    private enum Column: Hashable, Sendable {
        case peer, room, client, transport, negotiation, path, said, heard, queued, roundTrip, last, address
    }

    /// The columns of a relay, or of a proxy, whose peers have no rooms to choose and no subprotocol of the relay.
    private static func columns(_ width: Int, isProxy: Bool, hasReports: Bool) -> TableColumns<Column> {
        let isWide = width >= 90
        let connection: [TableColumns<Column>.Column] =
            isProxy
            ? [.init(name: .transport, head: "TRANSPORT", width: 17)]
            : [
                .init(name: .room, head: "ROOM", width: isWide ? 12 : 10),
                .init(name: .client, head: "CLIENT", width: 6, rank: 3),
            ]
        let peer = TableColumns<Column>.Column(name: .peer, head: "PEER", width: 14)
        let state: [TableColumns<Column>.Column] = [
            .init(name: .negotiation, head: "NEGOTIATION", width: 17)
        ]
        // A column that would be empty takes no room.
        let path: [TableColumns<Column>.Column] =
            hasReports ? [.init(name: .path, head: "PATH", width: 22, rank: 1)] : []
        let counts: [TableColumns<Column>.Column] = [
            .init(name: .said, head: "IN", width: 5, alignment: .right),
            .init(name: .heard, head: "OUT", width: 5, alignment: .right, rank: 2),
            .init(name: .queued, head: "QUEUED", width: 6, alignment: .right, rank: 5),
            .init(name: .roundTrip, head: "RTT", width: 5, alignment: .right, rank: 6),
            .init(name: .last, head: "LAST", width: 4, alignment: .right, rank: 4),
            .init(name: .address, head: "ADDRESS", width: 12, rank: 7),
        ]
        return TableColumns([peer] + connection + state + path + counts, width: width - 2)
    }

    private static func text(_ column: Column, _ member: Roster.Member, _ context: ViewContext) -> TextLine {
        switch column {
        case .peer: return TextLine(text: context.session.roster.label(member.peer.id))
        case .room: return TextLine(text: member.peer.room)
        case .client: return TextLine(text: member.peer.isAware ? "aware" : "plain")
        case .transport: return TextLine(text: member.peer.transport.text)
        case .negotiation: return NegotiationText.summary(member.peer.id, context.session)
        case .path: return ConnectionText.path(of: member.peer.id, context.session)
        case .said: return TextLine(text: String(member.sent))
        case .heard: return TextLine(text: String(member.received))
        case .queued:
            let queued = context.session.gauges?.peers[member.peer.id]?.queued ?? 0
            return TextLine(text: Format.bytes(queued), style: queued > 0 ? Style(.warning) : .plain)
        case .roundTrip:
            return TextLine(
                text: context.session.gauges?.peers[member.peer.id]?.roundTrip.map(Format.roundTrip) ?? "-")
        case .last: return TextLine(text: member.last.map { Format.age($0, at: context.session.now) } ?? "-")
        case .address: return TextLine(text: member.peer.address)
        }
    }
}
