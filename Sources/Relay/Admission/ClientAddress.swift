import NIOCore
import Routing
import Text

/// The address of whoever is at the other end of a connection, or the one that a trusted proxy says it is.
struct ClientAddress {
    /// `nil` if the connection is no IP connection.
    let address: IPAddress?
    /// `127.0.0.1:52110`, `[::1]:52110`; without a port if a proxy does not tell it.
    let text: String

    /// The address that is connected itself.
    init(_ socket: SocketAddress?) {
        (address, text) = (socket?.address, socket?.text ?? "unknown")
    }

    /// The address that a proxy gives.
    init(_ hop: ProxyTrust.Hop) {
        (address, text) = (hop.address, hop.text)
    }
}
