import Text

/// The upstream server that a proxy stands in front of, and how requests are forwarded to it.
public struct Upstream: Hashable, Sendable {
    /// The protocol that the server speaks.
    public enum Scheme: String, Hashable, Sendable {
        case http
        case https

        /// The port that is used if a URL names none.
        public var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// The certificates that an `https` server may present.
    public enum Trust: Hashable, Sendable {
        /// Those that the system trusts, for the host of the URL.
        case system
        /// Those that an authority in this PEM file has issued, for the host of the URL.
        case authorities(file: String)
        /// Any, even for another host.
        case anyone
    }

    /// The protocol.
    public let scheme: Scheme
    /// The host name or address, an IPv6 address without its brackets.
    public let host: String
    /// The TCP port.
    public let port: Int
    /// The path that is put before that of each request: empty, or `/` and segments without a slash at the end.
    public let pathPrefix: String

    /// Whether `Host` is forwarded as the client sent it; false, the default, replaces it by that of the server.
    ///
    /// Servers that choose among several sites, and those behind another proxy, expect their own.
    public var keepsHost = false
    /// Whether `Origin` is forwarded as the client sent it; false, the default, replaces it by that of the server in
    /// WebSocket handshakes, because many servers accept their own only.
    ///
    /// In all other requests it is forwarded unchanged, because cross-origin responses must name it (Fetch §3.2.5).
    public var keepsOrigin = false
    /// The certificates that are accepted; those that the system trusts by default.
    public var trust = Trust.system
    /// The time in which a connection must be established, TLS handshake included.
    ///
    /// Default 10 s, enough for a slow network.
    public var connectTimeout: Duration = .seconds(10)
    /// The time in which a page that was fetched through the proxy is expected to open a socket through it.
    ///
    /// Default 10 s, more than most pages need to load their scripts.
    public var pageTimeout: Duration = .seconds(10)
    /// Whether each request that is no signaling is recorded; false, the default, counts them.
    public var logsRequests = false
    /// Whether pages get the script tag of the probe; false, the default, forwards them unchanged.
    public var injectsProbe = false
    /// The largest message on a proxied WebSocket, in bytes after reassembly.
    ///
    /// Default 16 MiB, because applications send more than signaling through their sockets.
    public var maxMessageSize = 16 * 1024 * 1024

    /// Parses the URL of an upstream server: `http://localhost:3000`, `wss://example.com/app`.
    ///
    /// `ws` means `http`, and `wss` means `https`, because the same port serves both.
    ///
    /// - Throws: What is wrong with the URL.
    public init(_ url: String) throws(UpstreamError) {
        guard url.contains(where: { !$0.isWhitespace }) else { throw .empty }
        guard let mark = url.firstRange(of: "://") else { throw .noScheme(url) }
        switch url[..<mark.lowerBound].lowercased() {
        case "http", "ws": scheme = .http
        case "https", "wss": scheme = .https
        default: throw .unknownScheme(url, String(url[..<mark.lowerBound]))
        }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let path = rest.dropFirst(authority.count)
        guard !authority.contains("@") else { throw .userInfo }
        guard !path.contains("?"), !path.contains("#") else { throw .query(url) }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .invalidPath(url, String(path)) }
        (host, port) = try Self.hostAndPort(authority, in: url, scheme)
        var prefix = path
        while prefix.last == "/" { prefix.removeLast() }
        pathPrefix = String(prefix)
    }

    private static func hostAndPort(
        _ authority: Substring, in url: String, _ scheme: Scheme
    ) throws(UpstreamError) -> (String, Int) {
        var (host, after) = (authority, Substring())
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .invalidHost(url, String(authority)) }
            host = authority[authority.index(after: authority.startIndex)..<end]
            after = authority[authority.index(after: end)...]
            guard case .v6? = IPAddress(String(host)) else { throw .invalidHost(url, String(host)) }
        } else if let colon = authority.firstIndex(of: ":") {
            (host, after) = (authority[..<colon], authority[colon...])
        }
        let isName = host.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":": true
            default: false
            }
        }
        guard !host.isEmpty, isName else { throw .invalidHost(url, String(host)) }
        guard !after.isEmpty, after != ":" else { return (String(host), scheme.defaultPort) }
        let digits = after.dropFirst()
        guard after.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits),
            port > 0
        else { throw .invalidPort(url, String(digits)) }
        return (String(host), Int(port))
    }

    /// The host and port as in `Host` (RFC 9110 §7.2): without the port if it is that of the scheme.
    public var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? host : "\(host):\(port)"
    }

    /// The host and port, always both, for reports: `localhost:3000`.
    public var address: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The origin (RFC 6454 §6.2): `http://localhost:3000`.
    public var origin: String { "\(scheme.rawValue)://\(authority)".lowercased() }

    /// The URL, as it is shown.
    public var url: String { "\(scheme.rawValue)://\(authority)\(pathPrefix)" }
}

/// An error in the URL of an upstream server: what is wrong, the value, and what is expected.
public enum UpstreamError: Error, Hashable, CustomStringConvertible {
    case empty
    case noScheme(String)
    case unknownScheme(String, String)
    /// The URL has a user name or a password, which are not repeated here.
    case userInfo
    case query(String)
    case invalidHost(String, String)
    case invalidPort(String, String)
    case invalidPath(String, String)

    public var description: String {
        switch self {
        case .empty: "no upstream URL: expected one such as http://localhost:3000"
        case .noScheme(let url): "invalid upstream \"\(url)\": expected a URL such as http://\(url)"
        case .unknownScheme(let url, let scheme):
            "invalid upstream \"\(url)\": expected http, https, ws or wss, not \(scheme)"
        case .userInfo: "invalid upstream: expected a URL without a user name and a password"
        case .query(let url): "invalid upstream \"\(url)\": expected a URL without a query and a fragment"
        case .invalidHost(let url, let host):
            "invalid upstream \"\(url)\": expected a host name, an IPv4 address or [IPv6], not \"\(host)\""
        case .invalidPort(let url, let port):
            "invalid upstream \"\(url)\": expected a port of 1 to 65535, not \"\(port)\""
        case .invalidPath(let url, let path):
            "invalid upstream \"\(url)\": expected a percent-encoded path, not \"\(path)\""
        }
    }
}
