/// One numbered line of the journal: a message and what became of it, or a fact.
public struct Entry: Hashable, Sendable {
    /// Counted from 1 by the ``Tape``; a gap is a loss on the way to whoever reads.
    public let number: Int
    /// When it was.
    public let time: Instant
    /// What is written down.
    public let content: Content

    public init(number: Int, time: Instant, content: Content) {
        self.number = number
        self.time = time
        self.content = content
    }

    /// What is written down.
    public enum Content: Hashable, Sendable {
        /// Something was said.
        case message(Transit)
        /// Somebody came.
        case joined(Peer)
        /// Somebody went.
        case left(PeerID, Departure)
        /// Somebody was not let in.
        case refused(Arrival, Refusal)
    }

    /// The message, where this is not a fact.
    public var transit: Transit? {
        guard case .message(let transit) = content else { return nil }
        return transit
    }

    /// The peer it is about: whose words these are, or who came or went; nil for one who was not let in.
    public var peer: PeerID? {
        switch content {
        case .message(let transit): transit.author
        case .joined(let peer): peer.id
        case .left(let peer, _): peer
        case .refused: nil
        }
    }
}

/// A message on its way: who said it, to whom, and who heard it.
public struct Transit: Hashable, Sendable {
    /// What was said.
    public let message: Message
    /// Whose doing it is.
    public let sender: Sender
    /// The room it was said in.
    public let room: String
    /// Whom it is meant for.
    public let addressee: Addressee
    /// Those it was delivered to, in order of arrival; empty where nobody was there to hear it.
    public let hearers: [PeerID]

    public init(message: Message, sender: Sender, room: String, addressee: Addressee = .room, hearers: [PeerID]) {
        self.message = message
        self.sender = sender
        self.room = room
        self.addressee = addressee
        self.hearers = hearers
    }

    /// Whose doing a message is.
    public enum Sender: Hashable, Sendable {
        case peer(PeerID)
        /// The operator sent again what `author` had said in entry `entry`.
        case replay(entry: Int, author: PeerID)
    }

    /// Whom a message is meant for.
    public enum Addressee: Hashable, Sendable {
        /// All others in the room.
        case room
        /// Those whom the message itself, or the operator, names.
        case peers([PeerID])
        /// Nobody: the relay did not pass it on.
        case nobody(AwareProtocol.Fault)
    }

    /// The peer whose words these are, whoever sent them.
    public var author: PeerID {
        switch sender {
        case .peer(let peer): peer
        case .replay(_, let author): author
        }
    }
}
