/// What the relay tells those who watch it, in order.
public enum Report: Hashable, Sendable {
    case entry(Entry)
    /// What holds at this moment, for one who has missed entries.
    case census(Census)
    /// What the relay measures of itself, at most once a second and only if it has changed.
    case gauges(Gauges)
}
