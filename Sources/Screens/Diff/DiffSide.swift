import Events
import Messages
import SDP
import Sessions
import Text

/// One of the two messages that are compared, as it was when they were first laid side by side.
struct DiffSide: Sendable {
    let entry: Int
    let time: Instant
    let kind: String
    /// Whose words they are.
    let author: PeerID
    /// What the author is called.
    let name: String
    /// `alice→bob`.
    let route: String
    /// Bytes of the message.
    let size: Int
    let content: Content

    /// What there is to compare.
    enum Content: Sendable {
        case description(SessionDescription)
        case lines([String])
    }

    /// The two messages in `records`, as descriptions where both are; `nil` if one of them is no text.
    static func both(_ records: (Journal.Record, Journal.Record), _ roster: Roster) -> (DiffSide, DiffSide)? {
        guard let one = records.0.entry.transit, let other = records.1.entry.transit else { return nil }
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

    private init(_ record: Journal.Record, _ transit: Delivery, _ content: Content, _ roster: Roster) {
        (entry, time) = (record.entry.number, record.entry.time)
        kind = record.kind?.rawValue ?? ""
        author = transit.author
        name = roster.label(transit.author)
        route = LogLine.route(transit, roster)
        size = transit.message.payload.count
        self.content = content
    }

    /// JSON a member a line, any other text as it stands; one line more than is compared, so that a cut is seen.
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
