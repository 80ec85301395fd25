public import Messages

/// A message that waits at the relay.
public struct HeldMessage: Hashable, Sendable {
    /// What it waits for.
    public enum Wait: Hashable, Sendable {
        /// The operator.
        case release
        /// Another that waits by the same rule and goes the other way.
        case crossing
        /// The time alone.
        case time
        /// What its sender said to the same peers before.
        case order
        /// A candidate of those it is for: the glare guard's.
        case beginning
    }

    /// The entry in which it was said.
    public let entry: Int
    /// What was said, or what the operator made of it.
    public var message: Message
    /// Who said it.
    public let sender: PeerID
    /// The room it was said in.
    public let room: String
    /// Whom it is meant for.
    public let addressee: Delivery.Addressee
    /// Those it waits to be delivered to, in order of arrival.
    public var receivers: [PeerID]
    /// Since when it waits.
    public let since: Instant
    /// What it waits for.
    public let wait: Wait
    /// When it goes on by itself; nil for what waits for its turn alone.
    public let until: Instant?
    /// The rule by which it waits; nil for what waits for its turn, and for the glare guard's.
    public let rule: Int?
    /// Whether the operator has changed it.
    public var isEdited = false
    /// Why it may go on as soon as nothing before it waits; `nil` if it may not yet.
    public var cause: Release.Cause?

    public init(
        entry: Int, message: Message, sender: PeerID, room: String, addressee: Delivery.Addressee, receivers: [PeerID],
        since: Instant, wait: Wait, until: Instant? = nil, rule: Int? = nil, isEdited: Bool = false,
        cause: Release.Cause? = nil
    ) {
        self.entry = entry
        self.message = message
        self.sender = sender
        self.room = room
        self.addressee = addressee
        self.receivers = receivers
        self.since = since
        self.wait = wait
        self.until = until
        self.rule = rule
        self.isEdited = isEdited
        self.cause = cause
    }

    /// What it takes beside its payload, in bytes, as counted against ``HeldMessages/bytesLimit``.
    static let overhead = 512

    public var size: Int { message.payload.count + Self.overhead }
}
