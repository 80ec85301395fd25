public import Text

/// A rule that refuses connections of a subject, until it expires or is lifted.
public struct Ban: Hashable, Sendable {
    /// The limit of bans at a time.
    public static let limit = 1000

    /// The connections that a ban covers.
    public enum Subject: Hashable, Sendable {
        /// Clients with this name, in any room.
        case name(String)
        /// Clients at this IPv4 address.
        case v4(UInt32)
        /// Clients in this IPv6 network of 64 bits, as one host has all addresses of its network (RFC 6177).
        case v6(UInt64)
        /// Clients at this link-local address, by its lower 64 bits, as all hosts of a link share one network
        /// (RFC 4291 §2.5.6).
        case link(UInt64)

        /// The address or network of a peer's `address`, such as `192.0.2.1:5000` or `[2001:db8::1]:5000`; `nil` if it is no
        /// IP address.
        public init?(address: String) {
            let host =
                address.first == "["
                ? address.dropFirst().prefix { $0 != "]" } : address.prefix { $0 != ":" }
            guard let address = IPAddress(String(host)) else { return nil }
            self.init(address)
        }

        /// The address or network of `address`.
        public init(_ address: IPAddress) {
            switch address {
            case .v4(let address): self = .v4(address)
            // An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is banned as the IPv4 address.
            case .v6(0, let low) where low >> 32 == 0xFFFF: self = .v4(UInt32(truncatingIfNeeded: low))
            case .v6(let high, let low): self = address.scope == .linkLocal ? .link(low) : .v6(high)
            }
        }

        /// The subject, but the whole link for a link-local address, as a host of the link can take any address of it.
        public var network: Subject {
            if case .link = self { .v6(0xFE80 << 48) } else { self }
        }

        /// The subject in words: `name alice`, `address 192.0.2.1`, `network 2001:db8:0:0::/64`.
        public var text: String {
            switch self {
            case .name(let name): "name \(name)"
            case .v4(let address):
                "address " + [24, 16, 8, 0].map { String(address >> $0 & 0xFF) }.joined(separator: ".")
            case .v6(let high):
                "network " + Self.groups(high) + "::/64"
            case .link(let low): "address fe80::" + Self.groups(low)
            }
        }

        private static func groups(_ bits: UInt64) -> String {
            [48, 32, 16, 0].map { String(bits >> $0 & 0xFFFF, radix: 16) }.joined(separator: ":")
        }

        /// Returns whether the ban covers `request`.
        public func covers(_ request: ConnectionRequest) -> Bool {
            if case .name(let name) = self { return request.name == name }
            return Subject(address: request.address) == self
        }
    }

    /// The number, counted from 1, by which commands refer to the ban.
    public let number: Int
    /// The connections that the ban covers.
    public let subject: Subject
    /// The time at which the ban expires; `nil` if it does not.
    public let until: Instant?

    public init(number: Int, subject: Subject, until: Instant?) {
        self.number = number
        self.subject = subject
        self.until = until
    }

    /// Returns whether the ban has expired at `time`.
    public func isOver(at time: Instant) -> Bool { until.map { $0 <= time } ?? false }
}
