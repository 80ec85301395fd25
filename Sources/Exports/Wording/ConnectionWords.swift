import Analysis
public import Connections
public import Drawing
public import Events
import Findings
public import Negotiations
import Reports
public import Sessions

/// The text of connections, as pages report them.
public enum ConnectionText {
    /// Returns the selected candidate pair of a peer's latest negotiation with its round trip: `host ⇄ host udp 2ms`.
    public static func path(of peer: PeerID, _ session: Session) -> TextLine {
        guard let negotiation = session.calls.negotiations(of: peer).first,
            let connection = session.calls.connections.connection(of: peer, in: negotiation)
        else { return TextLine(text: "-") }
        return path(connection)
    }

    /// Returns the selected candidate pair of a negotiation, as the first of its peers that reports tells it.
    public static func path(of negotiation: Negotiation, _ session: Session) -> TextLine {
        session.calls.connections(of: negotiation).first { $0.connection.statistics?.selectedPair != nil }
            .map { path($0.connection) } ?? TextLine(text: "-")
    }

    private static func path(_ connection: ReportedConnection) -> TextLine {
        guard let pair = connection.statistics?.selectedPair, connection.state != .closed else {
            return TextLine(text: "-")
        }
        let roundTrip = pair.roundTrip.map { " " + milliseconds($0) } ?? ""
        return TextLine(text: pair.text + roundTrip, style: connection.state == .connected ? Style(.good) : .plain)
    }

    /// Returns the time until a negotiation was connected, in nanoseconds, as the slower side reports it; `nil` if it was
    /// not.
    public static func setupTime(of negotiation: Negotiation, _ session: Session) -> Int64? {
        session.calls.connections(of: negotiation).compactMap(\.connection.setupTime).max()
    }

    /// Returns the bit rate that the first peer receives, with its course as a sparkline, and the loss of the side that loses
    /// more: `▁▃▅▇ 1.2Mb/s 0.3% lost`.
    public static func rate(of negotiation: Negotiation, _ session: Session) -> TextLine {
        guard let rates = session.calls.connections(of: negotiation).first?.connection.rates.received,
            let last = rates.last
        else { return TextLine(text: "-") }
        let lost = session.calls.connections(of: negotiation).compactMap { loss($0.connection) }.max()
        let note = lost.map { TextLine.Span(" \($0 / 10).\($0 % 10)% lost", Style(.warning)) }
        return TextLine([.init(sparkline(rates.suffix(8)) + " " + bits(last))] + [note].compactMap(\.self))
    }

    /// Returns the packets that a connection has lost, in thousandths of those that were sent to it; `nil` if there are none.
    public static func loss(_ connection: ReportedConnection) -> Int? {
        let streams = connection.statistics?.inbound ?? []
        let lost = streams.reduce(0.0) { $0 + Double(max(0, $1.lost ?? 0)) }
        let received = streams.reduce(0.0) { $0 + Double(max(0, $1.packets ?? 0)) }
        let thousandths = lost + received > 0 ? Int((lost * 1000 / (lost + received)).rounded(.up)) : 0
        return thousandths > 0 ? thousandths : nil
    }

    /// Returns the style of a state.
    public static func style(_ state: ReportedConnection.State) -> Style {
        switch state {
        case .connected: Style(.good)
        case .disconnected: Style(.warning)
        case .failedICE, .failedDTLS: Style(.error)
        case .new, .checking, .closed: .plain
        }
    }

    /// Returns `values` as bars, the greatest as the highest.
    public static func sparkline(_ values: some Collection<Int>) -> String {
        let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        guard let greatest = values.max(), greatest > 0 else { return String(repeating: "▁", count: values.count) }
        return String(values.map { bars[min(bars.count - 1, $0 * bars.count / (greatest + 1))] })
    }

    /// Returns a bit rate: `1.2Mb/s`.
    public static func bits(_ rate: Int) -> String {
        switch rate {
        case ..<1000: "\(rate)b/s"
        case ..<1_000_000: "\(rate / 1000)kb/s"
        default: "\(rate / 1_000_000).\(rate / 100_000 % 10)Mb/s"
        }
    }

    /// Returns a time in milliseconds, with a decimal below 10.
    public static func milliseconds(_ time: Double) -> String {
        guard time.isFinite, time >= 0, time < 1e9 else { return "-" }
        let tenths = Int((time * 10).rounded())
        return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)ms" : "\((tenths + 5) / 10)ms"
    }

    /// Returns what a peer's page says of its connection in a sentence: `connected in 412 ms, host ⇄ host udp, rtt 2 ms`.
    public static func summary(_ connection: ReportedConnection) -> String {
        var parts = [connection.state.rawValue]
        if let time = connection.setupTime { parts[0] += " in \(Format.duration(time))" }
        if let pair = connection.statistics?.selectedPair {
            parts.append(pair.text)
            if let roundTrip = pair.roundTrip { parts.append("rtt \(milliseconds(roundTrip))") }
        }
        return parts.joined(separator: ", ")
    }
}
