import Messages
import Routing

/// The URL of a request in a HAR (RFC 3986 §3), with the parts that are used.
struct HARURL: Hashable, Sendable {
    /// The longest URL that is read, in bytes: 64 KiB, more than servers accept.
    static let byteLimit = 64 * 1024
    /// The longest part of an address that is kept if it is no valid one, in scalars.
    private static let addressLimit = 255

    /// The scheme in lower case.
    let scheme: String
    /// The path, without the query; `/` if it is empty.
    let path: String
    /// The host and port of the server.
    let address: String
    /// The host of the server.
    let host: String
    /// The URL of the server, without the path; `nil` if its address is not valid.
    let server: String?
    /// The request of an Engine.IO session that this is; `nil` if it is another one.
    let engineRequest: EngineIORequest?

    /// Whether it is the URL of a WebSocket (RFC 6455 §3).
    var isWebSocket: Bool { scheme == "ws" || scheme == "wss" }

    /// Parses an absolute URL; `nil` if it is none, or too long.
    init?(_ text: String) {
        guard text.utf8.count <= Self.byteLimit, let mark = text.firstRange(of: "://") else { return nil }
        scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" && $0 != "#" }
        self.path = path.isEmpty ? "/" : String(path)
        // A user name and a password stay out of all that is shown.
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        if let upstream = try? Upstream("\(scheme)://\(place)") {
            (address, host, server) = (upstream.address, upstream.host, upstream.url)
        } else {
            address = String(place.unicodeScalars.prefix(Self.addressLimit))
            (host, server) = (address, nil)
        }
        let query = target.dropFirst(path.count).prefix { $0 != "#" }.dropFirst()
        engineRequest = EngineIORequest(path: self.path, query: Self.parameters(query))
    }

    /// The parameters of an Engine.IO request, decoded like a form (WHATWG URL §5.1); the first of each name counts.
    private static func parameters(_ query: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let name = String(pair.prefix { $0 != "=" })
            guard ["EIO", "transport", "sid", "j"].contains(name), parameters[name] == nil else { continue }
            parameters[name] = decoded(pair.dropFirst(name.count + 1))
        }
        return parameters
    }

    private static func decoded(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var (decoded, index): ([UInt8], Int) = ([], 0)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        UInt8(String(UnicodeScalar(byte)), radix: 16)
    }
}
