import NIOCore
import Text

extension SocketAddress {
    /// The IP address; `nil` if it is none.
    ///
    /// An IPv4 address in IPv6 clothes, as a socket for both has it, is IPv4.
    ///
    /// Read off the bytes, as Linux has them: the members' names are known to NIO's own C module alone.
    var address: IPAddress? {
        func number(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        switch self {
        case .v4(let address):
            // Family, port, four bytes (ip(7)).
            return withUnsafeBytes(of: address.address) {
                .v4(UInt32(truncatingIfNeeded: number($0.dropFirst(4).prefix(4))))
            }
        case .v6(let address):
            // Family, port, flow information, sixteen bytes (ipv6(7)).
            return withUnsafeBytes(of: address.address) {
                IPAddress.v6(number($0.dropFirst(8).prefix(8)), number($0.dropFirst(16).prefix(8))).unmapped
            }
        case .unixDomainSocket: return nil
        }
    }

    /// `127.0.0.1:52110`, `[::1]:52110`.
    var text: String {
        let ip = if case .v4 = address { address?.text ?? "unknown" } else { ipAddress ?? "unknown" }
        return (ip.contains(":") ? "[\(ip)]" : ip) + (port.map { ":\($0)" } ?? "")
    }
}
