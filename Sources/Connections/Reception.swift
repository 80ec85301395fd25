public import Events
public import Reports

/// What a recipient did with a description or candidate that was delivered to it.
public struct Reception: Hashable, Sendable {
    /// The outcomes.
    public enum Outcome: Hashable, Sendable {
        /// It was applied, this long after the delivery in nanoseconds.
        case applied(after: Int64)
        /// It was applied with another text than was sent.
        case appliedChanged(after: Int64)
        /// The browser refused it.
        case refused(ReportedError)
        /// It was not applied in time.
        case neverApplied
    }

    /// The connection that reports it.
    public let connection: ConnectionID
    /// The recipient.
    public let peer: PeerID
    /// The outcome.
    public let outcome: Outcome
    /// The entry of the report; `nil` if it is none.
    public let entry: Int?

    package init(connection: ConnectionID, peer: PeerID, outcome: Outcome, entry: Int?) {
        (self.connection, self.peer, self.outcome, self.entry) = (connection, peer, outcome, entry)
    }
}
