import Events
import Messages
import NIOCore
import Routing
import WebSocketFrames

/// One end of an Engine.IO session, as a participant of the relay.
///
/// Confined to the relay loop.
final class SessionEnd: PeerConnection {
    let id: PeerID
    let role: Peer.Role
    weak var session: ProxiedSession?
    /// The WebSocket that carries the packets; `nil` while polling requests do.
    weak var socket: PeerHandler?
    /// The packets that the next request or response carries.
    var queue = PacketQueue()

    init(_ id: PeerID, _ role: Peer.Role) { (self.id, self.role) = (id, role) }

    func send(_ message: Message, as frame: inout OutgoingFrame?) -> Bool {
        guard let session else { return true }
        let packets = session.packets(carrying: message)
        guard let socket else {
            guard enqueue(packets) else { return false }
            session.scheduleFlush()
            return true
        }
        return packets.allSatisfy { send($0, on: socket, fragments: packets.count == 1 ? message.fragments : []) }
    }

    /// Queues packets for the next request or response; returns false, and queues none, if they are too many.
    func enqueue(_ packets: [OutgoingPacket]) -> Bool {
        guard let session else { return true }
        let limit = session.service.core.limits.maxQueueSize + session.service.upstream.maxMessageSize
        guard queue.size + packets.reduce(0, { $0 + $1.size }) <= limit else { return false }
        for packet in packets { queue.append(packet) }
        return true
    }

    private func send(_ packet: OutgoingPacket, on socket: PeerHandler, fragments: [Int] = []) -> Bool {
        guard let session else { return true }
        let frame = packet.frame(session.version)
        var shared: OutgoingFrame?
        return socket.send(Message(frame.opcode, frame.payload, fragments: fragments), as: &shared)
    }

    /// Sends the queued packets on the WebSocket, if there is one.
    func sendQueue() {
        guard let socket else { return }
        for packet in queue.takeAll() where !send(packet, on: socket) { session?.service.core.disconnectSlowPeer(id) }
    }

    func close(_ code: CloseCode, reason: String) { session?.close(self, code, reason: reason) }

    var queuedBytes: Int { socket?.queuedBytes ?? queue.size }

    var gauges: PeerGauges { socket?.gauges ?? PeerGauges(queued: queuedBytes) }

    // The two sides watch each other by the pings of Engine.IO.
    func checkLiveness(at now: Instant) -> Bool { true }
}
