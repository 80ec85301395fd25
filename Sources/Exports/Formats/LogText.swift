import Analysis
import Connections
public import Events
import Findings
import Messages
import Negotiations
public import Sessions
import Text

/// Exports the entries of the log as text and CSV.
public enum LogText {
    /// The maximum number of entries of an export; more than most editors open with ease.
    public static let limit = 50_000

    /// Returns one line for each entry: `11  7.691  bob→alice  offer  582  ! glare · audio opus`.
    public static func text(_ records: [Journal.Record], _ session: Session) -> String {
        records.map { record in
            let line = session.line(record)
            let fields = [
                line.mark.isEmpty ? " " : line.mark, padded(String(line.number), 6), padded(record.entry.time.text, 10),
                line.route, line.kind, line.size, text(line),
            ]
            return Printable.line(fields.filter { !$0.isEmpty }.joined(separator: "  ")) + "\n"
        }.joined()
    }

    /// Returns comma-separated values (RFC 4180) with a header line.
    public static func csv(_ records: [Journal.Record], _ session: Session, _ wall: WallClock) -> String {
        let heads = ["entry", "time", "clock", "from", "to", "room", "kind", "bytes", "summary"]
        let rows = records.map { record -> [String] in
            let (line, delivery) = (session.line(record), record.entry.delivery)
            let peer = record.entry.peer.map(session.roster.label) ?? ""
            return [
                String(line.number), record.entry.time.text, wall.text(record.entry.time), peer,
                delivery.map { recipients(of: $0, record, session) } ?? "",
                delivery?.room ?? record.entry.peer.flatMap { session.roster[$0]?.peer.room } ?? "", line.kind,
                delivery.map { String($0.message.payload.count) } ?? "", text(line),
            ]
        }
        return ([heads] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Returns the recipients of a message, or the clients that an upstream server sent it on to.
    private static func recipients(of delivery: Delivery, _ record: Journal.Record, _ session: Session) -> String {
        let passed = session.passage(of: record.entry.number)?.recipients ?? []
        return (passed.isEmpty ? delivery.recipients : passed).map(session.roster.label).joined(separator: " ")
    }

    private static func text(_ line: LogLine) -> String {
        [line.findingText, line.summary].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The characters that begin a formula in a spreadsheet, including their full-width forms.
    private static let formulaSigns = "=+-@＝＋－＠".unicodeScalars

    /// Returns a field quoted for readers that separate fields by commas or by semicolons.
    ///
    /// An apostrophe is inserted before text that would be read as a formula, both at the beginning and after a semicolon:
    /// a reader that separates by semicolons does not recognize quotes that follow a comma.
    private static func field(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        var (isStart, isQuoted) = (true, false)
        // Scalars, not characters: a quote and a combining mark behind it form a single character.
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
