import Text

/// The reason why a packet of Engine.IO or Socket.IO cannot be decoded.
///
/// It is a fact about the sender; a packet that cannot be decoded is forwarded all the same.
public enum EngineIOError: Error, Hashable, Sendable, CustomStringConvertible {
    // Engine.IO.

    /// The packet has no type.
    case emptyPacket
    /// The byte is no packet type.
    case packetType(UInt8)
    /// The data is not base64.
    case base64(String)
    /// The length before a packet is malformed.
    case length(String)
    /// The packet ends before its length, as the body does.
    case shortPacket(length: Int)
    /// The body is JSONP, a script or a form.
    case jsonp
    /// The body has more packets than ``EngineIOPayload/packetLimit``.
    case tooManyPackets
    /// The data of the packet that opens a session is not an object with a `sid`.
    case handshake(String)

    /// The client opens the session, which only the server does.
    case openByClient

    // Socket.IO.

    /// The beginning of the packet is no packet type of Socket.IO.
    case socketType(String)
    /// The number of attachments is malformed, or larger than ``SocketIOPacket/attachmentLimit``.
    case attachmentCount(String)
    /// The namespace has more bytes than ``SocketIOPacket/namespaceLimit``.
    case namespace(String)
    /// The id of an acknowledgement has more digits than ``SocketIOPacket/digitLimit``.
    case ackID(String)
    /// The data is not JSON.
    case json(offset: Int, expected: String)
    /// The data is JSON of a type that a packet of this kind does not have.
    case data(SocketIOPacket.Kind, String)
    /// The name of the event is one that Socket.IO reserves for its own.
    case reservedName(String)
    /// A packet without attachments came before all attachments of the packet before it.
    case missingAttachments(Int, of: Int)
    /// A binary message is no attachment, as no packet announced one, and no MessagePack.
    case unexpectedBinary(Int)
    /// The attachments of a packet have more bytes than ``EngineIOSession/attachmentByteLimit``.
    case largeAttachments(Int)
    /// The placeholders in the data do not match the attachments of the packet; -1 is a number of none.
    case placeholders([Int], attachments: Int)
    /// The MessagePack is malformed at this byte.
    case messagePack(offset: Int, expected: String)

    /// The length of a quoted beginning of a packet, in bytes, more than ``Excerpt`` shows.
    static let quoteLimit = 4 * (Excerpt.limit + 1)

    /// The message: the fault, the value, and the expected value.
    public var description: String {
        switch self {
        case .emptyPacket: "empty packet: expected a packet type"
        case .packetType(let byte):
            "invalid packet type \"\(Excerpt(String(Character(Unicode.Scalar(byte)))))\": expected 0 to 6"
        case .base64(let text): "invalid base64 \"\(Excerpt(text))\": expected letters, digits, + and /"
        case .length(let text): "invalid packet length \"\(Excerpt(text))\": expected digits before the packet"
        case .shortPacket(let length): "packet length \(length): expected as much before the end of the body"
        case .jsonp: "JSONP body: expected packets, as other transports are not decoded"
        case .tooManyPackets: "too many packets in one body: expected at most \(EngineIOPayload.packetLimit)"
        case .handshake(let text): "invalid handshake \"\(Excerpt(text))\": expected an object with a sid"
        case .openByClient: "packet of type 0 from the client: expected from the server only"
        case .socketType(let text): "invalid Socket.IO packet \"\(Excerpt(text))\": expected a type from 0 to 6"
        case .attachmentCount(let text):
            "invalid number of attachments \"\(Excerpt(text))\": expected 1 to \(SocketIOPacket.attachmentLimit) and -"
        case .namespace(let text):
            "namespace \"\(Excerpt(text))\" too long: expected at most \(SocketIOPacket.namespaceLimit) bytes"
        case .ackID(let text):
            "acknowledgement id \"\(Excerpt(text))\" too long: expected at most \(SocketIOPacket.digitLimit) digits"
        case .json(let offset, let expected): "malformed JSON at byte \(offset): expected \(expected)"
        case .data(let kind, let text): "invalid data \"\(Excerpt(text))\": expected \(kind.expectedData)"
        case .reservedName(let name): "reserved event name \"\(Excerpt(name))\": expected any other name"
        case .missingAttachments(let count, let all):
            "\(count) of \(all) attachments: expected all before the next packet"
        case .unexpectedBinary(let count):
            "binary message of \(count) bytes: expected an event that announces it, or MessagePack"
        case .largeAttachments(let count):
            "attachments of \(count) bytes: expected at most \(EngineIOSession.attachmentByteLimit)"
        case .placeholders(let numbers, let attachments):
            "placeholders \(numbers.prefix(8)): expected those of \(attachments) attachments, from 0"
        case .messagePack(let offset, let expected): "malformed MessagePack at byte \(offset): expected \(expected)"
        }
    }
}
