import Text

/// Decides which pages may open a WebSocket, by the `Origin` that browsers send (RFC 6455 §10.2, RFC 6454 §7).
///
/// Any page can try to connect, with the access of the user who has it open. Pages of the relay's own host, pages of this
/// machine, and the origins that the operator names are allowed:
///
/// ```
/// https://example.com   https://example.com:8443   https://*.example.com   *   null
/// ```
/// The relay's own host is the one in `Host`. A page whose name resolves to this address only later (DNS rebinding) has its
/// name in both fields, and passes; ``HostPolicy`` protects a relay on loopback from it, and a token any other.
public struct OriginPolicy: Hashable, Sendable {
    /// The number of scalars of an origin that an entry shows: 300, as host names have up to 253.
    public static let shownScalars = 300

    private let patterns: [NamePattern]

    /// Creates a policy.
    ///
    /// - Parameter globs: The allowed origins, in any case, with `*` for any characters; `null` is the origin of a page that
    ///   was opened from a file.
    public init(_ globs: [String] = []) {
        patterns = globs.map { NamePattern($0, hasWildcards: true) }
    }

    /// Returns whether a page of `origin` may connect; `host` is the `Host` of the request, whose port is ignored.
    public func allows(_ origin: String, host: String?) -> Bool {
        if patterns.contains(where: { $0.matches(origin) }) { return true }
        guard let name = Self.hostname(origin: origin) else { return false }
        return Self.isLoopback(name) || host.flatMap { Self.hostname(authority: $0[...]) } == name
    }

    /// Returns the host of an origin such as `http://[::1]:8080`; `nil` if the origin is opaque, such as `null`.
    private static func hostname(origin: String) -> String? {
        guard let colon = origin.firstIndex(of: ":"), origin[colon...].hasPrefix("://"), colon > origin.startIndex
        else { return nil }
        return hostname(authority: origin[colon...].dropFirst(3))
    }

    /// Returns the host of `example.com:8080` in lower case, or of `[::1]:8080` without brackets; `nil` for other text.
    static func hostname(authority: Substring) -> String? {
        let isBracketed = authority.first == "["
        let name = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        var rest = authority[name.endIndex...]
        if isBracketed {
            guard rest.first == "]" else { return nil }
            rest = rest.dropFirst()
        }
        guard rest.isEmpty || rest.first == ":", rest.dropFirst().utf8.allSatisfy(isDigit) else { return nil }
        guard !name.isEmpty, name.utf8.allSatisfy({ isBracketed ? isAddress($0) : isName($0) }) else { return nil }
        return name.lowercased()
    }

    /// Returns whether `name` is `localhost` or a subdomain of it (RFC 6761 §6.3), or in `127.0.0.0/8`, or `::1`.
    static func isLoopback(_ name: String) -> Bool {
        name == "localhost" || name.hasSuffix(".localhost") || IPAddress(name)?.scope == .loopback
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isAddress(_ byte: UInt8) -> Bool { isName(byte) || byte == UInt8(ascii: ":") }

    private static func isName(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
        default: false
        }
    }
}

/// Decides which hosts a request may name in `Host` (RFC 9110 §7.2), for a relay that listens on loopback only.
///
/// The name of a page can resolve to an address of its author first and to 127.0.0.1 later (DNS rebinding). To the browser
/// the page then has the relay's origin, but its name is still in `Host`. Names of this machine, IP addresses, which need no
/// resolver, and the names that the operator gives are allowed.
public struct HostPolicy: Hashable, Sendable {
    private let patterns: [NamePattern]

    /// Creates a policy.
    ///
    /// - Parameter names: The allowed names, in any case, with `*` for any characters.
    public init(_ names: [String] = []) {
        patterns = names.map { NamePattern($0, hasWildcards: true) }
    }

    /// Returns whether a request may name `host`, whose port is ignored.
    public func allows(_ host: String) -> Bool {
        guard let name = OriginPolicy.hostname(authority: host[...]) else { return false }
        // A name may end with the dot of the root (RFC 1034 §3.1).
        let relative = name.hasSuffix(".") ? String(name.dropLast()) : name
        return OriginPolicy.isLoopback(relative) || IPAddress(relative) != nil
            || patterns.contains { $0.matches(relative) }
    }
}
