public import SDP
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
    /// The number of arguments that are told apart; those of known applications have at most five.
    public static let argumentLimit = 64
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
        var elements = packet.data?.elements(Self.argumentLimit + 1) ?? []
        if packet.kind == .event || packet.kind == .binaryEvent, !elements.isEmpty {
            name = Self.name(elements.removeFirst())
        } else {
            name = nil
        }
        var offset: String?
        // An event that asks for an acknowledgement cannot be replayed and has no offset (socket.io-adapter).
        if mayHaveOffset, name != nil, packet.ackID == nil, elements.count < Self.argumentLimit,
            let last = elements.last, last.byteCount <= Self.offsetLimit + 2, let text = last.string,
            Self.isOffset(text)
        {
            offset = text
            elements.removeLast()
        }
        recoveryOffset = offset
        let start = packet.dataStart
        arguments = elements.prefix(Self.argumentLimit).map { element in
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

    /// The JSON text of an argument.
    public func argument(_ index: Int) -> [UInt8]? {
        arguments.indices.contains(index) ? Array(packet.text[arguments[index]]) : nil
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

    /// Returns the text of the packet with `json` in place of the argument `index`; all other bytes stay as they are,
    /// so that id, namespace, recovery offset and attachments are kept.
    ///
    /// Throws an error if `json` is malformed, if the placeholders of attachments would no longer match them, or if
    /// the packet was not sent as text.
    public func replacing(_ index: Int, with json: [UInt8]) throws(EngineIOError) -> [UInt8] {
        guard arguments.indices.contains(index), !isMessagePack else { throw .argument(index) }
        if let error = JSONScanner.error(in: json) { throw .json(offset: error.offset, expected: error.expected) }
        let range = arguments[index]
        let text = Array(packet.text[..<range.lowerBound]) + json + packet.text[range.upperBound...]
        let edited = try SocketIOPacket(text)
        guard edited.placeholders == packet.placeholders else {
            throw .placeholders(edited.placeholders.sorted(), attachments: attachments.count)
        }
        return text
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

extension ParsedMessage {
    /// Parses an event or an acknowledgement, using and extending the cache `known` of sections of descriptions.
    ///
    /// The arguments are classified as any message; the name of the event is a type word beside them, if it is one.
    /// A known name makes the path to a description begin with `data`, which stands for the arguments.
    public convenience init(_ event: SocketIOMessage, _ known: inout MSectionCache) {
        self.init(event.classified, &known)
    }
}

extension SocketIOMessage {
    /// The message that is classified in place of the event.
    ///
    /// ```
    /// ["offer",{…}]              {"event":"offer","data":{…}}          a name that tells a kind
    /// ["join","room",1]          {"event":"join","data":["room",1]}
    /// ["signal-to",{…}]          {…}                                    another name and one argument
    /// ["signal-to","peer",{…}]   ["signal-to","peer",{…}]
    /// ```
    var classified: Message {
        let whole = arguments.count == 1 ? argument(0) ?? [] : list
        guard let name, KindWords.meaning(name) != nil else {
            return arguments.count == 1 ? Message(.text, whole) : message
        }
        let event = Array("{\"event\":\(JSONString.encode(name))".utf8)
        let data = arguments.isEmpty ? [] : Array(",\"data\":".utf8) + whole
        return Message(.text, event + data + [UInt8(ascii: "}")])
    }

    /// The arguments as a JSON array.
    private var list: [UInt8] {
        guard let first = arguments.first, let last = arguments.last else { return Array("[]".utf8) }
        return [UInt8(ascii: "[")] + packet.text[first.lowerBound..<last.upperBound] + [UInt8(ascii: "]")]
    }
}
