public import Drawing
import Events
import Messages
import Sessions
import Text

/// Message rates, totals by kind and by peer, and measurements of the relay.
///
/// ```
/// ─Statistics ─────────────────────────────────────────────────
///   messages  ▁▁▂▅█▃▁        4/s     34 in all
///   bytes     ▁▁▁▇█▂▁      12K/s    71K in all
///   relay     delay 0.2ms median, 0.4ms p99 …
///   KIND        MESSAGES   BYTES     PEER      MESSAGES   BYTES
/// ```
public struct StatisticsScreen: Screen {
    public static let place = FocusArea.statistics

    private var top = 0

    public init() {}

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public func page(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 2) }

    public mutating func updatePosition(in context: ViewContext) {
        let rows = context.size.body.rows - 1
        top = max(0, min(top, Self.lines(context, width: context.size.columns).count - rows))
    }

    public func status(_ context: ViewContext) -> TextLine {
        TextLine(text: "counted since the start; a spark is a second", style: .chrome)
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let lines = Self.lines(context, width: rect.columns)
        let height = rect.rows - 1
        let note = lines.count > height ? "\(top + 1)-\(min(lines.count, top + height))/\(lines.count)" : ""
        canvas.drawTitle("Statistics", note: note, in: rect, isFocused: true)
        for (line, text) in lines.dropFirst(top).prefix(max(0, height)).enumerated() {
            canvas.put(text, row: rect.row + 1 + line, column: 2, width: rect.columns - 2)
        }
    }

    private static func lines(_ context: ViewContext, width: Int) -> [TextLine] {
        let statistics = context.session.statistics
        let columns = max(8, min(Statistics.seconds, width - 50))
        let rates = [
            rate(
                "messages", past: statistics.past.map(\.messages), columns: columns,
                total: Format.grouped(statistics.all.messages), text: { String($0) }),
            rate(
                "bytes", past: statistics.past.map(\.bytes), columns: columns,
                total: Format.bytes(statistics.all.bytes),
                text: Format.bytes),
        ]
        return [.blank] + rates + [.blank] + relay(context) + [.blank] + tables(context, width: width)
    }

    /// Returns a sparkline with current rate, maximum rate and total: `messages  ▁▂▅█▃  4/s  at most 9/s  34 in all`.
    ///
    /// - Parameters:
    ///   - name: The name of the quantity.
    ///   - past: Its value in each of the last seconds.
    ///   - columns: The width of the sparkline.
    ///   - total: The total since the start.
    ///   - text: Formats a value.
    /// - Returns: A line of text.
    private static func rate(
        _ name: String, past: [Int], columns: Int, total: String, text: (Int) -> String
    ) -> TextLine {
        let shown = past.suffix(columns)
        let blanks = String(repeating: " ", count: max(0, columns - shown.count))
        let values = "\(text(past.last ?? 0))/s  at most \(text(past.max() ?? 0))/s  \(total) in all"
        return TextLine([
            .init(name + String(repeating: " ", count: max(0, 10 - name.count)), .chrome),
            .init(blanks + Sparkline.text(Array(shown)), Style(.answer)), .init("  " + values),
        ])
    }

    private static func relay(_ context: ViewContext) -> [TextLine] {
        let (journal, statistics) = (context.session.journal, context.session.statistics)
        let memory =
            journal.archivedCount == 0
            ? "\(Format.mebibytes(journal.bytes)) of \(Format.mebibytes(journal.limits.bytes))"
            : "\(Format.mebibytes(journal.bytes + journal.archivedBytes)) in memory"
        let kept = "\(Format.grouped(journal.count)) entries, \(memory)"
        let facts = [
            ("journal", kept),
            (
                "lost",
                context.session.lost == 0
                    ? "nothing: the console has kept up"
                    : "\(Format.grouped(context.session.lost)) events: the console could not keep up"
            ),
            (
                "delivered",
                "\(Format.grouped(statistics.deliveries)) times, \(Format.grouped(statistics.undelivered)) messages without a recipient"
            ),
        ]
        return (gauges(context) + requests(context.session) + facts + addresses(context.session.endpoint)).map {
            name, value in
            TextLine([.init(name + String(repeating: " ", count: max(0, 10 - name.count)), .chrome), .init(value)])
        }
    }

    /// Returns the number of HTTP requests that a proxy has forwarded, and the server; empty unless this is a proxy.
    private static func requests(_ session: Session) -> [(String, String)] {
        guard let upstream = session.endpoint.upstream else { return [] }
        let state =
            switch session.isUpstreamReachable {
            case nil: ""
            case true?: ", which answers"
            case false?: ", which does not answer"
            }
        let count = session.gauges?.requests ?? 0
        return [("forwarded", "\(Format.grouped(count)) HTTP request\(count == 1 ? "" : "s") to \(upstream)\(state)")]
    }

    /// Returns the URLs of the page for other machines, and the certificate's fingerprint in two lines; empty if there are
    /// neither.
    private static func addresses(_ endpoint: Endpoint) -> [(String, String)] {
        let pages = endpoint.pages.enumerated().map { ($0.offset == 0 ? "open" : "", $0.element) }
        guard let fingerprint = endpoint.fingerprint else { return pages }
        let half = fingerprint.split(separator: ":").count / 2 * 3
        return pages + [("SHA-256", String(fingerprint.prefix(half))), ("", String(fingerprint.dropFirst(half)))]
    }

    /// Returns the latest measurements of the relay, or a note that there are none yet.
    private static func gauges(_ context: ViewContext) -> [(String, String)] {
        guard let gauges = context.session.gauges else { return [("relay", "nothing measured yet")] }
        let delay =
            gauges.delay.map {
                "\(Format.fine($0.median)) median, \(Format.fine($0.percentile99)) p99, \(Format.fine($0.largest)) at most,"
                    + " in the last second"
            } ?? "nothing passed in the last second"
        let queued = gauges.peers.values.reduce(0) { $0 + $1.queued }
        let waiting = gauges.peers.values.filter { $0.queued > 0 }.count
        let backlog =
            "\(Format.bytes(queued)) B that \(Format.count(waiting, "peer")) \(waiting == 1 ? "has" : "have") not read"
        return [
            ("delay", delay),
            ("queued", queued == 0 ? "nothing" : backlog),
            (
                "process",
                "\(Format.mebibytes(gauges.memory)) resident, \(Format.count(gauges.connections, "connection"))"
            ),
        ]
    }

    /// Returns the totals by kind and by peer, side by side if there is room.
    private static func tables(_ context: ViewContext, width: Int) -> [TextLine] {
        let statistics = context.session.statistics
        let kinds = statistics.kinds.sorted {
            ($1.value.messages, $0.key.rawValue) < ($0.value.messages, $1.key.rawValue)
        }
        .map { row($0.key.rawValue, $0.value) }
        let peers = statistics.peers.sorted { ($1.value.messages, $0.key) < ($0.value.messages, $1.key) }
            .prefix(shownPeers).map { row(context.session.roster.label($0.key), $0.value) }
        let byKind = [head("KIND")] + kinds
        let byPeer = [head("PEER")] + peers
        guard width >= 2 * rowWidth + 8 else { return byKind + [.blank] + byPeer }
        return (0..<max(byKind.count, byPeer.count)).map { index in
            let left = index < byKind.count ? byKind[index] : TextLine(text: String(repeating: " ", count: rowWidth))
            return left + TextLine(text: "    ") + (index < byPeer.count ? byPeer[index] : .blank)
        }
    }

    /// The maximum number of peers that are listed.
    private static let shownPeers = 100
    private static let nameWidth = 18
    private static let rowWidth = nameWidth + 2 + 10 + 2 + 7

    private static func head(_ name: String) -> TextLine {
        TextLine(text: padded(name, nameWidth) + "    MESSAGES    BYTES", style: .chrome)
    }

    private static func row(_ name: String, _ count: Statistics.Count) -> TextLine {
        let messages = Format.grouped(count.messages)
        let bytes = Format.bytes(count.bytes)
        return TextLine(
            text: padded(name, nameWidth) + "  " + String(repeating: " ", count: max(0, 10 - messages.count)) + messages
                + "  " + String(repeating: " ", count: max(0, 7 - bytes.count)) + bytes)
    }

    /// Pads or truncates `text` to exactly `width` columns.
    private static func padded(_ text: String, _ width: Int) -> String {
        let line = Printable.line(text)
        guard Printable.width(line) > width else {
            return line + String(repeating: " ", count: width - Printable.width(line))
        }
        var kept = ""
        var used = 0
        for glyph in Printable.glyphs(line) where used + glyph.width < width {
            kept.unicodeScalars.append(glyph.scalar)
            used += glyph.width
        }
        return kept + "…" + String(repeating: " ", count: width - used - 1)
    }
}

/// A bar chart in one line of text.
private enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// Returns one bar for each of `values`, scaled to the largest; a blank for 0.
    static func text(_ values: [Int]) -> String {
        let largest = values.max() ?? 0
        return String(values.map { $0 <= 0 ? " " : bars[min(bars.count - 1, ($0 * bars.count - 1) / max(1, largest))] })
    }
}
