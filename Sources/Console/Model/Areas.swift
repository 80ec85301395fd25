import Drawing
import Events
import Screens
import Sessions

/// Which pane has which part of the screen.
///
/// ```
/// below 100 columns       from 100 columns on      zoomed
/// header                  header                   header
/// 1 Peers                 1 Peers ┬ 3 Detail       one pane
/// 2 Log                   2 Log   │
/// 3 Detail                4 Events, from 130x36 on
/// status, hints           status, hints            status, hints
/// ```
public struct Areas: Hashable, Sendable {
    /// What the console needs; below it there is one line that says so.
    static let minimum = Size(columns: 60, rows: 12)
    private static let sizeForEvents = Size(columns: 130, rows: 36)
    private static let eventRows = 6

    var peers = Rect(row: 0, column: 0, rows: 0, columns: 0)
    var log = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// Without rows if there is no room for it; it can be opened then.
    var detail = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// Without rows if the screen is not large.
    var events = Rect(row: 0, column: 0, rows: 0, columns: 0)
    let isTooSmall: Bool
    let isSideBySide: Bool

    init(_ model: Model) {
        let size = model.context.size
        isTooSmall = size.columns < Self.minimum.columns || size.rows < Self.minimum.rows
        isSideBySide = model.context.isSideBySide && !model.isZoomed
        guard !isTooSmall else { return }
        var body = size.body
        if model.isZoomed {
            switch model.focus {
            case .peers: peers = body
            case .log: log = body
            case .detail: detail = body
            case .events: events = body
            }
            return
        }
        if size.columns >= Self.sizeForEvents.columns, size.rows >= Self.sizeForEvents.rows {
            events = body.below(body.rows - Self.eventRows)
            body = Rect(row: body.row, column: 0, rows: body.rows - Self.eventRows, columns: body.columns)
        }
        let left = isSideBySide ? size.columns * model.context.settings.split / 100 - 1 : size.columns
        let detailRows = isSideBySide ? 0 : Self.stackedDetailRows(body.rows)
        let peerRows = 2 + Self.peerLines(model, body.rows)
        peers = Rect(row: 1, column: 0, rows: peerRows, columns: left)
        log = Rect(row: 1 + peerRows, column: 0, rows: body.rows - peerRows - detailRows, columns: left)
        detail =
            isSideBySide
            ? Rect(row: 1, column: left + 1, rows: body.rows, columns: size.columns - left - 1)
            : Rect(row: 1 + peerRows + log.rows, column: 0, rows: detailRows, columns: left)
    }

    private static func stackedDetailRows(_ rows: Int) -> Int {
        switch rows {
        case ..<12: 0
        case ..<18: 3
        default: 4 + (rows - 18) / 3
        }
    }

    /// A fifth of the screen for peers, or the words for who comes first.
    private static func peerLines(_ model: Model, _ rows: Int) -> Int {
        if isFirstRun(model), rows >= 18 { return PeersPane.welcome(model.context.session.endpoint).count - 1 }
        return max(1, min(model.context.session.roster.present.count, rows / 5))
    }

    /// Nobody has ever been here.
    static func isFirstRun(_ model: Model) -> Bool {
        model.context.session.journal.isEmpty && model.context.session.roster.present.isEmpty
    }

    /// The part of a pane; without rows if it is not in sight.
    subscript(pane: Pane) -> Rect {
        switch pane {
        case .peers: peers
        case .log: log
        case .detail: detail
        case .events: events
        }
    }

    /// How many lines of entries are in sight, below title and column heads.
    var logLines: Int { max(0, log.rows - 2) }
    var peerLines: Int { max(0, peers.rows - 2) }
    var detailLines: Int { max(0, detail.rows - 1) }
}
