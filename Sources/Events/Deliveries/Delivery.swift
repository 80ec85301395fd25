public import Messages

/// A message on its way: who said it, to whom, and who heard it.
public struct Delivery: Hashable, Sendable {
    /// What was said.
    public let message: Message
    /// Whose doing it is.
    public let sender: Sender
    /// The room it was said in.
    public let room: String
    /// Whom it is meant for.
    public let addressee: Addressee
    /// Those it was delivered to, in order of arrival; empty if nobody was there to hear it, or it was kept from all.
    public let hearers: [PeerID]
    /// From whom it was kept, for a while or for good; empty if it went straight on.
    public let interceptions: [Interception]
    /// How it came to go on after it had been kept; nil for what was said just then.
    public let release: Release?

    public init(
        message: Message, sender: Sender, room: String, addressee: Addressee = .room, hearers: [PeerID],
        interceptions: [Interception] = [], release: Release? = nil
    ) {
        self.message = message
        self.sender = sender
        self.room = room
        self.addressee = addressee
        self.hearers = hearers
        self.interceptions = interceptions
        self.release = release
    }

    /// Whose doing a message is.
    public enum Sender: Hashable, Sendable {
        case peer(PeerID)
        /// The operator sent it, in the name of `author`: ``PeerID/relay`` if it speaks as the relay does.
        case operated(Origin, author: PeerID)
    }

    /// Where the operator has a message from.
    public enum Origin: Hashable, Sendable {
        /// It was said in entry `entry`, and goes again byte for byte.
        case replay(entry: Int)
        /// It was said in entry `entry`, and was changed.
        case edit(entry: Int)
        /// The operator wrote it.
        case composition
    }

    /// Whom a message is meant for.
    public enum Addressee: Hashable, Sendable {
        /// All others in the room.
        case room
        /// Those whom the message itself, or the operator, names.
        case peers([PeerID])
        /// Nobody: the relay did not pass it on.
        case nobody(AddressingFault)
    }

    /// The peer whose words these are, whoever sent them.
    public var author: PeerID {
        switch sender {
        case .peer(let peer): peer
        case .operated(_, let author): author
        }
    }

    /// Whether what is delivered was written, changed or sent again by the operator.
    public var isOperated: Bool {
        if case .operated = sender { return true }
        return release?.isEdited == true
    }

    /// The entry that this is a copy of, changed or not, at the operator's will; nil for all else.
    public var original: Int? {
        switch sender {
        case .operated(.replay(let entry), _), .operated(.edit(let entry), _): entry
        case .operated(.composition, _): nil
        case .peer: release?.isEdited == true ? release?.entry : nil
        }
    }

    /// Whether nobody heard it because it was kept from all who would have.
    public var isKept: Bool { hearers.isEmpty && !interceptions.isEmpty }
}
