public import Drawing

/// The operator's display settings, which can be changed while the console runs.
///
/// ``SettingTable`` has their names, accepted values and descriptions.
public struct Settings: Hashable, Sendable {
    /// The reference point of the log's time column.
    public var time = TimeFormat.start
    /// The position of the detail pane.
    public var layout = DetailLayout.automatic
    /// The width of the lists in percent of the screen if the detail pane is beside them.
    public var split = 60
    /// Whether long lines of a message are wrapped instead of scrolled horizontally.
    public var wrap = true
    /// The treatment of entries that do not pass the filter.
    public var filter = FilterMode.hide
    /// The columns of the log, if there is room for them.
    public var columns = LogColumn.allCases.filter { $0 != .room }
    /// The sort order of the peers.
    public var order = PeerOrder.join
    /// Whether the sort order of the peers is reversed.
    public var reverse = false
    public var theme = Theme.dark
    /// Whether the console receives mouse events; if not, the terminal uses the mouse to select text.
    public var mouse = false
    /// The alert for a new error.
    public var alert = Alert.off
    /// Whether the title of the terminal shows the number of peers.
    public var title = true

    /// Creates the default settings.
    public init() {}
}

/// The reference point of the log's time column.
public enum TimeFormat: String, Hashable, Sendable, CaseIterable {
    /// Time since the start of the relay.
    case start
    /// Time since the sender of the entry connected.
    case join
    /// Time since the previous line.
    case delta
    /// Time of day.
    case clock
}

/// The position of the detail pane.
public enum DetailLayout: String, Hashable, Sendable, CaseIterable {
    /// Beside the lists if there are at least 100 columns, otherwise below them.
    case automatic
    case stacked
    case beside
}

/// The treatment of entries that do not pass the filter.
public enum FilterMode: String, Hashable, Sendable, CaseIterable {
    case hide
    /// Entries that do not pass are dimmed.
    case highlight
}

/// An alert for a new error.
public enum Alert: String, Hashable, Sendable, CaseIterable {
    case off
    case bell
    case flash
}

/// A column of the log.
public enum LogColumn: String, Hashable, Sendable, CaseIterable {
    case number, time, delta, route, room, kind, size, summary
}

/// The sort order of the peers.
public enum PeerOrder: String, Hashable, Sendable, CaseIterable {
    case join, name, room, said, heard, last
}
