import Relay
import Sessions

/// Where a relay that listens can be reached, as one types it.
extension Endpoint {
    /// The endpoint of `relay`.
    ///
    /// `machine` are the addresses by which others reach this machine.
    init(_ relay: RelayServer, host: String, isSelfSigned: Bool, machine: [String]) {
        // Nobody can go to "every address"; from this machine the relay is at localhost then.
        let isEvery = ["0.0.0.0", "::"].contains(host)
        let shown = Self.bracketed(host)
        let secure = relay.fingerprint == nil ? "" : "s"
        let reached = isEvery ? machine.filter { host == "::" || !$0.contains(":") } : []
        let addresses = reached.isEmpty ? relay.addresses : reached
        let isHalf = host == "localhost" && relay.addresses.count == 1
        let list = addresses.joined(separator: addresses.count > 2 ? ", " : " and ")
        self.init(
            socket: "ws\(secure)://\(shown):\(relay.port)",
            page: "http\(secure)://\(isEvery ? "localhost" : shown):\(relay.port)/",
            addresses: isHalf ? "\(list) only, no IPv6 here" : list,
            pages: reached.map { "http\(secure)://\(Self.bracketed($0)):\(relay.port)/" },
            fingerprint: isSelfSigned ? relay.fingerprint : nil
        )
    }

    /// `[::1]`, as a URL has an IPv6 address (RFC 3986 §3.2.2).
    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
