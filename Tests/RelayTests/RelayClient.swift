import NIOSSL
import TestSupport

@testable import Relay

/// Clients of a relay on this machine.
extension WebSocketClient {
    /// Connects to `relay`.
    convenience init(_ relay: RelayServer, overIPv6: Bool = false, receiveBuffer: Int32? = nil) throws {
        self.init(
            try TCPStream(host: overIPv6 ? "::1" : "127.0.0.1", port: relay.port, receiveBuffer: receiveBuffer))
    }

    /// Connects to `relay` over TLS, with `newest` as the maximum version.
    convenience init(overTLS relay: RelayServer, newest: TLSVersion = .tlsv13) throws {
        self.init(try TLSStream(relay, newest: newest))
    }

    /// Connects to `relay` and opens a WebSocket at `path`.
    static func opened(
        _ relay: RelayServer, _ path: String = "/", headers: String = "", receiveBuffer: Int32? = nil
    ) throws -> WebSocketClient {
        let client = try WebSocketClient(relay, receiveBuffer: receiveBuffer)
        try client.open(path, headers: headers)
        return client
    }
}

/// An expectation of a test helper that was not met.
struct UnexpectedBehavior: Error {
    let description: String
}
