/// A decoded packet of an Engine.IO session, with the attachments that belong to it.
public struct EngineIOItem: Hashable, Sendable {
    /// The direction of a packet.
    public enum Direction: Hashable, Sendable {
        case toServer, toClient
    }

    /// A step by which a client moves its session from polling to a WebSocket.
    public enum UpgradeStep: Hashable, Sendable {
        /// The client asks on the new transport whether it works, with `2probe`.
        case probe
        /// The server answers it, with `3probe`.
        case probeAnswer
        /// The client sends everything on the new transport from now on.
        case upgrade
    }

    /// The meaning of a packet.
    public enum Event: Hashable, Sendable {
        // Engine.IO.

        /// The server opens the session.
        case open(EngineIOHandshake)
        /// A ping, a pong, or a packet that only ends a request; it needs no entry.
        case heartbeat(EngineIOPacket.Kind)
        case upgrade(UpgradeStep)
        /// One side closes the transport.
        case close
        /// A message of a session that does not carry Socket.IO.
        case message(Message)

        // Socket.IO.

        /// The client asks to be connected to a namespace.
        case connect(namespace: String)
        /// The server connects the client to a namespace.
        ///
        /// The id is that by which other clients address this one; `nil` if it is unknown.
        case connected(namespace: String, id: String?)
        /// The server refuses the connection to a namespace, or reports an error, for this reason.
        case refused(namespace: String, reason: String)
        /// One side leaves a namespace.
        case disconnect(namespace: String)
        /// An application's event.
        case event(SocketIOMessage)
        /// The acknowledgement of an event; `nil` if the event is unknown.
        case acknowledgement(SocketIOMessage, of: AcknowledgedEvent?)

        /// Bytes that cannot be decoded, and the reason.
        case malformed(EngineIOError, [UInt8])
    }

    public let direction: Direction
    public let event: Event
}

/// The events that wait for an acknowledgement, by namespace and id.
///
/// The oldest are forgotten: there are two generations, of which the older one is dropped when the younger one is full.
struct PendingAcknowledgements: Hashable, Sendable {
    /// The number of events of a generation.
    ///
    /// Applications rarely wait for more than one acknowledgement at a time.
    static let generationLimit = 512

    private struct Key: Hashable {
        let namespace: String
        let id: Int
    }

    private struct Sent: Hashable {
        let name: String
        let time: Int64
    }

    private var younger: [Key: Sent] = [:]
    private var older: [Key: Sent] = [:]

    /// The number of events that wait.
    var count: Int { younger.count + older.count }

    /// Records an event that asks for an acknowledgement, at a time in nanoseconds.
    mutating func add(_ event: SocketIOMessage, at time: Int64) {
        guard let id = event.packet.ackID, let name = event.name else { return }
        if younger.count >= Self.generationLimit { (older, younger) = (younger, [:]) }
        younger[Key(namespace: event.packet.namespace, id: id)] = Sent(name: name, time: time)
    }

    /// Removes and returns the event that `acknowledgement` answers.
    mutating func remove(
        _ acknowledgement: SocketIOMessage, at time: Int64
    ) -> AcknowledgedEvent? {
        guard let id = acknowledgement.packet.ackID else { return nil }
        let key = Key(namespace: acknowledgement.packet.namespace, id: id)
        let (recent, early) = (younger.removeValue(forKey: key), older.removeValue(forKey: key))
        guard let sent = recent ?? early else { return nil }
        let (elapsed, overflow) = time.subtractingReportingOverflow(sent.time)
        return AcknowledgedEvent(name: sent.name, elapsed: overflow ? 0 : max(0, elapsed))
    }
}
