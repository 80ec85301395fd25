/// Where a relay is: `ws://host:port/path?query`.
struct RelayURL: Equatable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int
    /// The path and the query, as they go into a request.
    let target: String

    /// Nil where `text` is no `ws:` URL.
    init?(_ text: String) {
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
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    var description: String { "ws://\(authority)\(target)" }

    /// The request that opens a WebSocket in a room (RFC 6455 §4.1).
    func upgradeRequest(room: String) -> String {
        let separator = target.contains("?") ? "&" : "?"
        return """
            GET \(target)\(separator)room=\(room) HTTP/1.1
            Host: \(authority)
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: \(Self.key)
            Sec-WebSocket-Version: 13


            """.replacing("\n", with: "\r\n")
    }

    /// The key and the answer to it of RFC 6455 §1.3's example: one key for all needs no SHA-1 here.
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
}
