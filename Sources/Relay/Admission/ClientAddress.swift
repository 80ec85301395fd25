import Events
import NIOCore
import Routing
import Text

/// The address of a client: that of the connected socket, or the one that a trusted proxy forwards for.
struct ClientAddress {
    /// The IP address; `nil` for a Unix domain socket.
    let address: IPAddress?
    /// The address as text: `127.0.0.1:52110`, `[::1]:52110`; without a port if a proxy names none.
    let text: String

    /// The address of the remote socket.
    init(_ socket: SocketAddress?) {
        (address, text) = (socket?.address, socket?.authority ?? "unknown")
    }

    /// The address that a proxy names.
    init(_ hop: ProxyTrust.Hop) {
        (address, text) = (hop.address, hop.text)
    }
}

extension ConnectionRequest {
    /// The connection that a handshake requests.
    init(_ request: UpgradeRequest, id: PeerID, from client: ClientAddress) {
        self.init(
            id: id,
            name: request.name,
            room: request.room,
            isAware: request.isAware,
            address: client.text
        )
    }
}
