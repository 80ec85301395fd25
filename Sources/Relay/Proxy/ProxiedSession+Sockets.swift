import Events
import Messages
import NIOCore
import Routing
import WebSocketFrames

/// The WebSockets of a session: one that has carried it from the start, or to which the client has moved it.
///
/// ```
/// client ── 2probe ──► server       the client tries the WebSocket, while polling requests carry the session
/// client ◄── 3probe ── server
/// client ──── 5 ─────► server       from here on the WebSocket carries it
/// ```
extension ProxiedSession: SocketSession {
    /// The last step of an upgrade: its packet, and the two WebSockets.
    struct Upgrade {
        let near: PeerHandler
        let far: PeerHandler
        let frame: Message
    }

    /// Passes a message of a WebSocket on.
    func receive(_ frame: Message, on socket: PeerHandler, at time: Instant) {
        let isFromClient = socket.proxied?.role == .client
        for output in reader.read(frame: frame, isFromClient ? .toServer : .toClient, at: time.nanoseconds) {
            switch output {
            case .message(let message): service.core.receive(message, from: socket.id, read: time)
            case .control(_, .upgrade(.upgrade)):
                guard isFromClient, let partner = socket.partner else { continue }
                let upgrade = Upgrade(near: socket, far: partner, frame: frame)
                if requests.isPosting { self.upgrade = upgrade } else { finishUpgrade(upgrade) }
            case .control:
                var shared: OutgoingFrame?
                if let partner = socket.partner, !partner.send(frame, as: &shared) {
                    service.core.disconnectSlowPeer(partner.id)
                }
            }
        }
    }

    /// Passes the packet on with which the client moves the session to its WebSocket.
    func finishUpgrade(_ upgrade: Upgrade) {
        guard !isOver else { return }
        var shared: OutgoingFrame?
        _ = upgrade.far.send(upgrade.frame, as: &shared)
        use(upgrade.near, upgrade.far)
        service.core.record(.transportChanged(client.id, transport(.webSocket)))
    }

    /// Makes two WebSockets carry the packets from now on.
    func use(_ near: PeerHandler, _ far: PeerHandler) {
        idle?.cancel()
        (client.socket, server.socket) = (near, far)
        client.sendQueue()
        server.sendQueue()
    }

    /// The transport of the client.
    func transport(_ carrier: Transport.Carrier) -> Transport {
        Transport(carrier, reader.session.carriesSocketIO ? .socketIO : .engineIO)
    }

    /// Ends the session with its WebSocket, or only the attempt to upgrade it.
    func socketEnded(_ socket: PeerHandler, _ reason: DisconnectReason) {
        if client.socket === socket || server.socket === socket { return service.core.removePeer(socket.id, reason) }
        let (code, text) = reason.closing
        socket.partner?.close(code, reason: text)
        // A client that has sent the last packet of an upgrade does not return to polling.
        if let upgrade, upgrade.near === socket || upgrade.far === socket {
            self.upgrade = nil
            end(reason)
        }
    }
}
