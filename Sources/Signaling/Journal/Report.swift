/// What the relay tells those who watch it, in order.
public enum Report: Hashable, Sendable {
    case entry(Entry)
    /// Who is here at this moment, for one who has missed entries.
    case census([Peer])
}
