/// Where a list is scrolled to.
public enum Scrolling {
    /// More lines than any list has: moving so far moves to its end.
    public static let far = 1 << 40

    /// The index of the first of `count` lines in sight, if that at `index` is to be at `line` of so many `lines`.
    public static func top(_ index: Int, atLine line: Int, count: Int, lines: Int) -> Int {
        let line = min(max(0, line), lines - 1)
        return max(0, min(index - line, count - lines))
    }

    /// The first index in sight: as near to `top` as keeps the cursor in sight and leaves no line empty that need not be.
    public static func top(_ top: Int, cursor: Int, count: Int, lines: Int) -> Int {
        let filled = max(0, min(top, count - lines))
        return max(0, min(max(filled, cursor - max(1, lines) + 1), cursor))
    }
}

/// The pane or screen that has the keys: it decides which commands there are.
public enum Place: String, Hashable, Sendable, CaseIterable {
    case peers, log, detail, events
    case message, ladder, diff, calls, findings, statistics, rules, draft, settings, plain, help
}
