import Analysis
import Connections
public import Drawing
public import Events
import Exports
import Findings
import Negotiations
import Reports
import Sessions
import Text

/// The connections of a call as the pages of its peers report them: states, candidate pairs, streams and data channels.
///
/// ```
/// ─Connection alice ⇄ bob ──────────────────────────────────────────────
///   alice  connected in 412ms, host ⇄ host udp, rtt 2ms     page 1 · Chrome 142
///     ICE connected · DTLS connected as client · …
///     PAIR                          STATE      OUT/BACK  IN/BACK   RTT
///   ▸ host udp ⇄ host udp           succeeded     7/7      6/6     2ms
/// ```
public struct ConnectionScreen: Screen {
    public static let place = FocusArea.connection

    /// The peers of the call; `nil` for all connections of all pages.
    private let pair: Pair?
    private var top = 0

    /// Shows the connections of two peers with each other, or those of all pages if `pair` is `nil`.
    public init(of pair: Pair?) { self.pair = pair }

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public func page(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 2) }

    public mutating func updatePosition(in context: ViewContext) {
        top = max(0, min(top, lines(context, width: context.size.columns - 2).count - (context.size.body.rows - 1)))
    }

    public func status(_ context: ViewContext) -> TextLine {
        TextLine(text: "as the pages report it; statistics each second while connecting, then each 5 s", style: .chrome)
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(context, width: rect.columns - 2)
        let height = rect.rows - 1
        let note = lines.count > height ? "\(top + 1)-\(min(lines.count, top + height))/\(lines.count)" : ""
        let roster = context.session.roster
        let title = pair.map { "Connection \(roster.label($0.first)) ⇄ \(roster.label($0.second))" } ?? "Connections"
        canvas.drawTitle(title, note: note, in: rect, isFocused: true)
        for (line, text) in lines.dropFirst(top).prefix(max(0, height)).enumerated() {
            canvas.put(text, row: rect.row + 1 + line, column: 2, width: rect.columns - 2)
        }
    }

    // MARK: Text

    private func lines(_ context: ViewContext, width: Int) -> [TextLine] {
        let connections = connections(context)
        guard !connections.isEmpty else { return TextLine.folded(Self.instructions(context), width: width) }
        return connections.flatMap { peer, connection in
            ConnectionLines(connection, peer: peer, context: context, width: width).lines + [.blank]
        }
    }

    private func connections(_ context: ViewContext) -> [(peer: PeerID?, connection: ReportedConnection)] {
        let calls = context.session.calls
        guard let pair else {
            return calls.connections.all.reversed().map { (calls.connections.owner(of: $0.id)?.peer, $0) }
        }
        let negotiations = calls.negotiations(of: pair.first).filter { $0.id.pair == pair }
        return negotiations.flatMap(calls.connections).map { ($0.peer, $0.connection) }
    }

    private static func instructions(_ context: ViewContext) -> [TextLine] {
        let endpoint = context.session.endpoint
        let script =
            endpoint.upstream == nil
            ? "\(endpoint.page)probe.js" : "\(endpoint.page).signal-console/probe.js"
        return [
            .blank, TextLine(text: "No page of these peers reports its connections."), .blank,
            TextLine(text: "To see candidate pairs, errors and media, include this script before all others:"),
            TextLine(text: "  <script src=\"\(script)\"></script>", style: Style(.key)),
        ]
    }
}

/// The lines of one connection.
private struct ConnectionLines {
    private let connection: ReportedConnection
    private let peer: PeerID?
    private let context: ViewContext
    private let width: Int

    init(_ connection: ReportedConnection, peer: PeerID?, context: ViewContext, width: Int) {
        (self.connection, self.peer, self.context, self.width) = (connection, peer, context, width)
    }

    var lines: [TextLine] {
        let statistics = connection.statistics ?? ConnectionStatistics()
        return TextLine.folded([head] + states(statistics) + servers, width: width) + pairs(statistics)
            + streams(statistics.inbound, isInbound: true) + streams(statistics.outbound, isInbound: false)
            + channels(statistics) + rates
    }

    private var head: TextLine {
        let name = peer.map(context.session.roster.label) ?? "unbound"
        let page = context.session.calls.connections.page(connection.id.page)
        let browser = page.map { " · \($0.facts.browser)" } ?? ""
        return TextLine([
            .init(Printable.line(name), Style(bold: true)), .init("  "),
            .init(Printable.line(ConnectionText.summary(connection)), ConnectionText.style(connection.state)),
            .init(Printable.line("  \(connection.id)\(browser)"), .chrome),
        ])
    }

    private func states(_ statistics: ConnectionStatistics) -> [TextLine] {
        // That of the connection is in the head.
        var parts = StateMachine.allCases.filter { $0 != .connection }.compactMap { machine in
            connection.states[machine].map { "\(machine.title) \($0)" }
        }
        if connection.states[.dtls] == nil, let dtls = statistics.dtls { parts.append("DTLS \(dtls)") }
        if let role = statistics.role { parts.append("DTLS role \(role)") }
        if let cipher = statistics.cipher { parts.append(cipher) }
        if let changes = statistics.changes, changes > 1 { parts.append("the pair changed \(changes - 1) times") }
        return parts.isEmpty ? [] : [TextLine(text: "  " + Printable.line(parts.joined(separator: " · ")))]
    }

    private var servers: [TextLine] {
        let configuration = connection.configuration
        let list = configuration.servers.isEmpty ? "no ICE servers" : configuration.servers.joined(separator: ", ")
        let policy = configuration.policy == "all" ? "" : " · policy \(configuration.policy)"
        let gathered = ["host", "srflx", "prflx", "relay"].compactMap { type in
            connection.gathered[type].map { "\(type) \($0)" }
        }
        let found = gathered.isEmpty ? "" : " · gathered \(gathered.joined(separator: ", "))"
        let errors = connection.errors.suffix(4).map {
            TextLine(text: "  " + Printable.line($0.summary), style: Style(.warning))
        }
        return [TextLine(text: "  " + Printable.line(list + policy + found), style: .chrome)] + errors
    }

    private func pairs(_ statistics: ConnectionStatistics) -> [TextLine] {
        guard !statistics.pairs.isEmpty else { return [] }
        let head = "  " + row(["PAIR", "STATE", "OUT/BACK", "IN/BACK", "RTT", "SENT", "RECEIVED"], pairWidths)
        return [TextLine(text: head, style: .chrome)]
            + statistics.pairs.enumerated().map { index, pair in
                func checks(_ out: Int?, _ back: Int?) -> String {
                    "\(out.map(String.init) ?? "-")/\(back.map(String.init) ?? "-")"
                }
                let cells = [
                    "\(Self.end(pair.local)) ⇄ \(Self.end(pair.remote))", pair.state,
                    checks(pair.requestsSent, pair.responsesReceived),
                    checks(pair.requestsReceived, pair.responsesSent),
                    pair.roundTrip.map(ConnectionText.milliseconds) ?? "-",
                    pair.bytesSent.map(Format.bytes) ?? "-", pair.bytesReceived.map(Format.bytes) ?? "-",
                ]
                let style: Style =
                    index == statistics.selected ? Style(.good) : pair.state == "failed" ? Style(.warning) : .plain
                return TextLine(
                    text: (index == statistics.selected ? "▸ " : "  ") + row(cells, pairWidths), style: style)
            }
    }

    /// The widths of the columns of the table of pairs; the addresses are cut if there is no room.
    private var pairWidths: [Int] { [max(24, min(64, width - 64)), 12, 9, 9, 7, 7, 8] }

    private static func end(_ end: CandidatePair.End) -> String {
        let transport = end.type == "relay" ? end.relayProtocol ?? end.transport : end.transport
        let address = end.address.map { " \($0)" + (end.port.map { ":\($0)" } ?? "") } ?? ""
        return end.type + (transport.map { " \($0)" } ?? "") + address
    }

    private func streams(_ streams: [StreamStatistics], isInbound: Bool) -> [TextLine] {
        streams.map { stream in
            let muted = isInbound && connection.muted.contains(stream.kind) ? "muted" : nil
            let facts: [String?] = [
                stream.mid.map { "mid \($0)" }, stream.codec, stream.packets.map { "\(Format.grouped($0)) packets" },
                stream.lost.flatMap { $0 > 0 ? "\($0) lost" : nil },
                stream.jitter.map { "jitter \(ConnectionText.milliseconds($0))" },
                stream.frames.map { "\($0) frames" }, stream.width.map { "\($0)x\(stream.height ?? 0)" },
                stream.limitation.flatMap { $0 == "none" ? nil : "limited by \($0)" }, muted,
            ]
            let isSilent = stream.packets == 0 && connection.state == .connected
            let text =
                "  \(isInbound ? "in" : "out") \(stream.kind)  " + facts.compactMap(\.self).joined(separator: " · ")
            return TextLine(text: Printable.line(text), style: isSilent ? Style(.warning) : .plain)
        }
    }

    private func channels(_ statistics: ConnectionStatistics) -> [TextLine] {
        statistics.channels.map { channel in
            let counts = "\(channel.messagesSent ?? 0) sent, \(channel.messagesReceived ?? 0) received"
            return TextLine(text: Printable.line("  data channel \"\(channel.label)\"  \(channel.state) · \(counts)"))
        }
    }

    private var rates: [TextLine] {
        guard let received = connection.rates.received.last, let sent = connection.rates.sent.last else { return [] }
        let (down, up) = (connection.rates.received.suffix(30), connection.rates.sent.suffix(30))
        return [
            TextLine([
                .init("  in  ", .chrome), .init(ConnectionText.sparkline(down), Style(.answer)),
                .init(" \(ConnectionText.bits(received))   "), .init("out  ", .chrome),
                .init(ConnectionText.sparkline(up), Style(.offer)), .init(" \(ConnectionText.bits(sent))"),
            ])
        ]
    }

    /// Joins cells, each padded or cut to its width.
    private func row(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).map { cell, width in
            let text = Printable.line(cell)
            let used = Printable.width(text)
            guard used > width else { return text + String(repeating: " ", count: width - used) }
            return String(text.prefix(width - 1)) + "…"
        }.joined(separator: " ")
    }
}
