import Events
import NIOCore
import NIOHTTP1

/// What the request that opens a WebSocket says of who comes: `GET /any/path?room=demo&name=alice`.
struct UpgradeRequest: Equatable, Sendable {
    let room: String?
    let name: String?
    /// The page's scheme, host and port where a browser asks (RFC 6454 §7); nil for others.
    let origin: String?
    /// The relay's name and port, as the client has it (RFC 9110 §7.2).
    let host: String?
    /// What it shows to be let in: from the header (RFC 6750 §2.1), or else the query.
    let token: String?
    /// The subprotocol to answer with; `nil` if none was asked for.
    let subprotocol: String?

    var isAware: Bool { subprotocol == AwareProtocol.subprotocol }

    init(_ head: HTTPRequestHead) {
        let query = Self.query(head.uri)
        room = query["room"]
        name = query["name"]
        // More than one is no browser's: together they are no origin.
        let origins = head.headers["origin"]
        origin = origins.isEmpty ? nil : origins.joined(separator: ", ")
        host = head.headers["host"].first
        // No token has a space: that was a plus sign.
        token = Self.bearer(head.headers) ?? query["token"]?.replacing(" ", with: "+")
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init).filter(Self.isToken)
        // A browser fails a connection whose subprotocols are passed over in silence, so a client of any other
        // protocol is told that its own is spoken: to it the relay is a wire.
        subprotocol = offered.contains(AwareProtocol.subprotocol) ? AwareProtocol.subprotocol : offered.first
    }

    /// Whether `head` asks for a WebSocket, however well: it may be one of several protocols (RFC 9110 §7.8).
    static func isFor(webSocket head: HTTPRequestHead) -> Bool {
        head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
    }

    /// Whether `head` opens a WebSocket as it has to (RFC 6455 §4.2.1), but for what NIOWebSocket looks at: the version,
    /// and that there is one key.
    ///
    /// `Connection` has to name the upgrade (RFC 9110 §7.8): else the HTTP parser reads on. And a handshake has no body.
    static func isHandshake(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1 && isFor(webSocket: head)
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && head.headers["sec-websocket-key"].allSatisfy(isKey)
            && !head.headers.contains(name: "transfer-encoding")
            && head.headers["content-length"].allSatisfy { $0 == "0" }
    }

    /// Whether `text` is 16 bytes in Base64 (RFC 4648 §4).
    private static func isKey(_ text: String) -> Bool {
        text.utf8.count == 24 && text.hasSuffix("==")
            && text.utf8.dropLast(2).allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }

    /// What a header may say back (RFC 9110 §5.6.2).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "!")...UInt8(ascii: "~")).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
    }

    private static func bearer(_ headers: HTTPHeaders) -> String? {
        guard let value = headers["authorization"].first, let space = value.firstIndex(of: " "),
            value[..<space].lowercased() == "bearer"
        else { return nil }
        return String(value[space...].drop { $0 == " " })
    }

    /// The query's members, the first of each name, decoded as forms are (WHATWG URL §5.1).
    private static func query(_ uri: String) -> [String: String] {
        guard let mark = uri.firstIndex(of: "?") else { return [:] }
        let query = uri[uri.index(after: mark)...].prefix { $0 != "#" }
        var members: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            let key = decode(name)
            if members[key] == nil { members[key] = decode(pair.dropFirst(name.count + 1)) }
        }
        return members
    }

    private static func decode(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let digits = String(validating: bytes[index + 1...index + 2], as: UTF8.self),
                !digits.hasPrefix("+"), !digits.hasPrefix("-"), let byte = UInt8(digits, radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

extension ConnectionRequest {
    /// Who comes with `request`.
    init(_ request: UpgradeRequest, id: PeerID, from client: ClientAddress) {
        self.init(
            id: id,
            name: request.name,
            room: request.room,
            isAware: request.isAware,
            address: client.text
        )
    }
}
