/// One numbered line of the journal: the delivery of a message, or an event.
public struct Entry: Hashable, Sendable {
    /// The number, counted from 1 by the switchboard.
    ///
    /// A gap means that entries were lost on their way to the watcher.
    public let number: Int
    /// The time of the event, never before that of the previous entry; for a message, when its last bytes were read.
    public let time: Instant
    /// The message or event.
    public let content: Content

    public init(number: Int, time: Instant, content: Content) {
        self.number = number
        self.time = time
        self.content = content
    }

    /// The contents of an entry.
    public enum Content: Hashable, Sendable {
        /// A peer or the operator sent a message.
        case message(Delivery)
        /// A peer joined.
        case joined(Peer)
        /// A peer left.
        case left(PeerID, DisconnectReason)
        /// A connection was refused.
        case refused(ConnectionRequest, Refusal)
        /// Another event, mostly an act of the operator.
        case noted(RelayNotice)
        /// The probe of a page reported something.
        indirect case reported(PageReport)
    }

    /// The delivery; `nil` if the entry is an event.
    public var delivery: Delivery? {
        guard case .message(let delivery) = content else { return nil }
        return delivery
    }

    /// The report of a probe; `nil` for another entry.
    public var report: PageReport? {
        guard case .reported(let report) = content else { return nil }
        return report
    }

    /// The peer that the entry is about: the author of a message, or the peer of an event; `nil` if there is none.
    public var peer: PeerID? {
        switch content {
        case .message(let delivery): delivery.author
        case .joined(let peer): peer.id
        case .left(let peer, _): peer
        case .noted(let notice): notice.peer
        case .refused, .reported: nil
        }
    }
}
