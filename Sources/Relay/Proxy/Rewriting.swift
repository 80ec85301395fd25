import HTTPMessages
import Routing
import Text

/// The side on which the proxy listens, as the client addresses it.
struct ListeningSide {
    /// The address that the connection comes from, without its port; `nil` if it is unknown.
    let client: String?
    /// Whether the client uses TLS.
    let isTLS: Bool
    /// The value of the client's `Host`; `nil` in HTTP/1.0 without one.
    let host: String?

    /// The scheme of the client's URL.
    var scheme: String { isTLS ? "https" : "http" }
}

extension ProxiedRequest {
    /// Makes the request one to `upstream`: `Host`, the path prefix, and the fields of the connection.
    ///
    /// If the probe is to be injected, a navigation asks for a page that can be changed.
    ///
    /// In a handshake `Origin` becomes that of the server, and `Sec-WebSocket-Extensions` is removed: messages of a compressed
    /// socket could not be read, and stripping the offer makes the server send none.
    mutating func forward(to upstream: Upstream, from side: ListeningSide, isHandshake: Bool) {
        useOriginForm()
        if !upstream.pathPrefix.isEmpty, target.first == UInt8(ascii: "/") {
            target = Array(upstream.pathPrefix.utf8) + target
        }
        let isPersistent = isPersistent
        if upstream.injectsProbe, isNavigation { askForChangeablePage() }
        fields.removeHopByHop(isUpgrade: isHandshake)
        if !upstream.keepsHost { fields.replace("host", by: upstream.authority) }
        addForwarding(side)
        if isHandshake {
            if !upstream.keepsOrigin { fields.replace("origin", by: upstream.origin) }
            fields.replace("upgrade", by: "websocket")
            fields.remove("sec-websocket-extensions")
        } else if !isPersistent {
            fields.add("Connection", "close")
        }
    }

    /// Replaces a target in absolute form by its path and query (RFC 9112 §3.2.2).
    private mutating func useOriginForm() {
        guard target.first != UInt8(ascii: "/") else { return }
        for scheme in ["http://", "https://"] where target.prefix(scheme.utf8.count).elementsEqual(scheme.utf8) {
            let path = target.dropFirst(scheme.utf8.count).drop { !"/?".utf8.contains($0) }
            target = path.first == UInt8(ascii: "/") ? Array(path) : [UInt8(ascii: "/")] + path
        }
    }

    private mutating func addForwarding(_ side: ListeningSide) {
        if let client = side.client {
            let before = fields.elements(of: "x-forwarded-for")
            let all = (before + [client]).joined(separator: ", ")
            if !fields.replace("x-forwarded-for", by: all) { fields.add("X-Forwarded-For", all) }
        }
        // A proxy in front of this one knows better what the client uses.
        if !fields.contains("x-forwarded-proto") { fields.add("X-Forwarded-Proto", side.scheme) }
        if let host = side.host, !fields.contains("x-forwarded-host") { fields.add("X-Forwarded-Host", host) }
    }
}

extension ProxiedResponse {
    /// Makes the response one of the proxy: the fields of the connection, `Location` and `Set-Cookie`.
    ///
    /// - Returns: The names of cookies that browsers discard, because they are `SameSite=None` without `Secure`.
    mutating func forward(from upstream: Upstream, to side: ListeningSide) -> [String] {
        fields.removeHopByHop(isUpgrade: status == 101)
        fields.mapValues(of: "location") { Self.location($0, from: upstream, to: side) }
        var discarded: [String] = []
        fields.mapValues(of: "set-cookie") { cookie in
            let (rewritten, name) = Self.cookie(cookie, from: upstream, isTLS: side.isTLS)
            if let name { discarded.append(name) }
            return rewritten
        }
        return discarded
    }

    /// Makes the response with status 101 one of the proxy; the server's answer to the handshake is that to the client.
    mutating func forwardHandshake(from upstream: Upstream, to side: ListeningSide) {
        _ = forward(from: upstream, to: side)
        fields.remove("sec-websocket-extensions")
        // They describe a body, of which there is none (RFC 9110 §8.6, RFC 9112 §6.1).
        fields.remove("content-length")
        fields.remove("transfer-encoding")
    }

    /// Returns a location in which the origin of the server, and its path prefix, are replaced by the origin of the proxy.
    private static func location(_ value: [UInt8], from upstream: Upstream, to side: ListeningSide) -> [UInt8] {
        let text = String(decoding: value, as: UTF8.self)
        guard !text.contains("\u{FFFD}") else { return value }
        if text.hasPrefix("/"), !text.hasPrefix("//") {
            return Array(withoutPrefix(text[...], upstream).utf8)
        }
        let authority =
            text.hasPrefix("//") ? text.dropFirst(2) : text.firstRange(of: "://").map { text[$0.upperBound...] }
        guard let rest = authority else { return value }
        let host = rest.prefix { !"/?#".contains($0) }
        let scheme = text.hasPrefix("//") ? "" : text[..<(text.firstIndex(of: ":") ?? text.startIndex)].lowercased()
        guard scheme.isEmpty || scheme == upstream.scheme.rawValue,
            host.lowercased() == upstream.authority.lowercased() || host.lowercased() == upstream.address.lowercased()
        else { return value }
        let path = withoutPrefix(rest.dropFirst(host.count), upstream)
        guard let own = side.host else { return Array((path.isEmpty ? "/" : path).utf8) }
        return Array(((scheme.isEmpty ? "//" : "\(side.scheme)://") + own + path).utf8)
    }

    private static func withoutPrefix(_ path: Substring, _ upstream: Upstream) -> String {
        let prefix = upstream.pathPrefix
        guard !prefix.isEmpty, path.hasPrefix(prefix) else { return String(path) }
        let rest = path.dropFirst(prefix.count)
        guard let next = rest.first else { return "/" }
        return "/?#".contains(next) ? (next == "/" ? "" : "/") + rest : String(path)
    }

    /// Returns a cookie without `Domain`, without `Secure` if the client uses no TLS, and without the path prefix in `Path`; and
    /// its name if browsers discard it.
    private static func cookie(
        _ value: [UInt8], from upstream: Upstream, isTLS: Bool
    ) -> ([UInt8], discarded: String?) {
        let parts = value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        func attribute(_ part: ArraySlice<UInt8>) -> String {
            String(decoding: HeaderFields.trimmed(part), as: UTF8.self).lowercased()
        }
        func isKept(_ part: ArraySlice<UInt8>) -> Bool {
            let text = attribute(part)
            let name = String(decoding: HeaderFields.trimmed(Array(text.prefix { $0 != "=" }.utf8)[...]), as: UTF8.self)
            return name != "domain" && (isTLS || name != "secure")
        }
        let attributes = parts.dropFirst()
        let kept = attributes.filter(isKept)
        let isCrossSite = kept.contains { attribute($0).filter { $0 != " " } == "samesite=none" }
        let name = parts.first.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) } ?? ""
        let rewritten = kept.map { part -> ArraySlice<UInt8> in
            guard !upstream.pathPrefix.isEmpty, attribute(part).hasPrefix("path="),
                let equals = part.firstIndex(of: UInt8(ascii: "="))
            else { return part }
            let path = String(decoding: part[(equals + 1)...], as: UTF8.self)
            return part[...equals] + withoutPrefix(path[...], upstream).utf8
        }
        let cookie = Array(([parts.first ?? []] + rewritten).joined(separator: [UInt8(ascii: ";")]))
        return (cookie, isCrossSite && !isTLS ? name : nil)
    }
}
