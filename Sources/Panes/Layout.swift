public import Drawing
import Events
public import Screens
import Sessions

/// A pane: a part of the main screen that can have the focus; the raw value is the key that moves the focus to it.
public enum Pane: Int, Hashable, Sendable, CaseIterable {
    case peers = 1
    case log = 2
    case detail = 3
    case events = 4

    /// The name in the pane's title bar.
    public var title: String {
        switch self {
        case .peers: "Peers"
        case .log: "Log"
        case .detail: "Detail"
        case .events: "Events"
        }
    }
}

/// The rectangle of each pane.
///
/// ```
/// below 100 columns       from 100 columns on      zoomed
/// header                  header                   header
/// 1 Peers                 1 Peers ┬ 3 Detail       one pane
/// 2 Log                   2 Log   │
/// 3 Detail                4 Events, from 130x36 on
/// status, hints           status, hints            status, hints
/// ```
public struct Layout: Hashable, Sendable {
    /// The smallest terminal with panes; a smaller one shows a single line with this size.
    public static let minimum = Size(columns: 60, rows: 12)
    private static let sizeForEvents = Size(columns: 130, rows: 36)
    private static let eventRows = 6

    public private(set) var peers = Rect(row: 0, column: 0, rows: 0, columns: 0)
    public private(set) var log = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// The detail pane's rectangle; without rows if there is no room for it.
    public private(set) var detail = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// The events pane's rectangle; without rows if the terminal is smaller than 130x36.
    public private(set) var events = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// Whether the terminal is smaller than ``minimum``; no pane has rows then.
    public let isTooSmall: Bool
    /// Whether the detail pane is to the right of the lists.
    public let isSideBySide: Bool

    /// Creates the layout for the terminal and the session of `context`; a zoomed pane has the whole body.
    public init(_ context: ViewContext, zoomed: Pane?) {
        let size = context.size
        isTooSmall = size.columns < Self.minimum.columns || size.rows < Self.minimum.rows
        isSideBySide = context.isSideBySide && zoomed == nil
        guard !isTooSmall else { return }
        var body = size.body
        if let zoomed {
            switch zoomed {
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
        let left = isSideBySide ? size.columns * context.settings.split / 100 - 1 : size.columns
        let detailRows = isSideBySide ? 0 : Self.stackedDetailRows(body.rows)
        let peerRows = 2 + Self.peerLines(context, body.rows)
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

    /// The lines of the list of peers: a fifth of the screen at most, or the length of the welcome text.
    private static func peerLines(_ context: ViewContext, _ rows: Int) -> Int {
        if PeersPane.isFirstRun(context), rows >= 18 { return PeersPane.welcome(context.session.endpoint).count - 1 }
        return max(1, min(context.session.roster.present.count, rows / 5))
    }

    /// The rectangle of a pane; without rows if the pane is not shown.
    public subscript(pane: Pane) -> Rect {
        switch pane {
        case .peers: peers
        case .log: log
        case .detail: detail
        case .events: events
        }
    }

    /// The number of lines in a pane, below its title bar and column heads.
    public func lines(of pane: Pane) -> Int {
        let heads =
            switch pane {
            case .peers, .log: 2
            case .detail, .events: 1
            }
        return max(0, self[pane].rows - heads)
    }
}
