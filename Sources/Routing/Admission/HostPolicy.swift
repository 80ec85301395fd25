import Text

/// Which hosts a request may name in `Host` (RFC 9110 §7.2), for a relay that only this machine can reach.
///
/// The name of a page can lead to an address of its author first and to 127.0.0.1 later (DNS rebinding): the page is
/// then of the relay's own origin to a browser, but its name is still in `Host`. Allowed are names of this machine,
/// addresses, because a browser asks no resolver for them, and names that the operator gives.
public struct HostPolicy: Hashable, Sendable {
    private let patterns: [NamePattern]

    /// - Parameter names: Names in capitals or not, `*` standing for any letters.
    public init(_ names: [String] = []) {
        patterns = names.map { NamePattern($0, hasWildcards: true) }
    }

    /// Whether a request may name `host`, whose port does not matter.
    public func allows(_ host: String) -> Bool {
        guard let name = OriginPolicy.hostname(authority: host[...]) else { return false }
        // The root may be spelt out (RFC 1034 §3.1).
        let spelt = name.hasSuffix(".") ? String(name.dropLast()) : name
        return OriginPolicy.isLoopback(spelt) || IPAddress(spelt) != nil || patterns.contains { $0.matches(spelt) }
    }
}
