import Drawing
import Events
import Messages
import SDP
import Sessions
import Text

/// One of the two messages of a comparison, as of the time when the screen was opened.
struct DiffSide: Sendable {
    let entry: Int
    let time: Instant
    let kind: String
    /// The peer that sent the message.
    let author: PeerID
    /// The label of the peer.
    let name: String
    /// `alice→bob`.
    let route: String
    /// The size of the message in bytes.
    let size: Int
    let content: Content

    /// The content to compare.
    enum Content: Sendable {
        case description(SessionDescription)
        case lines([String])
    }

    /// Creates both sides of a comparison.
    ///
    /// The messages are compared as descriptions if both have one, and as lines otherwise. Returns `nil` if one of the
    /// entries is no message or has no text.
    static func both(_ records: (Journal.Record, Journal.Record), _ roster: Roster) -> (DiffSide, DiffSide)? {
        guard let one = records.0.entry.delivery, let other = records.1.entry.delivery else { return nil }
        let contents: (Content, Content)
        if let old = records.0.parsed?.description, let new = records.1.parsed?.description {
            contents = (.description(old), .description(new))
        } else {
            guard let old = lines(one.message), let new = lines(other.message) else { return nil }
            contents = (.lines(old), .lines(new))
        }
        return (
            DiffSide(records.0, one, contents.0, roster), DiffSide(records.1, other, contents.1, roster)
        )
    }

    private init(_ record: Journal.Record, _ delivery: Delivery, _ content: Content, _ roster: Roster) {
        (entry, time) = (record.entry.number, record.entry.time)
        kind = record.kind?.rawValue ?? ""
        author = delivery.author
        name = roster.label(delivery.author)
        route = LogLine.route(delivery, roster)
        size = delivery.message.payload.count
        self.content = content
    }

    /// Returns the lines of a message, or its JSON formatted with one line for each member; `nil` if it has no text.
    ///
    /// There can be one line more than is compared, so that the comparison notices that the rest is missing.
    private static func lines(_ message: Message) -> [String]? {
        let limit = LineComparison.lineLimit + 1
        guard let text = message.text else { return nil }
        if let lines = JSONLines.lines(message.payload, limit: limit) { return lines }
        return text.utf8.split(maxSplits: limit, omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") }
            .prefix(limit).map { line in
                String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
            }
    }

    /// `#3 offer alice→bob`.
    var title: String { "#\(entry) \(kind) \(route)" }
}

/// The title bars of a comparison.
enum DiffTitle {
    /// Returns `Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151 ms)`, or a shorter form that fits `width`.
    static func text(_ sides: (a: DiffSide, b: DiffSide), width: Int) -> String {
        let nanoseconds = sides.b.time.nanoseconds - sides.a.time.nanoseconds
        let time = (nanoseconds < 0 ? "-" : "+") + Format.duration(abs(nanoseconds))
        let (a, b) = ("A \(sides.a.title)", "B \(sides.b.title)")
        let short = [sides.a, sides.b].map { "#\($0.entry) \($0.kind) \($0.name)" }
        let texts = ["Diff  \(a)  \(b) (\(time))", "Diff  \(a)  \(b)", "Diff  A \(short[0])  B \(short[1])"]
        return texts.first { Printable.width($0) <= width } ?? texts[2]
    }

    /// Draws the bar between the summary and the lines.
    static func draw(_ screen: DiffScreen, _ context: ViewContext, row: Int, on canvas: inout Canvas) {
        let columns = canvas.size.columns
        guard screen.isSideBySide(context) else {
            let identical = screen.rows.identicalLines
            let hasHidden = screen.rows.unified.contains { if case .hidden = $0 { true } else { false } }
            let title = identical == 0 ? "Lines" : "Lines (\(identical) identical\(hasHidden ? ", o shows all" : ""))"
            let rect = Rect(row: row, column: 0, rows: 1, columns: columns)
            canvas.drawTitle(title, note: "unified", in: rect, isFocused: false)
            return
        }
        let divider = DiffRowRenderer.divider(columns)
        let lines = (screen.comparison.beforeLines, screen.comparison.afterLines)
        let halves = [("A", screen.sides.a, lines.0, 0, divider), ("B", screen.sides.b, lines.1, divider + 1, columns)]
        for (name, side, count, start, end) in halves {
            let rect = Rect(row: row, column: start, rows: 1, columns: end - start)
            let note = "\(Format.grouped(side.size)) B · \(Format.count(count, "line"))"
            canvas.drawTitle(
                "\(name)  #\(side.entry) \(side.kind) \(side.name)", note: note, in: rect, isFocused: false)
        }
        canvas.put("┬", row: row, column: divider, .chrome)
    }
}
