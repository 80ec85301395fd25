public import Events
public import Reports
import Text

/// A page whose probe has connected.
public struct ReportedPage: Sendable {
    /// The id.
    public let id: PageID
    /// The IP address and port of its probe.
    public let address: String
    /// The facts that it reports about itself.
    public let facts: PageFacts
    /// The entry of that report.
    public let entry: Int
    /// The time at which its probe connected.
    public let connected: Instant
    /// The time of the last thing that it reported.
    package internal(set) var heard: Instant
    /// Whether its probe is connected.
    public package(set) var isPresent = true

    /// Whether it may be the page of a peer with that IP address, as far as the addresses tell.
    ///
    /// A machine may use IPv4 for one socket and IPv6 for another.
    package func mayHave(host other: String?) -> Bool {
        let host = Peer.host(of: address)
        guard let other, host != other, let one = IPAddress(host), let another = IPAddress(other) else { return true }
        if one.scope == .loopback, another.scope == .loopback { return true }
        return host.contains(":") != other.contains(":")
    }
}
