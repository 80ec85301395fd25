public import Events

/// A message that a client sent to the upstream server and that the server sent on to another client.
///
/// ```
///   p1        server        p3
///   ├─ offer #5 ─▶│          │     the inbound entry
///   │             ├─ #6 ────▶│     the outbound entry, 12 ms later
/// ```
public struct Exchange: Hashable, Sendable {
    /// The difference between the two messages.
    public enum Change: Hashable, Sendable {
        /// The same bytes.
        case none
        /// The line ends of the description differ.
        case lineEndings
        /// The description differs.
        case description
        /// Something else of the message differs, such as the names of sender and addressee.
        case other
    }

    /// The number of the entry in which the client sent the message.
    public let inbound: Int
    /// The number of the entry in which the server sent it on.
    public let outbound: Int
    /// The client that sent the message.
    public let sender: PeerID
    /// The client that received it.
    public let recipient: PeerID
    /// The time from the inbound to the outbound entry, in nanoseconds.
    public let elapsed: Int64
    /// The change that the server made.
    public let change: Change

    package init(
        inbound: Int, outbound: Int, sender: PeerID, recipient: PeerID, elapsed: Int64, change: Change
    ) {
        (self.inbound, self.outbound) = (inbound, outbound)
        (self.sender, self.recipient) = (sender, recipient)
        (self.elapsed, self.change) = (elapsed, change)
    }

    /// The same exchange with another outbound entry, `nanoseconds` after the inbound one.
    func released(in outbound: Int, after nanoseconds: Int64) -> Exchange {
        Exchange(
            inbound: inbound, outbound: outbound, sender: sender, recipient: recipient, elapsed: nanoseconds,
            change: change)
    }
}
