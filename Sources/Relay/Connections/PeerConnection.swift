import Events
import Messages
import Routing
import WebSocketFrames

/// A session that a proxied WebSocket carries, and that receives its messages in place of the relay.
protocol SocketSession: AnyObject {
    /// Receives a message of `socket`, whose last bytes were read at `time`.
    func receive(_ message: Message, on socket: PeerHandler, at time: Instant)

    /// Reports that `socket` has ended, or is about to.
    func socketEnded(_ socket: PeerHandler, _ reason: DisconnectReason)
}

/// The connection to a participant: a WebSocket, or one end of an Engine.IO session.
protocol PeerConnection: AnyObject {
    /// Sends a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - frame: The frame of the message to a client, shared by all recipients.
    /// - Returns: False, without sending, if it does not fit into the send queue.
    func send(_ message: Message, as frame: inout OutgoingFrame?) -> Bool

    /// Ends the connection after what is queued; with ``CloseCode/abnormal``, without a word.
    func close(_ code: CloseCode, reason: String)

    /// The number of bytes that the participant has not accepted yet.
    var queuedBytes: Int { get }

    /// The size of the send queue and the round trip.
    var gauges: PeerGauges { get }

    /// Sends a ping if one is due; returns false if the idle timeout has passed.
    func checkLiveness(at now: Instant) -> Bool
}

/// The socket of a probe.
protocol ProbeConnection: AnyObject {
    /// Closes the socket after a close frame with `code`.
    func close(_ code: CloseCode, reason: String)

    /// Pings the probe, or closes its socket if the idle timeout has passed.
    func checkLiveness(at now: Instant)
}
