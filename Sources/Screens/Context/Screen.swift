public import Drawing

/// A view that covers the panes.
///
/// Screens form a stack; `q` closes the one on top.
///
/// ```
/// header
/// ─Title ─────────────────────── note ──     drawn by draw(_:in:on:)
///  ...
/// status                                     returned by status(_:)
/// hints                                      the commands of its place
/// ```
/// A screen holds its position and display options. Its contents are read from the context, so that they are always
/// current.
public protocol Screen: Sendable {
    /// The place that determines the screen's commands.
    static var place: FocusArea { get }

    /// Draws the screen, including its title bar.
    func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas)

    /// Moves the cursor by `lines`, or scrolls a screen without a cursor; ``Scrolling/far`` lines move to the end.
    mutating func move(by lines: Int, in context: ViewContext)

    /// Moves the cursor to the line at `row` of the screen's area, counted from 0. Does nothing by default.
    ///
    /// - Returns: Whether the cursor was already on that line.
    mutating func click(row: Int, in context: ViewContext) -> Bool

    /// Scrolls horizontally. Does nothing by default.
    mutating func scroll(by columns: Int, in context: ViewContext)

    /// Moves to the end, and follows it if the contents grow. By default, moves the cursor to the end.
    mutating func moveToLast(in context: ViewContext)

    /// Searches the contents for `query`. Does nothing by default.
    mutating func find(_ query: String, in context: ViewContext)

    /// Adjusts the position after a change of the session, the settings or the terminal's size. Does nothing by default.
    mutating func updatePosition(in context: ViewContext)

    /// Reads again what the screen keeps of the session, after that was replaced by one with other contents. Does nothing by
    /// default.
    mutating func reload(in context: ViewContext)

    /// Whether ``settle(in:)`` must be called again to complete the contents; `false` by default.
    var isUnfinished: Bool { get }

    /// Returns the number of lines to move by for a page, one less than is visible.
    func page(_ context: ViewContext) -> Int

    /// Returns the text of the status line.
    func status(_ context: ViewContext) -> TextLine

    /// Returns the number of the entry that is shown or under the cursor; `nil` by default.
    func entry(_ context: ViewContext) -> Int?
}

extension Screen {
    public mutating func click(row: Int, in context: ViewContext) -> Bool { false }
    public mutating func scroll(by columns: Int, in context: ViewContext) {}
    public mutating func moveToLast(in context: ViewContext) { move(by: Scrolling.far, in: context) }
    public mutating func find(_ query: String, in context: ViewContext) {}
    public mutating func updatePosition(in context: ViewContext) {}
    public mutating func reload(in context: ViewContext) {}
    public var isUnfinished: Bool { false }
    public func entry(_ context: ViewContext) -> Int? { nil }
    public var place: FocusArea { Self.place }
}

/// Scroll positions of lists.
public enum Scrolling {
    /// A distance larger than any list, to move to its start or end.
    public static let far = 1 << 40

    /// Returns the index of the first visible row if the row at `index` is to be on screen line `line`.
    ///
    /// - Parameters:
    ///   - index: The index of the row under the cursor.
    ///   - line: Its screen line, counted from 0; adjusted if it is not visible, or if lines would be left empty.
    ///   - count: The number of rows of the list.
    ///   - lines: The number of screen lines.
    /// - Returns: The index of a row, counted from 0.
    public static func top(_ index: Int, atLine line: Int, count: Int, lines: Int) -> Int {
        let line = min(max(0, line), lines - 1)
        return max(0, min(index - line, count - lines))
    }

    /// Returns the index of the first visible row that is nearest to `top` with the cursor visible and no lines left empty.
    public static func top(_ top: Int, cursor: Int, count: Int, lines: Int) -> Int {
        let filled = max(0, min(top, count - lines))
        return max(0, min(max(filled, cursor - max(1, lines) + 1), cursor))
    }
}

/// The pane or screen that receives keys, which determines the available commands.
public enum FocusArea: String, Hashable, Sendable, CaseIterable {
    case peers, log, detail, events
    case message, ladder, diff, calls, comparison, connection
    case findings, explanation, statistics, rules, draft, settings, plain, help
}
