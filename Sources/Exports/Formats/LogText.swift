import Analysis
public import Events
import Messages
public import Sessions
import Text

/// The entries that the log shows, as text for others.
public enum LogText {
    /// The most entries of an export; default 50,000, more than an editor opens at ease.
    public static let limit = 50_000

    /// A line each: `11  7.691  bob→alice  offer  582  ! glare · audio opus`.
    public static func lines(_ records: [Journal.Record], _ session: Session) -> String {
        records.map { record in
            let line = line(record, session)
            let fields = [
                line.mark.isEmpty ? " " : line.mark, padded(String(line.number), 6), padded(record.entry.time.text, 10),
                line.route, line.kind, line.size, text(line),
            ]
            return Printable.line(fields.filter { !$0.isEmpty }.joined(separator: "  ")) + "\n"
        }.joined()
    }

    /// Comma-separated values (RFC 4180), a line each, with a line of heads.
    public static func table(_ records: [Journal.Record], _ session: Session, _ wall: WallClock) -> String {
        let heads = ["entry", "time", "clock", "from", "to", "room", "kind", "bytes", "summary"]
        let rows = records.map { record -> [String] in
            let (line, transit) = (line(record, session), record.entry.transit)
            let peer = record.entry.peer.map(session.roster.label) ?? ""
            return [
                String(line.number), record.entry.time.text, wall.text(record.entry.time), peer,
                transit?.hearers.map(session.roster.label).joined(separator: " ") ?? "",
                transit?.room ?? record.entry.peer.flatMap { session.roster[$0]?.peer.room } ?? "", line.kind,
                transit.map { String($0.message.payload.count) } ?? "", text(line),
            ]
        }
        return ([heads] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func line(_ record: Journal.Record, _ session: Session) -> LogLine {
        let number = record.entry.number
        return LogLine(
            record, session.roster, reply: session.calls.reply(number),
            findings: session.calls.findings.of(entry: number))
    }

    private static func text(_ line: LogLine) -> String {
        [line.findingText, line.summary].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The characters that a spreadsheet reads as the beginning of a formula, full-width forms included.
    private static let formulaSigns = "=+-@＝＋－＠".unicodeScalars

    /// A field as it stands in a table, whether a comma or a semicolon separates fields for its reader.
    ///
    /// A text that would be read as a formula has an apostrophe before it: at the beginning, and behind a semicolon, because a
    /// reader that separates by semicolons does not see the quotes of a field behind a comma.
    private static func field(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        var (isStart, isQuoted) = (true, false)
        // By scalars: a mark behind a quote would make one character of both.
        for scalar in Printable.line(text).unicodeScalars {
            if isStart, formulaSigns.contains(scalar) {
                safe.append("'")
                isQuoted = true
            }
            isStart = scalar == ";" || isStart && scalar == " "
            isQuoted = isQuoted || ",;\"".unicodeScalars.contains(scalar)
            safe.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar])
        }
        return isQuoted ? "\"\(String(safe))\"" : String(safe)
    }
}
