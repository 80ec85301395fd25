public import Analysis
public import Events
public import Ladders
public import Sessions

/// The entries, calls and ladders of a session in the formats of exports.
public struct SessionExport {
    private let session: Session
    private let wall: WallClock

    /// Creates an export of `session`, whose times are shown by `wall`.
    public init(_ session: Session, _ wall: WallClock) { (self.session, self.wall) = (session, wall) }

    /// Returns `records` in a format of entries; `nil` if `format` is none.
    public func text(_ records: [Journal.Record], _ format: ExportFormat) -> String? {
        switch format {
        case .log: LogText.text(records, session)
        case .csv: LogText.csv(records, session, wall)
        case .eventLog: EventLogText.text(records, session, wall)
        case .har: HARText.text(records, session, wall)
        case .rtcstats: RTCStatsDumpText.text(records, wall)
        default: nil
        }
    }

    /// Returns why `records` cannot be exported: the file of the recording was overwritten, so that payloads are missing;
    /// `nil` if they can.
    public static func fault(_ records: [Journal.Record]) -> String? {
        guard let first = records.first(where: \.isOutline) else { return nil }
        let count = records.count { $0.isOutline }
        let others = count > 1 ? " and \(count - 1) more" : ""
        return """
            nothing is exported: the file of the recording no longer has the payload of #\(first.entry.number)\(others)
            """
    }

    /// Returns `ladder` in a format of ladders; `nil` if `format` is none.
    public func text(_ ladder: Ladder, _ format: ExportFormat) -> String? {
        switch format {
        case .ladder: LadderText.text(ladder, session)
        case .mermaid: LadderMermaid.text(ladder, session)
        case .ladderSVG: LadderSVG.text(ladder, session)
        default: nil
        }
    }

    /// Returns `calls` as a report.
    public func report(_ calls: [Call]) -> String { CallReport.text(calls, session, wall) }
}
