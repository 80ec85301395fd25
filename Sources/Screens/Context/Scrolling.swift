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
public enum Place: String, Hashable, Sendable, CaseIterable {
    case peers, log, detail, events
    case message, ladder, diff, calls, findings, statistics, rules, draft, settings, plain, help
}
