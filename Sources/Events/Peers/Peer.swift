/// A connected client.
public struct Peer: Hashable, Sendable {
    /// The id, unique for as long as the relay runs.
    public let id: PeerID
    /// The name that the client gave; any text, made printable when it is drawn.
    ///
    /// Names are not unique.
    public let name: String?
    /// The room that the peer is in.
    public let room: String
    /// Whether the client negotiated the subprotocol `signal-console.v1`, and so receives messages of the relay itself.
    public let isAware: Bool
    /// The remote address and port: `127.0.0.1:52110`, `[::1]:52110`.
    public let address: String

    public init(id: PeerID, name: String?, room: String, isAware: Bool, address: String) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
    }
}

/// A connection that requests admission.
public struct ConnectionRequest: Hashable, Sendable {
    /// The id that the peer gets if it is admitted; ``PeerID/relay`` if it was refused before an id was assigned.
    public var id: PeerID
    /// The name in the query, percent-decoded; `nil` or empty if there is none.
    public var name: String?
    /// The room in the query, percent-decoded; `nil` or empty for ``lobby``.
    public var room: String?
    /// Whether the client requests the subprotocol `signal-console.v1`.
    public var isAware: Bool
    /// The remote address and port.
    public var address: String

    public init(id: PeerID, name: String? = nil, room: String? = nil, isAware: Bool = false, address: String) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
    }

    /// The room of clients that request none.
    public static let lobby = "lobby"
}

/// The WebSocket frames in which plain peers receive text messages.
public enum PlainDelivery: String, CaseIterable, Hashable, Sendable {
    /// Text frames, as they were received.
    case verbatim
    /// Binary frames with the same bytes, for clients that read `event.data.text()`, which only a `Blob` has.
    case binary
}
