/// One numbered line of the journal: a message and what became of it, or a fact.
public struct Entry: Hashable, Sendable {
    /// The number, counted from 1 by the switchboard. A gap means that entries were lost on their way to the watcher.
    public let number: Int
    /// The time of the event that the entry tells of; for a message, when its last bytes were read.
    public let time: Instant
    /// The message or event.
    public let content: Content

    public init(number: Int, time: Instant, content: Content) {
        self.number = number
        self.time = time
        self.content = content
    }

    /// What is written down.
    public enum Content: Hashable, Sendable {
        /// Something was said; in a box of its own, as an entry changes hands a dozen times.
        indirect case message(Delivery)
        /// Somebody came.
        case joined(Peer)
        /// Somebody went.
        case left(PeerID, DisconnectReason)
        /// Somebody was not let in.
        case refused(ConnectionRequest, Refusal)
        /// Something else was done, mostly by the operator.
        case noted(RelayNotice)
    }

    /// The message, if this is not a fact.
    public var transit: Delivery? {
        guard case .message(let transit) = content else { return nil }
        return transit
    }

    /// The peer it is about: whose words these are, or who came or went; nil for one who was not let in, and for
    /// what concerns no single one.
    public var peer: PeerID? {
        switch content {
        case .message(let transit): transit.author
        case .joined(let peer): peer.id
        case .left(let peer, _): peer
        case .noted(.discarded(let discard)): discard.sender
        case .refused, .noted: nil
        }
    }
}
