import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// The addresses by which other machines reach this one.
public enum MachineAddresses {
    /// The addresses of all interfaces, IPv4 first, without duplicates, loopback and link-local ones (RFC 4291 §2.5.6).
    private static var all: [SocketAddress] {
        let reachable = ((try? System.enumerateDevices()) ?? []).compactMap(\.address).filter(isReachable)
        var known: Set<String> = []
        let addresses = reachable.filter { known.insert($0.ipAddress ?? "").inserted }
        return addresses.filter { $0.protocol == .inet } + addresses.filter { $0.protocol == .inet6 }
    }

    /// The addresses as text: `192.168.1.5`, `2001:db8::5`.
    public static var texts: [String] { all.compactMap(\.ipAddress) }

    /// The addresses as 4 or 16 bytes each, in network order.
    public static var packed: [[UInt8]] { all.map(bytes) }

    /// The host name of this machine; `nil` if it has none.
    public static var hostName: String? {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return nil }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name.isEmpty ? nil : name
    }

    /// Returns whether another machine could reach this one at `address`.
    static func isReachable(_ address: SocketAddress) -> Bool {
        let bytes = bytes(of: address)
        switch bytes.count {
        case 4: return bytes[0] != 127 && !bytes.starts(with: [169, 254]) && bytes != [0, 0, 0, 0]
        case 16:
            let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
            return !isLinkLocal && bytes.dropLast().contains { $0 != 0 }
        default: return false
        }
    }

    /// Returns the 4 or 16 bytes of `address`; none if it is not an IP address.
    private static func bytes(of address: SocketAddress) -> [UInt8] {
        let range: Range<Int>
        switch address.protocol {
        case .inet: range = 4..<8
        case .inet6: range = 8..<24
        default: return []
        }
        return address.withSockAddr { pointer, size in
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
            return bytes.count >= range.upperBound ? Array(bytes[range]) : []
        }
    }
}
