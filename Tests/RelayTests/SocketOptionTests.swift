import Glibc
import TestSupport
import Testing

@testable import CNIOLinux
@testable import Events
@testable import Relay

/// The options of accepted sockets.
@Suite struct SocketOptionTests {
    /// A description takes several packets, and Nagle's algorithm (RFC 896) would delay all but the first.
    @Test func noDelayIsSet() throws {
        try withRelay { relay, watch in
            let clients = [try WebSocketClient.opened(relay), try WebSocketClient.opened(relay)]
            _ = watch.first { $0.number == 2 }
            let accepted = (Int32(0)..<4096).filter { Self.isAccepted($0, by: relay.port) }
            #expect(accepted.count == 2)
            for descriptor in accepted {
                var (isOn, size) = (CInt(0), socklen_t(MemoryLayout<CInt>.size))
                #expect(getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, &size) == 0)
                #expect(isOn != 0)
            }
            withExtendedLifetime(clients) {}
        }
    }

    /// Returns whether `descriptor` is a connected socket with the local port `port`.
    private static func isAccepted(_ descriptor: Int32, by port: Int) -> Bool {
        // A `sockaddr_in`, whose members are not visible here if a module of SwiftNIO is: family, port, address.
        var address = [UInt8](repeating: 0, count: 16)
        var size = socklen_t(address.count)
        return address.withUnsafeMutableBytes { bytes in
            guard let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                getsockname(descriptor, address, &size) == 0, Int32(bytes[0]) == AF_INET,
                Int(bytes[2]) << 8 | Int(bytes[3]) == port
            else { return false }
            return getpeername(descriptor, address, &size) == 0
        }
    }
}
