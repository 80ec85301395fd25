public import Text

/// Who is not let in, and until when.
public struct Ban: Hashable, Sendable {
    /// How many there may be at a time; more than one person keeps in mind.
    public static let limit = 1000

    /// Who is meant.
    public enum Subject: Hashable, Sendable {
        /// Whoever goes by this name, in any room.
        case name(String)
        /// Whoever connects from this IPv4 address.
        case v4(UInt32)
        /// Whoever connects from this IPv6 network of 64 bits, as one host has all addresses of one (RFC 6177).
        case v6(UInt64)
        /// Whoever connects from this address of the link, by its lower 64 bits: all hosts there have one network
        /// (RFC 4291 §2.5.6).
        case link(UInt64)

        /// The network of `address`, a peer's: `192.0.2.1:5000`, `[2001:db8::1]:5000`; `nil` if it is no IP address.
        public init?(address: String) {
            let host =
                address.first == "["
                ? address.dropFirst().prefix { $0 != "]" } : address.prefix { $0 != ":" }
            guard let address = IPAddress(String(host)) else { return nil }
            self.init(address)
        }

        /// The network of `address`, which is itself if it is one of IPv4.
        public init(_ address: IPAddress) {
            switch address {
            case .v4(let address): self = .v4(address)
            // An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2) is banned as what it is.
            case .v6(0, let low) where low >> 32 == 0xFFFF: self = .v4(UInt32(truncatingIfNeeded: low))
            case .v6(let high, let low): self = address.scope == .linkLocal ? .link(low) : .v6(high)
            }
        }

        /// The network that an address of the link is in, which whoever has one can have all addresses of; itself for all
        /// else.
        public var network: Subject {
            if case .link = self { .v6(0xFE80 << 48) } else { self }
        }

        /// `name alice`, `address 192.0.2.1`, `network 2001:db8:0:0::/64`.
        public var words: String {
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

        /// Whether `arrival` is meant.
        public func means(_ arrival: ConnectionRequest) -> Bool {
            if case .name(let name) = self { return arrival.name == name }
            return Subject(address: arrival.address) == self
        }
    }

    /// Counted from 1; what lifts it names it by this.
    public let number: Int
    /// Who is meant.
    public let subject: Subject
    /// Until when; nil for as long as the relay runs.
    public let until: Instant?

    public init(number: Int, subject: Subject, until: Instant?) {
        self.number = number
        self.subject = subject
        self.until = until
    }

    /// Whether it is over by `time`.
    public func isOver(at time: Instant) -> Bool { until.map { $0 <= time } ?? false }
}
