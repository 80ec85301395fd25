/// A format in which the screen, or something that it shows, is exported; the raw value is its name in `:export`.
public enum ExportFormat: String, Hashable, Sendable, CaseIterable {
    case ladder, mermaid
    case ladderSVG = "ladder-svg"
    case patch, message, report
    case eventLog = "event-log"
    case har, rtcstats, log, csv, screen, svg

    /// A description of the contents, in one line.
    public var help: String { texts.help }

    /// The default name of the file.
    public var fileName: String { texts.fileName }

    /// Whether it is redacted by default: all but the event log, which is kept to be opened again.
    public var isRedacted: Bool { self != .eventLog }

    /// Whether it can be exported without a screen.
    public var isOfSession: Bool {
        switch self {
        case .ladder, .mermaid, .ladderSVG, .report, .eventLog, .har, .rtcstats, .log, .csv: true
        case .patch, .message, .screen, .svg: false
        }
    }

    /// Whether it is a format of entries, not of calls.
    public var isOfEntries: Bool {
        switch self {
        case .eventLog, .har, .rtcstats, .log, .csv: true
        case .ladder, .mermaid, .ladderSVG, .report, .patch, .message, .screen, .svg: false
        }
    }

    private var texts: (help: String, fileName: String) {
        switch self {
        case .ladder: ("the whole ladder as text", "ladder.txt")
        case .mermaid: ("the ladder as a Mermaid sequence diagram", "ladder.mmd")
        case .ladderSVG: ("the ladder as a picture", "ladder.svg")
        case .report: ("the call as a report in Markdown, with its findings and its ladder", "call.md")
        case .eventLog: ("the entries that the log shows, to be opened again", "calls.ndjson")
        case .har: ("the entries that the log shows, as an HTTP archive", "calls.har")
        case .rtcstats: ("what the pages have reported, as an RTCStatsDump", "calls.rtcstats")
        case .patch: ("what differs, as a patch", "signaling.diff")
        case .message: ("the message as it was sent", "message.json")
        case .log: ("the entries that the log shows, a line each", "log.txt")
        case .csv: ("the entries that the log shows, as a table", "log.csv")
        case .screen: ("the screen as text", "screen.txt")
        case .svg: ("the screen as a picture", "screen.svg")
        }
    }
}
