/// The URL of a WebSocket without TLS: `ws://host:port/path?query`.
public struct WebSocketURL: Equatable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int
    /// The path and the query, as they go into a request.
    public let target: String

    /// Fails if `text` is not a valid `ws:` URL.
    public init?(_ text: String) {
        guard text.lowercased().hasPrefix("ws://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = text.dropFirst(5).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        var (host, port) = (authority, Substring("80"))
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            if !after.isEmpty { port = after.dropFirst() }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, let number = UInt16(port), number > 0, !host.contains("@") else { return nil }
        self.host = String(host)
        self.port = Int(number)
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// The authority, as a `Host` field has it.
    public var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    public var description: String { "ws://\(authority)\(target)" }
}
