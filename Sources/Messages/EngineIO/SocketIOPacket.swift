public import Text

/// A Socket.IO packet as text: the data of an Engine.IO message, without its attachments.
///
/// ```
/// 2["offer",{…}]                              an event
/// 2/room,17["offer",{…}]                      an event of a namespace that asks for an acknowledgement
/// 3/room,17["ok"]                             the acknowledgement
/// 51-["file",{"_placeholder":true,"num":0}]   an event with one attachment
/// 0/admin?token=1,                            a connection to a namespace, with a query in protocol 4
/// ```
/// Sources: socket.io-protocol 5, and the reader of socket.io-parser.
public struct SocketIOPacket: Hashable, Sendable {
    /// The type of a packet.
    public enum Kind: UInt8, Hashable, Sendable {
        case connect, disconnect, event, acknowledgement, connectError, binaryEvent, binaryAcknowledgement

        /// Whether binary messages follow the packet.
        var hasAttachments: Bool { self == .binaryEvent || self == .binaryAcknowledgement }

        /// The data of a packet of this kind, for an error message.
        var expectedData: String {
            switch self {
            case .connect: "an object or nothing"
            case .disconnect: "nothing"
            case .connectError: "a string or an object"
            case .event, .binaryEvent: "an array that begins with the name of an event"
            case .acknowledgement, .binaryAcknowledgement: "an array"
            }
        }
    }

    /// The largest number of attachments of a packet.
    ///
    /// The reference reads at most 10 by default, older versions any number.
    public static let attachmentLimit = 1024
    /// The longest namespace in bytes; usual ones are short paths.
    public static let namespaceLimit = 256
    /// The largest number of digits of an id, which JavaScript reads exactly.
    public static let digitLimit = 15

    public let kind: Kind
    /// The number of binary messages that follow.
    public let attachmentCount: Int
    /// The namespace without a query; `/` if the packet names none.
    public let namespace: String
    /// The id of the acknowledgement that the packet asks for or is; `nil` if there is none.
    public let ackID: Int?
    /// The packet as it was sent; for MessagePack, the same packet as text.
    public let text: [UInt8]
    /// The index of the first byte of the data in ``text``.
    public let dataStart: Int
    /// The data, whose ranges count from ``dataStart``; `nil` if there is none.
    public let data: JSONValue?

    /// Parses `text`.
    public init(_ text: [UInt8]) throws(EngineIOError) {
        self.text = text
        guard let first = text.first, first >= UInt8(ascii: "0"), let kind = Kind(rawValue: first - UInt8(ascii: "0"))
        else { throw .socketType(Self.quote(text[...])) }
        self.kind = kind
        var index = 1
        attachmentCount = kind.hasAttachments ? try Self.attachmentCount(text, &index) : 0
        namespace = try Self.namespace(text, &index)
        ackID = try Self.ackID(text, &index)
        dataStart = index
        data = try Self.data(Array(text[index...]), kind)
    }

    /// Parses digits and the hyphen after them.
    private static func attachmentCount(_ text: [UInt8], _ index: inout Int) throws(EngineIOError) -> Int {
        let start = index
        let digits = skipDigits(text, &index)
        guard index < text.count, text[index] == UInt8(ascii: "-"), let count = Int(digits),
            (1...attachmentLimit).contains(count)
        else { throw .attachmentCount(quote(text[start...])) }
        index += 1
        return count
    }

    /// Parses a namespace and the comma after it, which may be missing at the end of the packet.
    private static func namespace(_ text: [UInt8], _ index: inout Int) throws(EngineIOError) -> String {
        guard index < text.count, text[index] == UInt8(ascii: "/") else { return "/" }
        let end = text[index...].firstIndex(of: UInt8(ascii: ",")) ?? text.count
        let name = text[index..<end].prefix { $0 != UInt8(ascii: "?") }
        guard name.count <= namespaceLimit else { throw .namespace(quote(name)) }
        index = min(end + 1, text.count)
        return String(decoding: name, as: UTF8.self)
    }

    private static func ackID(_ text: [UInt8], _ index: inout Int) throws(EngineIOError) -> Int? {
        let start = index
        let digits = skipDigits(text, &index)
        guard !digits.isEmpty else { return nil }
        guard index - start <= digitLimit, let id = Int(digits) else { throw .ackID(digits) }
        return id
    }

    /// Moves `index` after decimal digits and returns the first of them, more than any number here may have.
    private static func skipDigits(_ text: [UInt8], _ index: inout Int) -> String {
        let start = index
        while index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) { index += 1 }
        return String(decoding: text[start..<index].prefix(Excerpt.limit + 1), as: UTF8.self)
    }

    private static func data(_ json: [UInt8], _ kind: Kind) throws(EngineIOError) -> JSONValue? {
        guard !json.isEmpty || kind == .connect || kind == .disconnect || kind == .connectError else {
            throw .data(kind, "")
        }
        guard !json.isEmpty else { return nil }
        guard let value = JSONValue(json) else {
            let error = JSONScanner.error(in: json)
            throw .json(offset: error?.offset ?? 0, expected: error?.expected ?? "a value")
        }
        let isValid =
            switch kind {
            case .connect: value.isObject
            case .disconnect: false
            case .connectError: value.isObject || value.isString
            case .event, .binaryEvent: value.elements(1).contains { $0.isString || $0.isNumber }
            case .acknowledgement, .binaryAcknowledgement: value.isArray
            }
        guard isValid else { throw .data(kind, quote(json[...])) }
        return value
    }

    static func quote(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(EngineIOError.quoteLimit), as: UTF8.self)
    }
}

extension SocketIOPacket {
    public static func == (left: SocketIOPacket, right: SocketIOPacket) -> Bool { left.text == right.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension JSONValue {
    /// Whether this is a number.
    var isNumber: Bool { bytes[range.lowerBound] == UInt8(ascii: "-") || bytes[range.lowerBound] & 0xF0 == 0x30 }
}
