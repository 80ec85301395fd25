import Text

/// An event or an acknowledgement of Socket.IO with all its attachments.
///
/// ```
/// 2/room,17["offer",{"sdp":…},"peer-1","Aa0x-1"]
///   │     │   │       │           │        └ offset, only after the server announced connection state recovery
///   │     │   │       └ arguments ┘
///   │     │   └ name
///   │     └ ackID
///   └ namespace
/// ```
public struct SocketIOMessage: Hashable, Sendable {
    /// The longest name in bytes; a longer one is cut.
    public static let nameLimit = 256
    /// The longest recovery offset in bytes; those of known adapters have at most 30.
    static let offsetLimit = 64

    /// The packet with the event or acknowledgement.
    public let packet: SocketIOPacket
    /// The attachments, in the order of their numbers.
    public let attachments: [[UInt8]]
    /// Whether the packet was sent as MessagePack, so that ``SocketIOPacket/text`` is a translation.
    public let isMessagePack: Bool
    /// The name of the event, which may be a number; `nil` for an acknowledgement.
    public let name: String?
    /// The ranges of the arguments in the text of the packet, without name and recovery offset.
    public let arguments: [Range<Int>]
    /// The offset by which a client resumes after this event (Socket.IO, "Connection state recovery").
    public let recoveryOffset: String?

    /// Makes a message of a packet whose data is an array.
    ///
    /// The last argument of an event is its recovery offset if the server announced recovery in this namespace, which
    /// `mayHaveOffset` tells.
    init(_ packet: SocketIOPacket, _ attachments: [[UInt8]], isMessagePack: Bool, mayHaveOffset: Bool) {
        self.packet = packet
        self.attachments = attachments
        self.isMessagePack = isMessagePack
        var elements = packet.data?.elements(CarrierPacket.argumentLimit + 1) ?? []
        if packet.kind == .event || packet.kind == .binaryEvent, !elements.isEmpty {
            name = Self.name(elements.removeFirst())
        } else {
            name = nil
        }
        var offset: String?
        // An event that asks for an acknowledgement cannot be replayed and has no offset (socket.io-adapter).
        if mayHaveOffset, name != nil, packet.ackID == nil, elements.count < CarrierPacket.argumentLimit,
            let last = elements.last, last.byteCount <= Self.offsetLimit + 2, let text = last.string,
            Self.isOffset(text)
        {
            offset = text
            elements.removeLast()
        }
        recoveryOffset = offset
        let start = packet.dataStart
        arguments = elements.prefix(CarrierPacket.argumentLimit).map { element in
            element.range.lowerBound + start..<element.range.upperBound + start
        }
    }

    private static func name(_ value: JSONValue) -> String {
        let name = value.string ?? value.text(nameLimit)
        return String(decoding: Array(name.utf8.prefix(nameLimit)), as: UTF8.self)
    }

    /// Whether `text` consists of the characters of the ids that adapters write: `Aa0x-1`, `1700000000000-0`.
    private static func isOffset(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The event as an array, `["offer",{…}]`, without its recovery offset.
    ///
    /// These are the bytes that were sent, except for MessagePack.
    public var message: Message {
        guard recoveryOffset != nil, let data = packet.data else {
            return Message(.text, Array(packet.text[packet.dataStart...]))
        }
        let end = arguments.last?.upperBound ?? packet.dataStart + (data.elements(1).first?.range.upperBound ?? 0)
        return Message(.text, Array(packet.text[packet.dataStart..<end]) + [UInt8(ascii: "]")])
    }
}

extension SocketIOPacket {
    /// The numbers of the attachments whose placeholders are in the data; -1 for a number that is none.
    ///
    /// A placeholder is `{"_placeholder":true,"num":0}`, in any order, without other objects in it.
    var placeholders: Set<Int> {
        guard attachmentCount > 0, let data else { return [] }
        var numbers: Set<Int> = []
        var (isPlaceholder, number) = (false, Int?.none)
        var name: Range<Int>?
        for token in JSONTokens(data.bytes) {
            switch token.kind {
            case .string: name = token.content
            case .word:
                guard let name else { continue }
                if ByteScan.stands("_placeholder", data.bytes.span, at: name) {
                    isPlaceholder = ByteScan.stands("true", data.bytes.span, at: token.range)
                } else if ByteScan.stands("num", data.bytes.span, at: name) {
                    let value = JSONValue(data.bytes, at: token.range).integer ?? -1
                    number = (0..<attachmentCount).contains(value) ? value : -1
                }
            case .open: (isPlaceholder, number, name) = (false, nil, nil)
            case .close:
                if isPlaceholder { numbers.insert(number ?? -1) }
                (isPlaceholder, number, name) = (false, nil, nil)
            case .comma: name = nil
            case .colon: break
            }
        }
        return numbers
    }
}
