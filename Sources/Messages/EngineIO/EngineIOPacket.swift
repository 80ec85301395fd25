import Text

/// A revision of the Engine.IO protocol, as the query member `EIO` of each request names it.
public enum EngineIOVersion: Int, Hashable, Sendable {
    /// Revision 3, of Socket.IO 1 and 2.
    case three = 3
    /// Revision 4, of Socket.IO 3 and 4.
    case four = 4

    /// Reads the value of `EIO` in a query; `nil` if it names neither revision.
    ///
    /// A query without `EIO` is one of revision 3 (engine.io `server.ts`).
    public init?(query value: String?) {
        guard let value else {
            self = .three
            return
        }
        guard let number = Int(value), let version = EngineIOVersion(rawValue: number) else { return nil }
        self = version
    }
}

/// An Engine.IO packet: its type, and the places of its parts in the body or frame that contains it.
///
/// ```
/// 4hello            revision 3 and 4: the type as a digit, and data
/// bAQL/             revision 4: base64 of a binary message
/// b4AQL/            revision 3: base64 of a binary packet of the type 4
/// 04 01 02 ff       revision 3: a binary packet, whose type is a byte
/// 01 02 ff          revision 4: a binary message
/// ```
public struct EngineIOPacket: Hashable, Sendable {
    /// The type of a packet (Engine.IO protocol, "Packet types").
    public enum Kind: UInt8, Hashable, Sendable {
        case open, close, ping, pong, message, upgrade, noop
    }

    /// The spelling of the data.
    public enum Encoding: Hashable, Sendable {
        case text, binary, base64
    }

    public let kind: Kind
    public let encoding: Encoding
    /// The range of the packet, from its type to the end of its data.
    public let range: Range<Int>
    /// The range of the data as it is spelled.
    public let data: Range<Int>

    /// Parses the packet in `range` of `bytes`, which is text unless it `isBinary`.
    public init(
        _ bytes: [UInt8], _ range: Range<Int>, isBinary: Bool, _ version: EngineIOVersion
    ) throws(EngineIOError) {
        self.range = range
        guard let first = bytes[range].first else {
            // Only a binary message of revision 4 needs no type.
            guard isBinary, version == .four else { throw .emptyPacket }
            (kind, encoding, data) = (.message, .binary, range)
            return
        }
        if isBinary {
            encoding = .binary
            guard version == .three else {
                (kind, data) = (.message, range)
                return
            }
            kind = try Self.kind(first, zero: 0)
            data = range.dropFirst(1)
        } else if first == UInt8(ascii: "b") {
            encoding = .base64
            guard version == .three else {
                (kind, data) = (.message, range.dropFirst(1))
                return
            }
            guard range.count > 1 else { throw .emptyPacket }
            kind = try Self.kind(bytes[range.lowerBound + 1], zero: UInt8(ascii: "0"))
            data = range.dropFirst(2)
        } else {
            encoding = .text
            kind = try Self.kind(first, zero: UInt8(ascii: "0"))
            data = range.dropFirst(1)
        }
    }

    private static func kind(_ byte: UInt8, zero: UInt8) throws(EngineIOError) -> Kind {
        guard byte >= zero, let kind = Kind(rawValue: byte - zero) else { throw .packetType(byte) }
        return kind
    }

    /// Returns the data of the packet in `bytes`, in which it was parsed, with base64 decoded.
    ///
    /// Like the reference, it accepts base64 without padding.
    public func payload(in bytes: [UInt8]) throws(EngineIOError) -> [UInt8] {
        let spelled = Array(bytes[data])
        guard encoding == .base64, !spelled.isEmpty else { return spelled }
        let padding = Array(repeating: UInt8(ascii: "="), count: (4 - spelled.count % 4) % 4)
        guard let decoded = Base64.decode((spelled + padding).span) else {
            throw .base64(String(decoding: spelled.prefix(EngineIOError.quoteLimit), as: UTF8.self))
        }
        return decoded
    }

    /// Whether the data of the packet in `bytes` is `text`.
    func hasText(_ text: StaticString, in bytes: [UInt8]) -> Bool {
        encoding == .text && ByteScan.stands(text, bytes.span, at: data)
    }
}

extension Range<Int> {
    /// Returns the range without its first `count` elements, of which there are as many.
    fileprivate func dropFirst(_ count: Int) -> Range<Int> { lowerBound + count..<upperBound }
}

/// The values that the server announces in the packet that opens a session.
public struct EngineIOHandshake: Hashable, Sendable {
    /// The id of the session, which later requests name as `sid`.
    ///
    /// It is not the id by which Socket.IO 3 and 4 address a client.
    public let sessionID: String
    /// The transports to which the client may upgrade.
    public let upgrades: [String]
    /// The time between two pings in milliseconds.
    public let pingInterval: Int?
    /// The time in milliseconds after which an unanswered ping ends the session.
    public let pingTimeout: Int?
    /// The largest body that the server accepts in bytes; `nil` in revision 3.
    public let maxPayload: Int?

    /// The largest number of ``upgrades`` that are read; there are three transports.
    static let upgradeLimit = 8

    /// Parses the data of a packet of type open.
    public init(_ json: [UInt8]) throws(EngineIOError) {
        guard let value = JSONValue(json), value.isObject, let sid = value["sid"].flatMap(Route.id) else {
            throw .handshake(String(decoding: json.prefix(EngineIOError.quoteLimit), as: UTF8.self))
        }
        sessionID = sid
        upgrades = value["upgrades"]?.elements(Self.upgradeLimit).compactMap(\.string) ?? []
        pingInterval = value["pingInterval"]?.integer
        pingTimeout = value["pingTimeout"]?.integer
        maxPayload = value["maxPayload"]?.integer
    }
}
