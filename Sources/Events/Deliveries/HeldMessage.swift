public import Messages

/// A message that interception holds back at the relay, for the recipients that it is still held for.
///
/// The relay and its watchers have the same value, until the operator changes the message: a watcher builds it from the
/// entry of the message, and takes it from the ``Snapshot`` if entries were lost.
public struct HeldMessage: Hashable, Sendable {
    /// The number of the entry in which the message was sent.
    public let entry: Int
    /// The message as it was sent, or as the operator has changed it.
    public var message: Message
    /// The peer that sent the message.
    public let sender: PeerID
    /// The room of the sender.
    public let room: String
    /// The peers that the message is addressed to.
    public let addressee: Delivery.Addressee
    /// The peers that the message is held for, in order of arrival.
    public var recipients: [PeerID]
    /// The time at which the message was sent.
    public let since: Instant
    /// The event or time that releases the message; never ``Interception/Fate/dropped``.
    public let fate: Interception.Fate
    /// The rule, guard or earlier message that holds the message.
    public let cause: Interception.Cause
    /// Whether the operator has changed the message.
    public var isEdited = false

    public init(
        entry: Int, message: Message, sender: PeerID, room: String, addressee: Delivery.Addressee, recipients: [PeerID],
        since: Instant, fate: Interception.Fate, cause: Interception.Cause
    ) {
        self.entry = entry
        self.message = message
        self.sender = sender
        self.room = room
        self.addressee = addressee
        self.recipients = recipients
        self.since = since
        self.fate = fate
        self.cause = cause
    }

    /// The time of automatic release; `nil` if the message is queued behind another one.
    public var until: Instant? { fate.until }

    /// The number of the intercept rule that holds the message; `nil` if none does.
    public var rule: Int? { if case .rule(let number) = cause { number } else { nil } }

    /// The bytes beside the payload that a held message counts for.
    static let overhead = 512

    /// The bytes that the message counts for against the limits of held messages.
    public var size: Int { message.payload.count + Self.overhead }
}
