public import Events
public import Text

/// The reverse proxies whose forwarding headers are trusted.
///
/// Each proxy appends the address of its client at the right (RFC 7239 §4), and any client can send such a header with any
/// contents. So the list is read from the right, for as long as the address read last is that of a trusted proxy:
///
/// ```
/// Forwarded: for=198.51.100.9, for=192.0.2.7, for=10.0.0.2       peer 127.0.0.1, trusted 127.0.0.1 and 10.0.0.0/8
///            ignored           the client     ◄── trusted ◄─────  trusted
/// ```
public struct ProxyTrust: Hashable, Sendable {
    /// An address, with its port if that is known.
    public struct Hop: Hashable, Sendable {
        /// The address.
        public let address: IPAddress
        /// The port; `nil` if it is unknown.
        public let port: Int?

        public init(_ address: IPAddress, port: Int?) {
            (self.address, self.port) = (address.unmapped, port)
        }

        /// The address in text form: `192.0.2.1:5000`, `[2001:db8::1]`.
        public var text: String {
            let text = if case .v6 = address { "[\(address.text)]" } else { address.text }
            return text + (port.map { ":\($0)" } ?? "")
        }
    }

    private let networks: [IPNetwork]

    /// Creates a policy that trusts proxies with addresses in `networks`; none by default.
    public init(_ networks: [IPNetwork] = []) { self.networks = networks }

    /// Returns whether `address` is that of a trusted proxy.
    public func trusts(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// Returns the client behind `peer`, a trusted proxy: `peer` itself if there is no header.
    ///
    /// - Parameters:
    ///   - peer: The address of the connection.
    ///   - forwarded: The lines of `Forwarded` (RFC 7239).
    ///   - xForwardedFor: The lines of `X-Forwarded-For`.
    /// - Returns: The first address from the right that is not that of a trusted proxy, or else the leftmost one.
    /// - Throws: ``ForwardingFault`` if the headers are malformed, too long or contradictory.
    public func client(behind peer: Hop, forwarded: [String], xForwardedFor: [String]) throws(ForwardingFault) -> Hop {
        let (name, other) = ("Forwarded", "X-Forwarded-For")
        let standard =
            forwarded.isEmpty ? nil : try walk(from: peer, ForwardedNodes.standard(bytes(forwarded, name)), name)
        let usual =
            xForwardedFor.isEmpty ? nil : try walk(from: peer, ForwardedNodes.list(bytes(xForwardedFor, other)), other)
        if let standard, let usual, standard.address != usual.address { throw .contradiction }
        return standard ?? usual ?? peer
    }

    private func bytes(_ lines: [String], _ name: String) throws(ForwardingFault) -> [UInt8] {
        guard lines.reduce(lines.count, { $0 + $1.utf8.count }) <= ForwardingFault.byteLimit else {
            throw .tooLong(name)
        }
        return Array(lines.joined(separator: ",").utf8)
    }

    private func walk(from peer: Hop, _ nodes: [ArraySlice<UInt8>?]?, _ name: String) throws(ForwardingFault) -> Hop {
        guard let nodes else { throw .malformed(name) }
        var hop = peer
        for (count, node) in nodes.reversed().enumerated() {
            guard trusts(hop.address) else { return hop }
            guard count < ForwardingFault.hopLimit else { throw .tooLong(name) }
            // A proxy that withholds its client is the last known address.
            guard let node, !ForwardedNodes.isHidden(node) else { return hop }
            guard let next = ForwardedNodes.hop(node) else { throw .malformed(name) }
            hop = next
        }
        return hop
    }
}
