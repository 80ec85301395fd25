public import Messages
public import SDP
import Synchronization

/// A message on its way: its sender, its recipients, and what interception did to it.
///
/// An immutable object, because entries are copied often, and a structure of this size would be copied member by member.
public final class Delivery: Sendable {
    /// The message.
    public let message: Message
    /// The sender.
    public let sender: Sender
    /// The room of the author.
    public let room: String
    /// The peers that the message is addressed to.
    public let addressee: Addressee
    /// The peers that the message was delivered to, in order of arrival; empty if no other peer is there, or if it was
    /// intercepted for all.
    public let recipients: [PeerID]
    /// The interceptions of the message, one for each group of recipients; empty if it was delivered at once.
    public let interceptions: [Interception]
    /// The release, if the message was held before; `nil` if it was sent just now.
    public let release: Release?
    /// The parsed message, made by the first who needs it: the console and the recorder have threads of their own.
    private let parsedMessage = Mutex<ParsedMessage?>(nil)

    public init(
        message: Message, sender: Sender, room: String, addressee: Addressee = .room, recipients: [PeerID],
        interceptions: [Interception] = [], release: Release? = nil
    ) {
        self.message = message
        self.sender = sender
        self.room = room
        self.addressee = addressee
        self.recipients = recipients
        self.interceptions = interceptions
        self.release = release
    }

    /// Returns the delivery with another message.
    func replacing(_ message: Message) -> Delivery {
        Delivery(
            message: message, sender: sender, room: room, addressee: addressee, recipients: recipients,
            interceptions: interceptions, release: release)
    }

    /// Returns the parsed message, using the cache `known` if it is parsed now.
    public func parsed(_ known: inout SDPSummaryCache) -> ParsedMessage {
        // The console and the recorder read the same messages at about the same time: the second waits rather than parses.
        parsedMessage.withLock { cached in
            if let cached { return cached }
            let parsed = ParsedMessage(message, &known)
            cached = parsed
            return parsed
        }
    }

    /// The sender of a message.
    public enum Sender: Hashable, Sendable {
        /// A peer sent it.
        case peer(PeerID)
        /// The operator sent it in the name of `author`, which is ``PeerID/relay`` for a message of the relay's own.
        case operated(Origin, author: PeerID)
    }

    /// The source of a message that the operator sends.
    public enum Origin: Hashable, Sendable {
        /// The message of this entry, byte for byte.
        case replay(entry: Int)
        /// The message of this entry, changed by the operator.
        case edit(entry: Int)
        /// A message that the operator wrote.
        case composition
    }

    /// The peers that a message is addressed to.
    public enum Addressee: Hashable, Sendable {
        /// All other peers of the room.
        case room
        /// The peers that the message, or the operator, names.
        case peers([PeerID])
        /// No peer: the relay did not forward the message.
        case nobody(AddressingFault)
    }

    /// The peer that wrote the message, or in whose name the operator sent it.
    public var author: PeerID {
        switch sender {
        case .peer(let peer): peer
        case .operated(_, let author): author
        }
    }

    /// Whether the operator wrote, changed or replayed the message.
    public var isOperated: Bool {
        if case .operated = sender { return true }
        return release?.isEdited == true
    }

    /// The number of the entry whose message the operator replayed or changed; `nil` if there is none.
    public var original: Int? {
        switch sender {
        case .operated(.replay(let entry), _), .operated(.edit(let entry), _): entry
        case .operated(.composition, _): nil
        case .peer: release?.isEdited == true ? release?.entry : nil
        }
    }

    /// Whether the message was intercepted for all recipients.
    public var isKept: Bool { recipients.isEmpty && !interceptions.isEmpty }
}

extension Delivery: Hashable {
    public static func == (left: Delivery, right: Delivery) -> Bool {
        left === right
            || (left.message, left.sender, left.room) == (right.message, right.sender, right.room)
                && (left.addressee, left.recipients) == (right.addressee, right.recipients)
                && (left.interceptions, left.release) == (right.interceptions, right.release)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(message)
        hasher.combine(sender)
        hasher.combine(room)
        hasher.combine(addressee)
        hasher.combine(recipients)
    }
}
