/// One open WebSocket.
public struct Peer: Hashable, Sendable {
    /// Its id, which nobody else has or had.
    public let id: PeerID
    /// What it calls itself; any text, made printable only when it is drawn.
    ///
    /// Two peers may have one name.
    public let name: String?
    /// The room it is in.
    public let room: String
    /// Whether it speaks `signal-console.v1`, and so hears from the relay itself.
    public let isAware: Bool
    /// Where it connects from: `127.0.0.1:52110`, `[::1]:52110`.
    public let address: String

    public init(id: PeerID, name: String?, room: String, isAware: Bool, address: String) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
    }
}

/// A WebSocket that has just been opened and asks to be a peer.
public struct ConnectionRequest: Hashable, Sendable {
    /// The id it would have; ``PeerID/relay``, which is nobody's, where it was refused before that was due.
    public var id: PeerID
    /// What the query says, percent-decoded; nil or empty if it says nothing.
    public var name: String?
    public var room: String?
    /// Whether it asks for `signal-console.v1`.
    public var isAware: Bool
    /// Where it connects from.
    public var address: String

    public init(id: PeerID, name: String? = nil, room: String? = nil, isAware: Bool = false, address: String) {
        self.id = id
        self.name = name
        self.room = room
        self.isAware = isAware
        self.address = address
    }

    /// The room of those who ask for none.
    public static let lobby = "lobby"
}

/// In which frames plain peers get text messages.
public enum PlainDelivery: String, CaseIterable, Hashable, Sendable {
    /// Each in a frame as it came in.
    case verbatim
    /// In binary frames, the bytes unchanged: for clients that read `event.data.text()`, which only a Blob has.
    case binary
}
