import Events
import Messages
import Reports
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

/// The limits on what probes send.
enum ProbeRates {
    /// Those of one socket: reports of 64 KiB, 50 a second and 256 KiB a second, five times as many in a burst.
    ///
    /// A probe sends fewer: about ten reports in the first second of a call, and then one of 1 KB a second at most.
    static let each = limits(messages: 50, bytes: 256 * 1024)
    /// Those of all sockets together: 1 MiB a second, a few milliseconds of decoding, and five times as much in a burst.
    static let all = limits(messages: Limits.none, bytes: 1024 * 1024)

    private static func limits(messages: Int, bytes: Int) -> Limits {
        var limits = Limits()
        limits.maxMessageSize = ReportDecoder.byteLimit
        limits.maxMessageRate = messages
        limits.maxByteRate = bytes
        return limits
    }
}

/// The socket of a probe.
protocol ProbeConnection: AnyObject {
    /// Closes the socket after a close frame with `code`.
    func close(_ code: CloseCode, reason: String)

    /// Pings the probe, or closes its socket if the idle timeout has passed.
    func checkLiveness(at now: Instant)
}
