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
    /// The end of the connection that the peer is.
    public let role: Role
    /// The protocols that carry its messages; a client of Engine.IO may move from polling requests to a WebSocket.
    public var transport: Transport

    public init(
        id: PeerID, name: String?, room: String, isAware: Bool, address: String, role: Role = .client,
        transport: Transport = .webSocket
    ) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
        self.role = role
        self.transport = transport
    }

    /// The name of the upstream server, whichever socket it is the end of.
    public static let serverName = "server"

    /// The names by which the participant is found: its id, and its name, or ``serverName``.
    public var names: [String] {
        [id.description] + (role == .server ? [Self.serverName] : [name].compactMap(\.self))
    }

    /// The transport; `nil` for the upstream server.
    public var clientTransport: Transport? { role == .client ? transport : nil }

    /// The host of an address: `127.0.0.1` of `127.0.0.1:52110`, `::1` of `[::1]:52110`.
    package static func host(of address: String) -> String {
        guard let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")) else { return address }
        let host = address[..<colon]
        return host.utf8.first == UInt8(ascii: "[") ? String(host.dropFirst().dropLast()) : String(host)
    }

    /// The end of a connection that a participant is.
    public enum Role: Hashable, Sendable {
        /// A client.
        case client
        /// The upstream server's end of a proxied socket, alone with its client in a room of their own.
        case server
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
    /// The end of the connection that the participant is.
    public var role: Peer.Role
    /// The other end of a proxied socket, with which the participant is alone in a room; `nil` if it is no proxied socket.
    ///
    /// Such a room is not subject to the limit of peers in a room. What ends one end ends the other: the switchboard closes
    /// it with the same code and reason.
    public var partner: PeerID?
    /// The protocols that carry the messages.
    public var transport: Transport

    public init(
        id: PeerID, name: String? = nil, room: String? = nil, isAware: Bool = false, address: String,
        role: Peer.Role = .client, partner: PeerID? = nil, transport: Transport = .webSocket
    ) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
        self.role = role
        self.partner = partner
        self.transport = transport
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
