public import Drawing

/// How the operator wants to see things: each can be changed while the console runs.
///
/// ``SettingTable`` has their names, what they may be, and what they mean.
public struct Settings: Hashable, Sendable {
    /// What the log's time column counts from.
    public var time = TimeFormat.start
    /// Where the detail stands.
    public var layout = Layout.automatic
    /// The width of the lists where the detail stands beside them, in hundredths of the screen.
    public var split = 60
    /// Whether long lines of a message go on below, or are cut and scrolled sideways.
    public var wrap = true
    /// Whether the log hides what does not pass the filter, or shows it dimmed.
    public var filter = Filtering.hide
    /// The log's columns, if there is room for them.
    public var columns = LogColumn.allCases.filter { $0 != .room }
    /// The peers' order.
    public var order = PeerOrder.join
    /// Whether that order is turned round.
    public var reverse = false
    /// The colours.
    public var theme = Theme.dark
    /// Whether the console has the mouse, or the terminal, which selects text with it.
    public var mouse = false
    /// What a new error does.
    public var alert = Alert.off
    /// Whether the terminal's title says how many are here.
    public var title = true

    /// All as it is by default.
    public init() {}
}

/// What the log's time column counts from.
public enum TimeFormat: String, Hashable, Sendable, CaseIterable {
    /// The relay's start.
    case start
    /// The coming of whoever said it.
    case join
    /// The entry above.
    case delta
    /// The time of day.
    case clock
}

/// Where the detail stands.
public enum Layout: String, Hashable, Sendable, CaseIterable {
    /// Beside the lists from 100 columns on, else below them.
    case automatic
    case stacked
    case beside
}

/// What becomes of the entries that do not pass the filter.
public enum Filtering: String, Hashable, Sendable, CaseIterable {
    case hide
    /// They are dimmed.
    case highlight
}

/// What a new error does.
public enum Alert: String, Hashable, Sendable, CaseIterable {
    case off
    case bell
    case flash
}

/// A column of the log.
public enum LogColumn: String, Hashable, Sendable, CaseIterable {
    case number, time, delta, route, room, kind, size, summary
}

/// What the peers are in order of.
public enum PeerOrder: String, Hashable, Sendable, CaseIterable {
    case join, name, room, said, heard, last
}
