import Text

/// Which pages may open a WebSocket: the browser says where a page is from, in `Origin` (RFC 6455 §10.2, RFC 6454 §7).
///
/// Any page in the world may try, with the rights of who has it open. Allowed are pages of the relay's own host,
/// pages of this machine, and those that the operator names:
///
/// ```
/// https://example.com   https://example.com:8443   https://*.example.com   *   null
/// ```
/// "Own host" is what `Host` says. A page whose name leads to this address only later (DNS rebinding) has that name in
/// both, and passes: ``HostPolicy`` keeps it from a relay on loopback, and a token from any other.
public struct OriginPolicy: Hashable, Sendable {
    /// Scalars of an origin in an entry; browsers' are names of up to 253 letters.
    public static let shownScalars = 300

    private let patterns: [NamePattern]

    /// - Parameter globs: Origins in capitals or not, `*` standing for any letters; `null` is that of a page that was
    ///   opened from a file.
    public init(_ globs: [String] = []) {
        patterns = globs.map { NamePattern($0, hasWildcards: true) }
    }

    /// Whether a page of `origin` may; `host` is the request's `Host`, whose port does not matter.
    public func allows(_ origin: String, host: String?) -> Bool {
        if patterns.contains(where: { $0.matches(origin) }) { return true }
        guard let name = Self.hostname(origin: origin) else { return false }
        return Self.isLoopback(name) || host.flatMap { Self.hostname(authority: $0[...]) } == name
    }

    /// The host of `http://[::1]:8080`; `nil` if the origin is none, as `null`.
    private static func hostname(origin: String) -> String? {
        guard let colon = origin.firstIndex(of: ":"), origin[colon...].hasPrefix("://"), colon > origin.startIndex
        else { return nil }
        return hostname(authority: origin[colon...].dropFirst(3))
    }

    /// The host of `example.com:8080`, small, or of `[::1]:8080`, brackets left out; `nil` if it is anything else.
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

    /// `localhost` and what is below it (RFC 6761 §6.3), `127.0.0.0/8`, `::1`.
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
