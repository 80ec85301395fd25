/// The protocols that carry the messages of a peer.
public struct Transport: Hashable, Sendable {
    /// The connection that carries messages.
    public enum Carrier: String, CaseIterable, Hashable, Sendable {
        /// A WebSocket.
        case webSocket = "ws"
        /// The polling requests of an Engine.IO session.
        case polling
    }

    /// The protocol between the carrier and the messages.
    public enum Framing: String, CaseIterable, Hashable, Sendable {
        /// Engine.IO without Socket.IO.
        case engineIO = "engine.io"
        /// Socket.IO, which uses Engine.IO.
        case socketIO = "socket.io"
    }

    /// The connection that carries messages.
    public var carrier: Carrier
    /// The protocol between the carrier and the messages; `nil` if each message of the WebSocket is one of the peer.
    public var framing: Framing?

    public init(_ carrier: Carrier, _ framing: Framing? = nil) {
        (self.carrier, self.framing) = (carrier, framing)
    }

    /// A WebSocket whose messages are those of the peer.
    public static let webSocket = Transport(.webSocket)

    /// The protocols from the inside out: `ws`, `socket.io ws`, `engine.io polling`.
    public var text: String {
        [framing?.rawValue, carrier.rawValue].compactMap(\.self).joined(separator: " ")
    }
}
