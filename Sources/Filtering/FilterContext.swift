public import Events

/// What a filter asks beside the record itself, of whoever keeps it.
public protocol FilterContext {
    /// What a peer goes by: its id, and its name where it has one.
    func names(of peer: PeerID) -> [String]
    /// The room a peer is in, or was; `nil` if that is not known.
    func room(of peer: PeerID) -> String?
    /// Whether entry `number` is proof of a finding.
    func hasFinding(_ number: Int) -> Bool
    /// Whether entry `number` is marked.
    func isMarked(_ number: Int) -> Bool
    /// When the entry before the one of `record` was; `nil` if there is none.
    func previousTime(_ record: Journal.Record) -> Instant?
    /// The numbers of the calls that `record` belongs to.
    func calls(of record: Journal.Record) -> [Int]
    /// The time by which an age is told.
    var now: Instant { get }
}
