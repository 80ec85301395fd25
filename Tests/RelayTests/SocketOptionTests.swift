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
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        let hasAddress = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        guard hasAddress, address.sin_family == sa_family_t(AF_INET),
            Int(in_port_t(bigEndian: address.sin_port)) == port
        else { return false }
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) == 0 }
        }
    }
}
