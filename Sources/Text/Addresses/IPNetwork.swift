/// A range of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), or a single address: `10.0.0.0/8`,
/// `192.0.2.1`.
public struct IPNetwork: Hashable, Sendable {
    /// The network as it was written.
    public let text: String
    private let network: IPAddress
    /// The number of leading bits that all its addresses share.
    private let length: Int

    /// Parses `text`; `nil` if it is not a network.
    ///
    /// Bits after the prefix are ignored.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let written = IPAddress(String(parts[0])) else { return nil }
        let bits = written.bits
        var length = bits
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(parts[1]), number <= bits
            else { return nil }
            length = number
        }
        self.text = text
        // A network of IPv4-mapped addresses is an IPv4 network.
        let isMapped = written != written.unmapped && length >= 96
        network = isMapped ? written.unmapped : written
        self.length = isMapped ? length - 96 : length
    }

    /// Whether the network contains `address`.
    ///
    /// An IPv4-mapped address counts as the IPv4 address.
    public func contains(_ address: IPAddress) -> Bool {
        func agrees(_ one: UInt64, _ other: UInt64, _ length: Int) -> Bool {
            length <= 0 || (one ^ other) >> UInt64(64 - min(length, 64)) == 0
        }
        switch (network, address.unmapped) {
        case (.v4(let network), .v4(let address)): return agrees(UInt64(network) << 32, UInt64(address) << 32, length)
        case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
            return agrees(high, otherHigh, length) && agrees(low, otherLow, length - 64)
        default: return false
        }
    }
}

extension IPAddress {
    /// The length of the address in bits.
    fileprivate var bits: Int { if case .v4 = self { 32 } else { 128 } }

    /// The IPv4 address of an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2); any other address
    /// itself.
    public var unmapped: IPAddress {
        guard case .v6(0, let low) = self, low >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: low))
    }

    /// The canonical spelling: `192.0.2.1`, `2001:db8::1` (RFC 5952 §4).
    public var text: String {
        switch self {
        case .v4(let address): return [24, 16, 8, 0].map { String(address >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { half >> $0 & 0xFFFF } }
            // The first of the longest runs of zeros is left out if it has more than one group.
            var gap = 0..<0
            var start = 0
            for index in 0...8 where index == 8 || groups[index] != 0 {
                if index - start > max(1, gap.count) { gap = start..<index }
                start = index + 1
            }
            func joined(_ part: ArraySlice<UInt64>) -> String {
                part.map { String($0, radix: 16) }.joined(separator: ":")
            }
            return gap.isEmpty
                ? joined(groups[...]) : joined(groups[..<gap.lowerBound]) + "::" + joined(groups[gap.upperBound...])
        }
    }
}
