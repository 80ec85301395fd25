/// An IP address, parsed without calls to the system: that of a candidate or a client.
public enum IPAddress: Hashable, Sendable {
    /// The four bytes of an IPv4 address (RFC 791).
    case v4(UInt32)
    /// The two halves of an IPv6 address (RFC 4291).
    case v6(UInt64, UInt64)

    /// The part of the network that an address can be reached from.
    public enum Scope: String, Hashable, Sendable {
        /// Everywhere, as far as the address tells.
        case global
        /// Its own network (RFC 1918, RFC 4193).
        case privateNetwork = "private"
        /// The network of its provider (RFC 6598).
        case carrierGrade = "carrier-grade NAT"
        /// Its own link (RFC 3927, RFC 4291 §2.5.6).
        case linkLocal = "link-local"
        /// Its own host (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
        case loopback
        /// Nowhere: it stands for the absence of an address.
        case unspecified
        /// A multicast group (RFC 1112, RFC 4291 §2.7).
        case multicast
    }

    /// The length of the longest spelling in bytes: eight groups, the last two as an IPv4 address.
    static let textLimit = 45

    /// Parses `text` (RFC 4291 §2.2, four decimal bytes); `nil` if it is not an address or has a zone.
    public init?(_ text: String) {
        guard (2...Self.textLimit).contains(text.utf8.count) else { return nil }
        if let address = Self.v4(text[...]) {
            self = .v4(address)
        } else if let groups = Self.groups(text) {
            self = .v6(Self.joined(groups[..<4]), Self.joined(groups[4...]))
        } else {
            return nil
        }
    }

    /// The scope of the address, told from its prefix.
    public var scope: Scope {
        switch self {
        case .v4(let address): Self.scope(address)
        // An IPv4-mapped address (RFC 4291 §2.5.5.2).
        case .v6(0, let low) where low >> 32 == 0xFFFF: Self.scope(UInt32(truncatingIfNeeded: low))
        case .v6(0, 0): .unspecified
        case .v6(0, 1): .loopback
        case .v6(let high, _) where high >> 57 == 0xFC >> 1: .privateNetwork
        case .v6(let high, _) where high >> 54 == 0xFE80 >> 6: .linkLocal
        case .v6(let high, _) where high >> 56 == 0xFF: .multicast
        case .v6: .global
        }
    }

    private static func scope(_ address: UInt32) -> Scope {
        switch (UInt8(address >> 24), UInt8(address >> 16 & 0xFF)) {
        case (0, _): .unspecified
        case (127, _): .loopback
        case (10, _), (172, 16...31), (192, 168): .privateNetwork
        case (100, 64...127): .carrierGrade
        case (169, 254): .linkLocal
        case (224...239, _): .multicast
        default: .global
        }
    }

    private static func v4(_ text: Substring) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            // `UInt8` accepts a sign, and some systems read a leading zero as octal.
            guard (1...3).contains(part.count), part.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
                part.count == 1 || part.first != UInt8(ascii: "0"), let byte = UInt8(Substring(part))
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// The eight groups of an IPv6 address; `nil` if `text` is not one.
    private static func groups(_ text: String) -> [UInt16]? {
        let utf8 = Array(text.utf8)
        let colon = UInt8(ascii: ":")
        guard let gap = utf8.indices.dropLast().first(where: { utf8[$0] == colon && utf8[$0 + 1] == colon }) else {
            return groups(utf8[...], isLast: true).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let front = groups(utf8[..<gap], isLast: false), let back = groups(utf8[(gap + 2)...], isLast: true),
            front.count + back.count < 8
        else { return nil }
        return front + Array(repeating: 0, count: 8 - front.count - back.count) + back
    }

    private static func groups(_ text: ArraySlice<UInt8>, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            let word = String(decoding: part, as: UTF8.self)
            if isLast, index == parts.count - 1, let address = v4(word[...]) {
                groups += [UInt16(address >> 16), UInt16(truncatingIfNeeded: address)]
            } else {
                guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"),
                    let group = UInt16(word, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func joined(_ groups: ArraySlice<UInt16>) -> UInt64 {
        groups.reduce(0) { $0 << 16 | UInt64($1) }
    }
}
