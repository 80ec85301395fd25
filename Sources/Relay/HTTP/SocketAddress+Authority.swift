import NIOCore
import Text

extension SocketAddress {
    /// The IP address; `nil` for a Unix domain socket.
    ///
    /// An IPv4-mapped IPv6 address, as a dual-stack socket has it, is returned as IPv4.
    ///
    /// The bytes are read at the offsets that Linux has them at, because NIO does not export the C members.
    var address: IPAddress? {
        func number(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        switch self {
        case .v4(let address):
            // Family, port, four bytes of address (ip(7)).
            return withUnsafeBytes(of: address.address) {
                .v4(UInt32(truncatingIfNeeded: number($0.dropFirst(4).prefix(4))))
            }
        case .v6(let address):
            // Family, port, flow information, sixteen bytes of address (ipv6(7)).
            return withUnsafeBytes(of: address.address) {
                IPAddress.v6(number($0.dropFirst(8).prefix(8)), number($0.dropFirst(16).prefix(8))).unmapped
            }
        case .unixDomainSocket: return nil
        }
    }

    /// The address and the port as in a URL (RFC 3986 §3.2): `127.0.0.1:52110`, `[::1]:52110`.
    var authority: String {
        let ip = if case .v4 = address { address?.text ?? "unknown" } else { ipAddress ?? "unknown" }
        return (ip.contains(":") ? "[\(ip)]" : ip) + (port.map { ":\($0)" } ?? "")
    }
}
