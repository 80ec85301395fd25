/// The Engine.IO packets that carry a message: all that is sent with the message and is not part of it.
///
/// ```
/// 42/room,17["offer",{…},"Aa0x-1"]     the packet as it was received
/// 42/room,17                           head
///           ["offer",{…}]              the message
///                       ,"Aa0x-1"]     tail, in place of the last bracket of the message
/// ```
/// A changed message is sent in the same packets, so that it keeps its namespace, the id of its acknowledgement, its
/// recovery offset and its attachments.
public final class CarrierPacket: Sendable {
    /// The meaning of the packets.
    public enum Content: Hashable, Sendable {
        /// A message of a session that does not carry Socket.IO.
        case message
        /// An application's event with this name.
        case event(name: String)
        /// The acknowledgement of an event; `nil` if the event is unknown.
        case acknowledgement(of: AcknowledgedEvent?)
        /// The client asks to be connected to the namespace.
        case connect
        /// The server connects the client to the namespace.
        ///
        /// The id is that by which other clients address this one; `nil` if it is unknown.
        case connected(id: String?)
        /// The server refuses the connection to the namespace, for this reason.
        case refused(reason: String)
        /// One side leaves the namespace.
        case disconnect
        /// The packets cannot be decoded, for this reason.
        case malformed(reason: String)
    }

    /// The number of arguments of an event that are told apart; those of known applications have at most five.
    public static let argumentLimit = 64

    public let content: Content
    /// The namespace of Socket.IO; `nil` if the packets do not belong to one.
    public let namespace: String?
    /// The id of the acknowledgement that the event asks for, or that this is; `nil` if there is none.
    public let ackID: Int?
    /// The binary messages that follow the text, in order.
    public let attachments: [[UInt8]]
    /// The packets as they were received, if they are not text that contains the message.
    package let original: Original?
    /// The text before the message.
    package let head: [UInt8]
    /// The text in place of the last bracket of the message.
    package let tail: [UInt8]

    /// Packets that do not contain the message as text: MessagePack, and packets that cannot be decoded.
    package struct Original: Hashable, Sendable {
        package let packets: [OutgoingPacket]
        /// The message that was made of them.
        package let payload: [UInt8]

        package init(packets: [OutgoingPacket], payload: [UInt8]) {
            (self.packets, self.payload) = (packets, payload)
        }
    }

    /// Makes the packets of a message that is text between `head` and `tail`.
    package init(
        _ content: Content, namespace: String? = nil, ackID: Int? = nil, head: [UInt8], tail: [UInt8] = [],
        attachments: [[UInt8]] = []
    ) {
        (self.content, self.namespace, self.ackID) = (content, namespace, ackID)
        (self.head, self.tail, self.attachments) = (head, tail, attachments)
        original = nil
    }

    /// Makes the packets of a message that they do not contain as text.
    package init(
        _ content: Content, namespace: String? = nil, ackID: Int? = nil, original: Original, tail: [UInt8] = [],
        attachments: [[UInt8]] = []
    ) {
        (self.content, self.namespace, self.ackID, self.original) = (content, namespace, ackID, original)
        (head, self.tail, self.attachments) = ([], tail, attachments)
    }

    /// Returns the text of the packet that carries `payload`; of MessagePack, the text of its data.
    func text(carrying payload: [UInt8]) -> [UInt8] {
        guard !tail.isEmpty, let end = payload.lastIndex(of: UInt8(ascii: "]")) else { return head + payload }
        return head + payload[..<end] + tail
    }

    /// The memory beside the message, in bytes.
    public var size: Int {
        let originals = original?.packets.reduce(0) { $0 + $1.size } ?? 0
        return head.count + tail.count + attachments.reduce(0) { $0 + $1.count } + originals
    }
}

extension CarrierPacket: Hashable {
    public static func == (left: CarrierPacket, right: CarrierPacket) -> Bool {
        left === right
            || (left.content, left.namespace, left.ackID) == (right.content, right.namespace, right.ackID)
                && (left.head, left.tail, left.attachments) == (right.head, right.tail, right.attachments)
                && left.original == right.original
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(content)
        hasher.combine(namespace)
        hasher.combine(ackID)
    }
}

/// The event that an acknowledgement answers.
public struct AcknowledgedEvent: Hashable, Sendable {
    /// The name of the event.
    public let name: String
    /// The nanoseconds from the event to its acknowledgement.
    public let elapsed: Int64

    package init(name: String, elapsed: Int64) { (self.name, self.elapsed) = (name, elapsed) }
}

/// An Engine.IO packet that is to be sent, on any transport.
public enum OutgoingPacket: Hashable, Sendable {
    /// A packet as text, which begins with its type.
    case text([UInt8])
    /// The payload of a binary message.
    case binary([UInt8])
    /// Bytes that are sent as they are, because they are not a packet of a usual form.
    case raw(Message.Opcode, [UInt8])

    /// The number of bytes.
    public var size: Int { bytes.count }

    /// The bytes of the packet.
    var bytes: [UInt8] {
        switch self {
        case .text(let bytes), .binary(let bytes), .raw(_, let bytes): bytes
        }
    }
}
