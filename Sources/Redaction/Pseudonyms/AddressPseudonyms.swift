import Events
import Text

/// Pseudonyms of IP addresses.
///
/// They keep the family and the scope, so that a host candidate of a private network stays one. Addresses that are the same
/// on every host stay: `0.0.0.0`, `::`, `127.0.0.1`, `::1` and `255.255.255.255`.
///
/// ```
/// 192.168.1.20     192.168.87.3          within the block of RFC 1918, RFC 3927, RFC 6598, RFC 1112 or the loopback
/// 198.18.7.1       203.77.12.250         any global address, that of somebody else
/// fe80::1:2        fe80::8c1f:…          with the same network
/// 2a01:4f8::7      2001:db8:3f17:…       documentation (RFC 3849), the same network for one of the same /64
/// ```
/// IPv4 addresses are permuted within their block, so that no two have the same pseudonym.
extension Pseudonyms {
    /// The number of bits that ``permuted(_:bits:_:)`` supports: 60, ten characters of a user name.
    static let permutedBits = 60
    /// The number of rounds of the Feistel network: 8, more than the four that suffice for a pseudorandom permutation (Luby
    /// and Rackoff), as halves are short.
    private static let rounds: UInt8 = 8
    /// The number of times that a permutation is repeated until it leads to an address of the right scope: 64, as each
    /// time has a probability of more than four fifths.
    private static let walkLimit = 64

    /// Returns `value` under a keyed permutation of the numbers of `bits` bits, an even number up to ``permutedBits``.
    ///
    /// It is a Feistel network, as those for format-preserving encryption (NIST SP 800-38G).
    func permuted(_ value: UInt64, bits: Int, _ kind: Kind) -> UInt64 {
        let half = UInt64(max(0, min(bits, Self.permutedBits)) / 2)
        let mask = (UInt64(1) << half) &- 1
        var (left, right) = (value >> half & mask, value & mask)
        for round in 0..<Self.rounds {
            let digest = hash(kind, [UInt8(truncatingIfNeeded: bits), round] + Self.bytes(of: right), block: 0xFF)
            (left, right) = (right, left ^ Self.number(digest.prefix(8)) & mask)
        }
        return left << half | right
    }

    /// Returns the pseudonym of an address in text; the text itself if it is no address, or one that stays.
    func address(_ text: [UInt8]) -> [UInt8] {
        let spelled = String(decoding: text, as: UTF8.self)
        guard let address = IPAddress(spelled) ?? Self.padded(text) else { return text }
        let made = pseudonym(of: address)
        guard made != address else { return text }
        // An IPv4-mapped address whose end is spelled as an IPv4 address.
        if case .v6 = made, made.unmapped != made, text.contains(UInt8(ascii: ".")) {
            return Array("::ffff:\(made.unmapped.text)".utf8)
        }
        return Array(made.text.utf8)
    }

    /// The IPv4 address whose numbers have leading zeros; `nil` if `text` is none.
    private static func padded(_ text: [UInt8]) -> IPAddress? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(Alphabet.isDigit),
                let byte = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return .v4(number)
    }

    /// Returns the pseudonym of `address`.
    func pseudonym(of address: IPAddress) -> IPAddress {
        switch address {
        case .v4(let number): return .v4(pseudonym(ofV4: number))
        case .v6(0, let low) where low >> 32 == 0xFFFF:
            return .v6(0, 0xFFFF << 32 | UInt64(pseudonym(ofV4: UInt32(truncatingIfNeeded: low))))
        case .v6(let high, let low):
            let scope = address.scope
            guard scope != .unspecified, scope != .loopback else { return address }
            let host = hash(.host, Self.bytes(of: high) + Self.bytes(of: low))
            return .v6(network(high, scope), Self.number(host.prefix(8)))
        }
    }

    /// Returns the upper half of the pseudonym of an IPv6 address: the same for all addresses of a network of 64 bits.
    private func network(_ high: UInt64, _ scope: IPAddress.Scope) -> UInt64 {
        let hash = Self.number(hash(.network, Self.bytes(of: high)).prefix(8))
        return switch scope {
        case .linkLocal: 0xFE80 << 48
        // The first byte, fc or fd (RFC 4193 §3.1).
        case .privateNetwork: high & (0xFF << 56) | hash >> 8
        // The flags and the scope (RFC 4291 §2.7).
        case .multicast: high & (0xFFFF << 48) | hash >> 16
        default: 0x2001_0DB8 << 32 | hash >> 32
        }
    }

    private func pseudonym(ofV4 number: UInt32) -> UInt32 {
        guard !Self.stays(number) else { return number }
        let scope = IPAddress.v4(number).scope
        let bits = Self.blockBits(number, scope)
        let prefix = bits == 32 ? 0 : (number >> UInt32(bits)) << UInt32(bits)
        var walked = number & ~prefix
        for _ in 0..<Self.walkLimit {
            walked = UInt32(truncatingIfNeeded: permuted(UInt64(walked), bits: bits, .address))
            let made = prefix | walked
            if !Self.stays(made), IPAddress.v4(made).scope == scope { return made }
        }
        return prefix | walked
    }

    private static func stays(_ number: UInt32) -> Bool {
        number == 0 || number == 0x7F00_0001 || number == .max
    }

    /// The number of bits of an address that vary in its block.
    private static func blockBits(_ number: UInt32, _ scope: IPAddress.Scope) -> Int {
        switch scope {
        case .global: 32
        case .privateNetwork: number >> 24 == 10 ? 24 : number >> 24 == 172 ? 20 : 16
        case .carrierGrade: 22
        case .linkLocal: 16
        case .loopback, .unspecified: 24
        case .multicast: 28
        }
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Pseudonyms {
    /// Returns the subject of a ban of pseudonyms, which covers the pseudonyms of the addresses that `subject` covers.
    func pseudonym(of subject: Ban.Subject) -> Ban.Subject {
        switch subject {
        case .name: subject
        case .v4(let number): .v4(pseudonym(ofV4: number))
        case .v6(let high):
            if case .v6(let made, _) = pseudonym(of: IPAddress.v6(high, 2)) { .v6(made) } else { subject }
        case .link(let low):
            if case .v6(_, let made) = pseudonym(of: IPAddress.v6(0xFE80 << 48, low)) { .link(made) } else { subject }
        }
    }
}
