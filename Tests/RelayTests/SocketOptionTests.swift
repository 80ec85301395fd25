import Glibc
import TestSupport
import Testing

@testable import CNIOLinux
@testable import Events
@testable import Relay

/// What the system is told about the sockets of those who are accepted.
@Suite struct SocketOptionTests {
    /// A description is more than one packet, and would wait for the answer to the first (RFC 896).
    @Test func nothingThatIsSaidWaitsForMore() throws {
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

    /// Whether `descriptor` is of a connection whose end here has that port.
    private static func isAccepted(_ descriptor: Int32, by port: Int) -> Bool {
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        let isHere = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        guard isHere, address.sin_family == sa_family_t(AF_INET), Int(in_port_t(bigEndian: address.sin_port)) == port
        else { return false }
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) == 0 }
        }
    }
}
