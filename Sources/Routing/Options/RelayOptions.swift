public import Events
import Messages
public import Text

/// The options of a relay: where it listens, whom it admits, and its limits.
///
/// The defaults of these options are stated here and nowhere else.
public struct RelayOptions: Hashable, Sendable {
    /// The name or address to listen on.
    ///
    /// Default `localhost`, which means both 127.0.0.1 and ::1: browsers try either, and other machines cannot connect.
    public var host = "localhost"
    /// The TCP port; 0 picks a free one.
    ///
    /// Default 8080, which many tutorial clients expect.
    public var port = 8080
    /// Whether a message also goes back to its sender.
    ///
    /// Default false.
    public var loopback = false
    /// Whether the glare guard is on in all rooms from the start.
    ///
    /// Default false, because it delays messages.
    public var guardsGlare = false
    /// The frames in which plain peers get text messages.
    ///
    /// Default as they were received.
    public var plainDelivery = PlainDelivery.verbatim
    /// Origins whose pages may open a WebSocket, besides the relay's own host and this machine; see ``OriginPolicy``.
    ///
    /// Default none.
    public var allowedOrigins: [String] = []
    /// Names that `Host` may have besides those of this machine, if the relay listens on loopback only and requires no
    /// token; see ``HostPolicy``.
    ///
    /// Default none.
    public var allowedHosts: [String] = []
    /// Reverse proxies that name the client of each request; see ``ProxyTrust``.
    ///
    /// Default none.
    public var trustedProxies: [IPNetwork] = []
    /// The STUN and TURN servers that the relay announces to aware peers (W3C webrtc-pc §4.2.4).
    ///
    /// Default none: a call on one machine or in one network needs none.
    public var iceServers: [ICEServer] = []
    /// Whether pages may report what their connections do, and the script for that is served.
    ///
    /// Default true.
    public var acceptsProbes = true
    /// The limits on connections, addresses and peers.
    public var limits = Limits()

    /// The defaults.
    public init() {}
}

/// The limits of a relay on connections, addresses and peers.
///
/// A count, size or rate that is ``none`` is unlimited; a time that is `nil` never passes.
public struct Limits: Hashable, Sendable {
    /// The count, size or rate that limits nothing.
    public static let none = Int.max

    // MARK: Messages

    /// The largest message, in bytes after reassembly.
    ///
    /// Default 256 KiB, because descriptions of large conferences exceed 64 KiB.
    public var maxMessageSize = Message.byteLimit
    /// The largest number of fragments of a message.
    ///
    /// Default 4,096, so that a message of many empty fragments ends.
    public var maxFragments = 4096
    /// The number of bytes that may be queued for a peer.
    ///
    /// Default 1 MiB, which holds several descriptions from each peer of a full room.
    public var maxQueueSize = 1024 * 1024
    /// The messages and control frames that a peer may send in a second, or five times as many in a burst.
    ///
    /// Default 200: a call sends about fifty messages in its first second.
    public var maxMessageRate = 200
    /// The bytes that a peer may send in a second, or five times as many in a burst.
    ///
    /// Default 4 MiB, which is 16 messages of the largest size.
    public var maxByteRate = 4 * 1024 * 1024

    // MARK: Peers

    /// The number of peers.
    ///
    /// Default 10,000, which take about 40 MB while they are idle.
    public var maxPeers = 10_000
    /// The number of peers in one room.
    ///
    /// Default 100, because every message goes to all others in the room.
    public var maxRoomPeers = 100
    /// The number of Unicode scalars in the name of a peer or a room.
    ///
    /// Default 64, which a line of the console can show.
    public var maxNameScalars = 64
    /// The number of UTF-8 bytes in the name of a peer or a room.
    ///
    /// Default 256, which is 64 scalars of four bytes.
    public var maxNameBytes = 256

    // MARK: Connections

    /// The number of bytes that a connection may send before it is a WebSocket.
    ///
    /// Default 64 KiB, more than browsers send with all their cookies.
    public var maxRequestSize = 64 * 1024
    /// The number of connections from one network: an IPv4 address, or 64 bits of an IPv6 address.
    ///
    /// Default 256, because a whole office can be behind one address.
    public var maxAddressConnections = 256
    /// The connections that one network may open in a second, or five times as many in a burst.
    ///
    /// Default 50, so that an office reconnects in a few seconds.
    public var maxAddressRate = 50
    /// Whether connections from this machine are exempt from the limits of one network.
    ///
    /// Default true, because reverse proxies and tests are there. Wrong tokens are counted all the same.
    public var exemptsLoopback = true

    // MARK: Time

    /// The time in which a connection must become a WebSocket, or have fetched its file.
    ///
    /// Default 10 s, enough for a slow network.
    public var handshakeTimeout: Duration? = .seconds(10)
    /// The silence after which a peer is sent a ping (RFC 6455 §5.5.2).
    ///
    /// Default 20 s: many proxies drop connections that are quiet for 30 s or 60 s. The first ping is sent within a
    /// quarter of it, so that the round trip is known.
    public var pingInterval: Duration? = .seconds(20)
    /// The silence after which a peer is closed.
    ///
    /// Default 60 s, so that three pings go unanswered first.
    public var idleTimeout: Duration? = .seconds(60)
    /// The time that a peer has to answer a close frame (RFC 6455 §7.1.1).
    ///
    /// Default 2 s, so that ending the relay takes no longer.
    public var closeTimeout: Duration = .seconds(2)

    /// The defaults.
    public init() {}
}
