import NIOCore
import NIOHTTP1
import Signaling

/// What the request that opens a WebSocket says of who comes: `GET /any/path?room=demo&name=alice`.
struct UpgradeRequest: Equatable, Sendable {
    let room: String?
    let name: String?
    /// The subprotocol to answer with; nil where none was asked for.
    let subprotocol: String?

    var isAware: Bool { subprotocol == AwareProtocol.subprotocol }

    init(_ head: HTTPRequestHead) {
        let query = Self.query(head.uri)
        room = query["room"]
        name = query["name"]
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init).filter(Self.isToken)
        // A browser fails a connection whose subprotocols are passed over in silence, so a client of any other
        // protocol is told that its own is spoken: to it the relay is a wire.
        subprotocol = offered.contains(AwareProtocol.subprotocol) ? AwareProtocol.subprotocol : offered.first
    }

    /// What a header may say back (RFC 9110 §5.6.2).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "!")...UInt8(ascii: "~")).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
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

extension Arrival {
    /// Who comes with `request`.
    init(_ request: UpgradeRequest, id: PeerID, from address: SocketAddress?) {
        self.init(
            id: id,
            name: request.name,
            room: request.room,
            isAware: request.isAware,
            address: address.map(Self.text) ?? "unknown"
        )
    }

    /// `127.0.0.1:52110`, `[::1]:52110`.
    static func text(_ address: SocketAddress) -> String {
        let ip = address.ipAddress ?? "unknown"
        return (ip.contains(":") ? "[\(ip)]" : ip) + (address.port.map { ":\($0)" } ?? "")
    }
}
